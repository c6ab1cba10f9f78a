"""What waits in advice, referrals and reports: for officers and for counselors."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    Expression,
    F,
    Func,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from referrals.models import Advice, MandatoryReport, Referral
from referrals.models.referrals import RESTS_AFTER, ReferralQuerySet
from referrals.models.topics import CRISIS, Topic
from referrals.states import Status
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.times import clock
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

A_DAY = timedelta(days=1)
WAITS = "referral"
AGAIN = "referral_again"
REFUSED = "referral_declined"
REPORT = "report"
FOLLOW_UP = "follow_up"
DUE = Coalesce("due_at", "sent_at")


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """The rows of each question that these roles have here."""
    found = [_reports(user)] if roles & {Role.OFFICER, Role.COUNSELOR} else []
    if Role.OFFICER in roles:
        found += [_refused(user), _follow_ups(user)]
    if Role.COUNSELOR in roles:
        found += [_waiting(user), _again(user)]
    return found


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words: danger and duty first."""
    words = {REPORT: _report, WAITS: _referral, REFUSED: _declined}
    words |= {AGAIN: _look_again, FOLLOW_UP: _follow_up}
    return [say(row) for part, say in words.items() for row in found.get(part, [])]


def _waiting(user: Actor) -> Rows:
    """New referrals of this counselor, what is due first on top."""
    rows = Referral.objects.received_by(user).unanswered()
    return _referrals(WAITS, rows, "referred_by__name")


def _again(user: Actor) -> Rows:
    """What this counselor has in work and meant to look at again by today.

    Its day ends less than a day from now, on the school's clock.
    """
    rows = Referral.objects.received_by(user).in_work()
    rows = rows.filter(due_at__lt=now() + A_DAY)
    return _referrals(AGAIN, rows, "referred_by__name")


def _refused(user: Actor) -> Rows:
    """What was declined and has not gone to anybody else yet."""
    rows = Referral.objects.visible_to(user).left_to(user)
    names = ("to_counselor__name", "to_agency__name")
    return _referrals(REFUSED, rows, *names, when=F("ended_at"))


def _referrals(
    part: str,
    rows: ReferralQuerySet,
    *names: str,
    when: Expression | F = DUE,
) -> Rows:
    return rows.order_by("due_at", "sent_at", "id").values_list(
        Value(part, CharField()),
        Cast("pk", CharField()),
        F("reason"),
        F("school__name"),
        when,
        when,
        F("urgency"),
        Coalesce(*names, Value("")),
        F("sent_at"),
        Window(Count("pk")),
    )[:SHOWN]


def _reports(user: Actor) -> Rows:
    """Reports of suspected abuse that this person has not finished."""
    own = MandatoryReport.objects.visible_to(user).filter(written_by_id=user.pk)
    return (
        own.unfinished()
        .order_by("known_at", "id")
        .values_list(
            Value(REPORT, CharField()),
            Cast("pk", CharField()),
            F("answer"),
            F("school__name"),
            F("known_at"),
            F("known_at"),
            Value("", CharField()),
            Value("", CharField()),
            F("begun_at"),
            Window(Count("pk")),
        )[:SHOWN]
    )


def _referral(row: Found) -> Need:
    is_asked = row.status != Referral.Urgency.INFORMATION
    due = row.starts_at if is_asked else None
    referral = Referral(reason=row.title, urgency=row.status, due_at=due)
    by = f" Answer by {_in_words(due)}." if due else ""
    is_today = row.status == Referral.Urgency.TODAY
    return Need(
        f"Referral: {referral.get_reason_display()}",
        f"From {row.person}, for {row.school}.{by}",
        reverse("referrals:referral", args=[row.pk]),
        "Look at it",
        referral.get_urgency_display(),
        referral.is_late or is_today or referral.is_crisis,
    )


def _look_again(row: Found) -> Need:
    """The day has come on which this counselor wanted to look again."""
    referral = Referral(
        status=Status.IN_PROGRESS, reason=row.title, due_at=row.starts_at
    )
    return Need(
        f"Referral: {referral.get_reason_display()}",
        f"You wanted to look at it again. From {row.person}, for {row.school}.",
        reverse("referrals:referral", args=[row.pk]),
        "Look at it",
        f"since {localtime(row.starts_at):%a, %b %-d}" if referral.is_late else "today",
        referral.is_late or referral.is_crisis,
    )


def _in_words(at: datetime) -> str:
    local = localtime(at)
    return f"{local:%a, %b %-d}, {clock(local)}"


def _declined(row: Found) -> Need:
    rests = localtime(row.starts_at + RESTS_AFTER)
    return Need(
        f"Referral: {Topic(row.title).label}",
        f"{row.person} has declined your referral at {row.school}. "
        f"It waits here until {rests:%b %-d}.",
        reverse("referrals:referral", args=[row.pk]),
        "Turn to someone else",
        "",
        row.title in CRISIS,
    )


def _report(row: Found) -> Need:
    text = "It is not complete yet." if row.title else "Say to whom it was reported."
    return Need(
        "Report of suspected abuse",
        f"{text} Learned of at {row.school}.",
        reverse("referrals:report", args=[row.pk]),
        "Finish the report",
        f"since {localtime(row.starts_at):%a, %b %-d}",
        True,
    )


def _follow_ups(user: Actor) -> Rows:
    """Advice of this officer that is to be followed up by today, as codes.

    Its day stands where others have their beginning, as midnight in UTC.
    """
    rows = Advice.objects.visible_to(user).filter(officer__user_id=user.pk)
    day = Cast("follow_up_on", DateTimeField())
    codes = Func(
        "topics", Value(","), function="array_to_string", output_field=CharField()
    )
    return (
        rows.due(localdate())
        .order_by("follow_up_on", "id")
        .values_list(
            Value("follow_up", CharField()),
            Cast("pk", CharField()),
            codes,
            F("school__name"),
            day,
            day,
            F("with_whom"),
            Coalesce(Cast("grade", CharField()), Value("")),
            F("given_at"),
            Window(Count("pk")),
        )[:SHOWN]
    )


def _follow_up(row: Found) -> Need:
    """Advice that this officer meant to follow up by today."""
    advice = Advice(
        pk=row.pk,
        topics=row.title.split(","),
        with_whom=row.status,
        grade=int(row.person) if row.person else None,
    )
    return Need(
        advice.topics_in_words,
        f"Follow up with {advice.with_words} at {row.school}.",
        advice.get_absolute_url(),
        "Follow up",
        f"since {row.starts_at.astimezone(UTC):%a, %b %-d}",
        advice.is_crisis,
    )
