"""One day of an officer's log: its lines in order, and the hours nobody told of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime, now

from officers.coverage import Stretch, school_hours, schools_of
from officers.models import Absence, ActivityEntry, Officer
from schools.calendar import SchoolCalendar
from sro_program.core.times import clock, from_to

SHORTEST_GAP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line as the officer reads it."""

    entry: ActivityEntry
    when: str


@dataclass(frozen=True, slots=True)
class LogGap:
    """Time of the school day of which the log says nothing."""

    starts_at: datetime
    ends_at: datetime

    @property
    def when(self) -> str:
        return from_to(self.starts_at, self.ends_at)

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LogDay:
    """One day of one officer."""

    on: date
    lines: Sequence[LogLine]
    gaps: Sequence[LogGap]
    minutes: int

    @property
    def in_words(self) -> str:
        """All minutes of the day, as people say it."""
        hours, minutes = divmod(self.minutes, 60)
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def day_of(officer: Officer, on: date) -> LogDay:
    """The officer's own day; gaps only on school days, and only of what is past."""
    entries = list(
        ActivityEntry.objects.standing()
        .filter(officer=officer, on=on)
        .select_related("school__district")
    )
    entries.sort(key=_begins)
    lines = [LogLine(entry, _when(entry)) for entry in entries]
    busy = [stretch for entry in entries if (stretch := _stretch(entry))]
    minutes = sum(entry.minutes for entry in entries)
    return LogDay(on, lines, _gaps(officer, on, busy), minutes)


def free_in(hours: Stretch, busy: Iterable[Stretch]) -> list[Stretch]:
    """What is left of these hours; the busy stretches may overlap each other."""
    at, end = hours
    free = []
    for starts, ends in sorted(busy):
        if starts > at:
            free.append((at, min(starts, end)))
        at = max(at, ends)
        if at >= end:
            return free
    return [*free, (at, end)]


def _gaps(officer: Officer, on: date, busy: list[Stretch]) -> list[LogGap]:
    calendars = [
        SchoolCalendar.load(one, on, on) for one in schools_of(officer, on, on)
    ]
    hours = school_hours(calendars, on)
    if hours is None:
        return []
    begins, ends = hours[0], min(hours[1], now())
    if begins >= ends:
        return []
    away = Absence.objects.standing().filter(officer=officer)
    off = away.overlapping(begins, ends).values_list("starts_at", "ends_at")
    zone = calendars[0].zone
    return [
        LogGap(starts.astimezone(zone), stops.astimezone(zone))
        for starts, stops in free_in((begins, ends), [*busy, *off])
        if stops - starts >= SHORTEST_GAP
    ]


def _stretch(entry: ActivityEntry) -> Stretch | None:
    """When it was: exactly, or reckoned back from when it was tapped."""
    took = timedelta(minutes=entry.minutes)
    if entry.started_at:
        return entry.started_at, entry.ended_at or entry.started_at + took
    return (entry.ended_at - took, entry.ended_at) if entry.ended_at else None


def _begins(entry: ActivityEntry) -> datetime:
    stretch = _stretch(entry)
    return stretch[0] if stretch else entry.entered_at


def _when(entry: ActivityEntry) -> str:
    zone: ZoneInfo = entry.school.district.zone
    if entry.started_at:
        start, end = _stretch(entry) or (entry.started_at, entry.started_at)
        return from_to(localtime(start, zone), localtime(end, zone))
    return f"until {clock(localtime(entry.ended_at, zone))}" if entry.ended_at else ""
