"""An officer at a school event: means to come, was there, or not after all.

Who was there has it in their log, as a line that the attendance writes and nobody
enters twice (product.md §3; domain.md §3.2, special school events).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime, now

from officers import attendance_policy as policy
from officers.actions.lines import (
    MINUTES_OF_A_DAY,
    promote,
    refuse_misfit,
    write_line,
)
from officers.actions.log import correct_activity
from officers.attendance_states import (
    ATTEND,
    CHANGE,
    PLAN,
    TAKE_BACK,
    AttendanceStatus,
)
from officers.models import ActivityEntry, EventAttendance, Officer
from schools.models import SchoolEvent
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.core.times import A_DAY
from sro_program.notifications.outbox import notify
from sro_program.workflow import lock, move

SOURCE = "event"
WHOLE_DAY = 60
"""Minutes that are suggested where an event says no times."""
A_MINUTE = timedelta(minutes=1)
NOT_BEGUN = "It has not begun yet. Say that you mean to come; log it when it is on."
IS_OVER = "It is over. If you were there, say so."
CALLED_OFF = "This event was called off."
Kind, Type = SchoolEvent.Kind, ActivityEntry.Type
TYPES = {Kind.CLUB: Type.CLUB, Kind.MEETING: Type.MEETING}
"""All others are special school events (ball games, meetings)."""


@transaction.atomic
def plan_event(event: SchoolEvent, *, by: Actor) -> EventAttendance:
    """Mean to come. Said twice, it is once.

    Raises NotAllowed, WrongState for one that was called off, or RuleBroken for one
    that is over.
    """
    require(policy.can_attend(by, event.school))
    attendance = _own(_held(event), by)
    if attendance.event.is_over:
        raise RuleBroken(IS_OVER)
    if PLAN.possible(attendance):
        move(attendance, PLAN, by=by)
    return attendance


@transaction.atomic
def attend_event(
    event: SchoolEvent,
    *,
    by: Actor,
    minutes: int | None = None,
    elsewhere_because: str = "",
) -> EventAttendance:
    """Have been there, for as long as the event says; tapped on two phones, it is once.

    Minutes go from 1 to 1440. Raises NotAllowed, WrongState for one that was called
    off, or RuleBroken before it begins, and as a line of the log does: after two
    months, beyond the day, or where one did not serve that day and says not why.
    """
    require(policy.can_attend(by, event.school))
    event = _held(event)
    if not event.has_begun:
        raise RuleBroken(NOT_BEGUN)
    attendance = _own(event, by)
    if attendance.status == AttendanceStatus.ATTENDED:
        return attendance
    took = minutes or suggested_minutes(event)
    move(attendance, ATTEND, by=by, minutes=took, elsewhere_because=elsewhere_because)
    _write_line(attendance, by)
    return attendance


@transaction.atomic
def change_attendance(
    attendance: EventAttendance,
    *,
    by: Actor,
    minutes: int,
    elsewhere_because: str = "",
    version: int | None = None,
) -> EventAttendance:
    """Say otherwise how long one was there; the line follows.

    Raises NotAllowed, Stale, WrongState, or RuleBroken as when it is attended.
    """
    require(policy.can_change_attendance(by, attendance))
    attendance = _held_part(attendance, version)
    move(
        attendance,
        CHANGE,
        by=by,
        minutes=minutes,
        elsewhere_because=elsewhere_because,
    )
    _write_line(attendance, by)
    return attendance


@transaction.atomic
def take_back_attendance(
    attendance: EventAttendance, *, by: Actor, version: int | None = None
) -> EventAttendance:
    """Not come after all; the line goes, and its history stays.

    Raises NotAllowed, Stale or WrongState.
    """
    require(policy.can_change_attendance(by, attendance))
    attendance = _held_part(attendance, version)
    move(attendance, TAKE_BACK, by=by)
    _take_line_out(attendance, by)
    return attendance


def follow_events(events: Sequence[SchoolEvent], by: Actor) -> None:
    """Lines follow their events; what nobody can have been at leaves the log.

    An event that was called off before its end was attended by nobody, and one that
    was moved ahead is one to come to. What is over and then called off stays in the
    log: its officer said so. The clock writes, for a school moves its own events.
    """
    with briefly_as_clock():
        standing = EventAttendance.objects.standing().filter(event__in=events)
        for attendance in standing.select_for_update(of=("self",)).select_related(
            "event__school__district", "event__place", "officer__user"
        ):
            _follow(attendance, by)


def suggested_minutes(event: SchoolEvent) -> int:
    """As long as it takes; of whole days, an hour."""
    if event.is_whole_days:
        return WHOLE_DAY
    minutes = (event.ends_at - event.starts_at) // A_MINUTE
    return min(max(minutes, 1), MINUTES_OF_A_DAY)


def _follow(attendance: EventAttendance, by: Actor) -> None:
    event = attendance.event
    was_there = attendance.status == AttendanceStatus.ATTENDED
    if event.is_cancelled and not event.is_over:
        move(attendance, TAKE_BACK, by=by)
        _take_line_out(attendance, by)
        _tell(attendance, by)
    elif was_there and not event.has_begun:
        move(attendance, TAKE_BACK, by=by)
        move(attendance, PLAN, by=by)
        _take_line_out(attendance, by)
    elif was_there:
        written = ActivityEntry.objects.get(source_kind=SOURCE, source_id=attendance.pk)
        line = _line(attendance, written.on)
        correct_activity(source_kind=SOURCE, source_id=attendance.pk, by=by, **line)


def _tell(attendance: EventAttendance, by: Actor) -> None:
    """Whoever meant to come need not, and knows it."""
    event, officer = attendance.event, attendance.officer.user
    if officer.pk != by.pk:
        notify(
            officer,
            "school_event",
            url=event.get_absolute_url(),
            heading=f"Called off: {event.title}",
            text=f"{event.school.name}, {event.when}.",
            label="Open it",
        )


def _held(event: SchoolEvent) -> SchoolEvent:
    """The event as it stands, held; of a feed's, the officer may not hold the row."""
    with briefly_as_clock():
        event = lock(event)
    if event.is_cancelled:
        raise WrongState(CALLED_OFF, event.get_absolute_url())
    return event


