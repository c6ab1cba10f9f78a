"""Who is told of a referral, and when it needs them no more."""

from collections.abc import Iterable
from datetime import datetime

from officers.models import Officer
from referrals.models import Clock, Referral
from referrals.wording import FOR_AGENCIES, FOR_PEOPLE
from sro_program.accounts.models import Membership, Role, User
from sro_program.accounts.models.places import AGENCY_ROLES
from sro_program.accounts.roles import holders
from sro_program.core.db import Actor
from sro_program.core.times import clock
from sro_program.notifications.news import fill
from sro_program.notifications.outbox import MailLink, notify_all, settle

ANSWER = "referrals:answer_by_link"


def tell(
    people: Iterable[User],
    news: str,
    referral: Referral,
    *,
    but: Actor | None = None,
    opens: bool = True,
    needs_you: bool = False,
    in_app: bool = False,
) -> None:
    """Owe each of these people, except whoever acted, one message.

    `opens` is false for those who may not open the page: their message has no link.
    """
    skipped = but.pk if but else None
    told = {one.pk: one for one in people if one.is_active and one.pk != skipped}
    notify_all(
        told.values(),
        "referral",
        url=referral.get_absolute_url() if opens else "",
        needs_you=needs_you,
        in_app=in_app,
        **fill(FOR_PEOPLE[news], _words(referral)),  # type: ignore[arg-type]  # words of the template
    )


def tell_receiver(referral: Referral, news: str, *, needs_you: bool = True) -> None:
    """A counselor is told in the program and by mail; an agency by a mail alone."""
    if referral.to_counselor:
        tell([referral.to_counselor], news, referral, needs_you=needs_you)
    else:
        _mail_agency(referral, news)


def tell_receiver_it_ended(referral: Referral) -> None:
    """It was taken back: nothing is asked of the receiver any more."""
    if referral.to_counselor:
        tell([referral.to_counselor], "revoked", referral)
    else:
        _mail_agency(referral, "revoked", with_link=False)


def _mail_agency(referral: Referral, news: str, *, with_link: bool = True) -> None:
    """The link is made when the mail leaves; the sender's account stands for it."""
    link = MailLink(ANSWER, referral.pk, referral.link_revision) if with_link else None
    notify_all(
        [referral.handed_on_by],
        "referral_agency",
        mail_only=True,
        mail_to=referral.sent_to_email,
        link=link,
        **fill(FOR_AGENCIES[news], _words(referral)),  # type: ignore[arg-type]  # words of the template
    )


def sender_side(referral: Referral) -> list[User]:
    """Who refers, and who handed it on: both follow how it goes."""
    return [referral.referred_by, referral.handed_on_by]


def colleagues_of(referral: Referral) -> list[User]:
    """The school's other counselors, who may take it over."""
    if referral.to_counselor_id is None:
        return []
    return _counselors_beside(referral)


def tell_school_it_waits(referral: Referral) -> bool:
    """Its counselors and who leads it; False when there is nobody to tell at all."""
    colleagues, leads = colleagues_of(referral), _leads_of(referral)
    tell(colleagues, "waits", referral, needs_you=True)
    news = "waits_school" if referral.to_counselor_id else "waits_agency"
    tell(leads, news, referral, opens=False)
    return bool(colleagues or leads) or _tell_district(referral)


def tell_school_of_leaving(referral: Referral) -> bool:
    """Its other counselors, else who leads it; False when there is nobody at all."""
    if colleagues := colleagues_of(referral):
        tell(colleagues, "left", referral, needs_you=True)
        return True
    leads = _leads_of(referral)
    tell(leads, "left_school", referral, opens=False)
    return bool(leads) or _tell_district(referral)


def _tell_district(referral: Referral) -> bool:
    """Where the school has nobody, the district learns that something waits."""
    people = _holders(Role.DISTRICT, district=referral.school.district_id)
    tell(people, "waits_district", referral, opens=False)
    return bool(people)


def _leads_of(referral: Referral) -> list[User]:
    """Who leads the school: learns that something waits, and nothing else of it.

    For an agency's, where nobody leads, the counselors, who may not open it either.
    """
    principals = _holders(Role.PRINCIPAL, school=referral.school_id)
    if principals or referral.to_counselor_id:
        return principals
    return _counselors_beside(referral)


def _counselors_beside(referral: Referral) -> list[User]:
    """The school's counselors but its receiver and its sender."""
    apart = {referral.to_counselor_id, referral.handed_on_by_id}
    counselors = _holders(Role.COUNSELOR, school=referral.school_id)
    return [one for one in counselors if one.pk not in apart]


def _holders(role: Role, **place: object) -> list[User]:
    """Who holds a role there; nobody who also serves in a sheriff's office."""
    unit = Membership.objects.current().filter(role__in=AGENCY_ROLES)
    officers = Officer.objects.in_service()
    people = holders(role, **place).exclude(pk__in=unit.values("user"))
    return list(people.exclude(pk__in=officers.values("user")))


def answered(referral: Referral) -> None:
    """It waits for nobody any more; their messages say so.

    Should its next receiver leave as well, that is told anew.
    """
    settle(referral.get_absolute_url())
    Clock.objects.filter(referral=referral, step=Clock.Step.LEFT).delete()


def _words(referral: Referral) -> dict[str, str]:
    """What every sentence may use."""
    due = referral.due_at
    return {
        "school": referral.school.name,
        "sent_on": _in_words(referral, referral.sent_at, with_time=False),
        "answer_words": f"Please answer by {_in_words(referral, due)}." if due else "",
        "receiver": referral.receiver,
        "sender": str(referral.handed_on_by),
        "outcome": referral.get_outcome_display().lower(),
    }


def _in_words(referral: Referral, at: datetime, *, with_time: bool = True) -> str:
    """A moment as people at this school say it."""
    local = at.astimezone(referral.school.district.zone)
    day = f"{local:%A, %B %-d}"
    return f"{day}, {clock(local)}" if with_time else day
