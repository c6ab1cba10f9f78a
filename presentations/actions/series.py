"""One signature under several talks of a series: under all that were shown, or none."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from presentations import policy
from presentations.actions.signing import accept, approve, refuse_slower
from presentations.models import Presentation
from presentations.models.presentation import PresentationQuerySet
from presentations.states import Status
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.policy import require

type Shown = Mapping[UUID, int]
"""The talks that a page showed, each in its version."""

CHANGED = (
    "A talk of this series has changed since you opened the page. "
    "Nothing is signed; look at the series again, then decide."
)
NOT_ITS_SERIES = "These talks are not of one series. Open the page again."


@transaction.atomic
def approve_series(
    presentation: Presentation, *, by: Actor, shown: Shown
) -> list[Presentation]:
    """Sign for the school under all of the series that were shown, or under none.

    Raises what approve raises, and Stale when one of them has changed since.
    """
    require(policy.can_decide(by, presentation))
    return _sign_each(approve, presentation, by, shown)


@transaction.atomic
def accept_series(
    presentation: Presentation, *, by: Actor, shown: Shown
) -> list[Presentation]:
    """Sign for the officer under all that were shown, or under none.

    See approve_series.
    """
    refuse_slower(presentation, by)
    require(policy.can_accept(by, presentation))
    return _sign_each(accept, presentation, by, shown)


def waiting_for_school(presentation: Presentation) -> list[Presentation]:
    """All of its series that the school has not signed yet."""
    if not presentation.series_id:
        return []
    return _in_order(_asked(presentation).filter(school_signed_by=None))


def waiting_for_officer(presentation: Presentation, by: Actor) -> list[Presentation]:
    """All of its series that this officer can still sign."""
    if not presentation.series_id:
        return []
    mine = Q(officer=None) | Q(officer__user_id=by.pk)
    return _in_order(_asked(presentation).filter(mine, officer_signed_by=None))


def _asked(presentation: Presentation) -> PresentationQuerySet:
    return _series(presentation).filter(status=Status.REQUESTED)


def _series(presentation: Presentation) -> PresentationQuerySet:
    """The talks asked for together; of a single one, none."""
    if not presentation.series_id:
        return Presentation.objects.none()
    return Presentation.objects.filter(series_id=presentation.series_id)


def _in_order(rows: PresentationQuerySet) -> list[Presentation]:
    return list(rows.order_by("starts_at", "pk"))


def _sign_each(
    sign: Callable[..., Presentation],
    presentation: Presentation,
    by: Actor,
    shown: Shown,
) -> list[Presentation]:
    found = _in_order(_series(presentation).filter(pk__in=list(shown)))
    if not found or len(found) != len(shown):
        raise RuleBroken(NOT_ITS_SERIES)
    try:
        return [sign(one, by=by, version=shown[one.pk]) for one in found]
    except Stale as refusal:
        raise Stale(CHANGED) from refusal