def _held_part(attendance: EventAttendance, version: int | None) -> EventAttendance:
    """One's own part as it stands, held; before it its event and the officer's day.

    Whose relief has ended no longer reaches the event; what they logged stays theirs.
    """
    with briefly_as_clock():
        lock(attendance.event)
        _holding(attendance.officer.user_id)
        return lock(attendance, version=version)


def _holding(user_id: int) -> Officer:
    """The officer, held: their taps come, and their minutes are counted, one by one."""
    rows = Officer.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(user_id=user_id)


def _own(event: SchoolEvent, by: Actor) -> EventAttendance:
    """This officer's part in the event."""
    attendance, _ = EventAttendance.objects.get_or_create(
        event=event,
        officer=_holding(by.pk),
        defaults={
            "school": event.school,
            "status": AttendanceStatus.NOT,
            "minutes": suggested_minutes(event),
        },
    )
    attendance.event = event
    return attendance


def _write_line(attendance: EventAttendance, by: Actor) -> None:
    source: dict[str, Any] = {"source_kind": SOURCE, "source_id": attendance.pk}
    school = attendance.event.school
    if written := ActivityEntry.objects.filter(**source).first():
        line = _line(attendance, written.on)
        entry = correct_activity(**source, by=by, removed_at=None, **line)
        refuse_misfit(entry)
        return
    line = _line(attendance, localtime(now(), school.district.zone).date())
    del line["function"]
    entry = write_line(by=by, school=school, record_id=uuid7(), **line)
    promote(entry, **source, by=by)


def _day_of(event: SchoolEvent, on: date) -> date:
    """This day, or the one of the event that is nearest to it.

    A dance until one at night is one of the evening on which it began.
    """
    lasts = event.ends_at - event.starts_at
    last = event.first_day if lasts < A_DAY else event.last_day
    return max(event.first_day, min(last, on))


def _take_line_out(attendance: EventAttendance, by: Actor) -> None:
    lines = ActivityEntry.objects.standing()
    if lines.filter(source_kind=SOURCE, source_id=attendance.pk).exists():
        correct_activity(
            source_kind=SOURCE, source_id=attendance.pk, by=by, removed_at=now()
        )


def _line(attendance: EventAttendance, on: date) -> dict[str, Any]:
    """What the log says of it: on this day, if it is one of the event."""
    event = attendance.event
    on = _day_of(event, on)
    begins = event.starts_at if on == event.first_day else None
    kind = TYPES.get(Kind(event.kind), Type.SPECIAL_EVENT)
    return {
        "on": on,
        "started_at": None if event.is_whole_days else begins,
        "function": ActivityEntry.Function.SCHOOL_ACTIVITY,
        "type": kind,
        "minutes": attendance.minutes,
        "place": ", ".join(filter(None, [event.title, event.where]))[:80],
        "elsewhere_because": attendance.elsewhere_because,
    }
