"""Where somebody's identity may stand in this wing."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Model, Q

from referrals.models import (
    Advice,
    Concern,
    MandatoryReport,
    Message,
    Note,
    Referral,
)
from sro_program.audit.sealing import Place


def _concern(people: tuple[UUID, ...]) -> Q:
    return Q(about__in=people)


def _advice(people: tuple[UUID, ...]) -> Q:
    told = Concern.objects.filter(_concern(people), advice__isnull=False)
    return Q(id__in=told.values("advice"))


def _referral(people: tuple[UUID, ...]) -> Q:
    return Q(concern__in=Concern.objects.filter(_concern(people)).values("pk"))


def _of_referral(people: tuple[UUID, ...]) -> Q:
    found = Referral.objects.filter(_referral(people))
    return Q(referral__in=found.values("pk"))


def _report(people: tuple[UUID, ...]) -> Q:
    """Named in it, or in the concern that it came from."""
    named = Q(about__isnull=False, about__in=people)
    told = Concern.objects.filter(_concern(people)).values("pk")
    return named | Q(concern__isnull=False, concern__in=told)


def _place(
    label: str,
    model: type[Model],
    of: Callable[[tuple[UUID, ...]], Q],
    whole: tuple[str, ...] = (),
) -> Place:
    """Rows about these people; and the others, but those about a namesake."""
    return Place(
        label,
        model,
        near=lambda subject: of(subject.people),
        wide=lambda subject: Q(school__in=subject.schools) & ~of(subject.spared_people),
        whole=whole,
    )


PLACES = [
    _place("Advice", Advice, _advice),
    _place("Referrals: what was seen", Concern, _concern),
    _place("Referrals", Referral, _referral),
    _place("Referrals: notes", Note, _of_referral),
    _place("Referrals: messages", Message, _of_referral),
    _place("Mandatory reports", MandatoryReport, _report, ("child", "parents")),
]
