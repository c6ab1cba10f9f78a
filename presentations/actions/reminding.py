"""Reminders: each is owed exactly once, however often and late the clock runs.

The stamp on the row is set by a conditional update; whoever sets it tells.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from presentations.actions import telling
from presentations.actions.telling import tell
from presentations.models import Presentation
from presentations.states import Status
from schools.calendar import SchoolCalendar
from sro_program.workflow import lock

A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)
LONG_KNOWN = timedelta(days=2)
"""Whoever signed later than this before the reminder needs none."""
DECIDE_WITHIN = 2
"""School days after which a signature that is missing is asked for again."""


def due_a_week_before() -> QuerySet[Presentation]:
    """Scheduled for within a week, but more than a day away."""
    coming = Presentation.objects.scheduled().filter(week_reminder_at=None)
    signed_long_ago = {
        "school_signed_at__lt": now() - LONG_KNOWN,
        "officer_signed_at__lt": now() - LONG_KNOWN,
    }
    return coming.filter(
        starts_at__range=(now() + A_DAY, now() + A_WEEK), **signed_long_ago
    )


def due_a_day_before() -> QuerySet[Presentation]:
    """Scheduled for within a day."""
    coming = Presentation.objects.scheduled().filter(day_reminder_at=None)
    return coming.filter(starts_at__range=(now(), now() + A_DAY))


def due_a_decision() -> QuerySet[Presentation]:
    """Sent at least two days ago, still to come, and not yet reminded of."""
    waiting = Presentation.objects.filter(
        status=Status.REQUESTED, decision_reminder_at=None
    )
    return waiting.filter(
        requested_at__lt=now() - DECIDE_WITHIN * A_DAY, starts_at__gt=now()
    )


def due_a_record() -> QuerySet[Presentation]:
    """Over since the evening, and nobody has recorded it; a month back at most."""
    over = Presentation.objects.scheduled().filter(delivery_reminder_at=None)
    return over.filter(ends_at__range=(now() - 30 * A_DAY, now()))


@transaction.atomic
def remind_a_week_before(presentation: Presentation) -> bool:
    """Tell the officer and the requester that it is a week away."""
    if not _claim(due_a_week_before(), presentation, "week_reminder_at"):
        return False
    _tell_both(presentation, "Coming up")
    return True


@transaction.atomic
def remind_a_day_before(presentation: Presentation) -> bool:
    """Tell the officer and the requester that it is within a day."""
    if not _claim(due_a_day_before(), presentation, "day_reminder_at"):
        return False
    _tell_both(presentation, "Within a day")
    return True


@transaction.atomic
def remind_to_decide(presentation: Presentation) -> bool:
    """Ask again for the missing signature, after two school days."""
    presentation = lock(presentation)
    if not _two_school_days_have_passed(presentation):
        return False
    if not _claim(due_a_decision(), presentation, "decision_reminder_at"):
        return False
    if not presentation.school_signed_by_id:
        principals = telling.principals_of(presentation)
        tell(
            principals,
            "decide_reminder",
            presentation,
            needs_you=True,
            link=telling.DECIDE,
        )
    if not presentation.officer_signed_by_id:
        officers = telling.officers_of(presentation)
        tell(officers, "decide_reminder", presentation, needs_you=True)
    return True


@transaction.atomic
def remind_to_record(presentation: Presentation) -> bool:
    """Ask for the record of a talk that is over: the officer, or the commander.

    An officer who has left the school cannot open the page any more.
    """
    if not _claim(due_a_record(), presentation, "delivery_reminder_at"):
        return False
    serves = telling.officer_serves(presentation)
    ask = telling.officers_of if serves else telling.commanders_of
    tell(ask(presentation), "record_reminder", presentation, needs_you=True)
    return True


def _claim(due: QuerySet[Presentation], presentation: Presentation, stamp: str) -> bool:
    return bool(due.filter(pk=presentation.pk).update(**{stamp: now()}))


def _tell_both(presentation: Presentation, how_soon: str) -> None:
    people = [*telling.officers_of(presentation), presentation.requested_by]
    tell(people, "reminder", presentation, how_soon=how_soon)


def _two_school_days_have_passed(presentation: Presentation) -> bool:
    asked: datetime | None = presentation.requested_at
    zone = presentation.school.district.zone
    today = now().astimezone(zone).date()
    if asked is None:
        return False
    first = asked.astimezone(zone).date()
    calendar = SchoolCalendar.load(presentation.school, first, today)
    due_on = calendar.add_school_days(first, DECIDE_WITHIN)
    return due_on is not None and due_on <= today
