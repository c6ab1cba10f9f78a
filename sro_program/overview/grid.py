"""Calendar items laid out: a month in weeks, days with hours or bells, an agenda."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.timezone import localtime

from schools.calendar import PeriodOnDate
from schools.models import SchoolDay
from sro_program.core.times import clock, from_to
from sro_program.overview.calendar_item import CalendarItem

SUNDAY = 6
SATURDAY = 5
IN_A_CELL = 4
IN_A_LIST = 10
"""Entries of one day in a month's cell, and in its list on a phone."""
USUAL = range(8, 16)
"""Hours of a day that are shown even when nothing is in them."""

type ByDay = Mapping[date, Sequence[CalendarItem]]


@dataclass(frozen=True, slots=True)
class Day:
    """One date and what is on it."""

    on: date
    items: Sequence[CalendarItem]
    is_today: bool
    is_other: bool = False
    room: int | None = None

    @property
    def is_closed(self) -> bool:
        """No school: a weekend, or marked closed."""
        return self.on.weekday() >= SATURDAY or any(map(_closes, self.items))

    @property
    def css(self) -> str:
        marks = {
            "is-today": self.is_today,
            "is-other": self.is_other,
            "is-closed": self.is_closed,
        }
        return " ".join(mark for mark, holds in marks.items() if holds)

    @property
    def iso(self) -> str:
        return self.on.isoformat()

    @property
    def shown(self) -> Sequence[CalendarItem]:
        """What there is room for."""
        return self.items[: len(self.items) - self.more]

    @property
    def more(self) -> int:
        """How many do not fit; never only one, for it would need the same room."""
        over = len(self.items) - self.room if self.room else 0
        return over + 1 if over > 0 else 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of a timetable: all day, an hour, or a period; one cell for each day."""

    label: str
    sub: str
    cells: Sequence[Sequence[CalendarItem]]


def by_day(items: Iterable[CalendarItem], first: date, last: date) -> ByDay:
    """Each item under every date that it touches between two dates, both included."""
    found: dict[date, list[CalendarItem]] = defaultdict(list)
    for item in items:
        for on in dates(max(item.first, first), min(item.last, last)):
            found[on].append(item)
    return found


def dates(first: date, last: date) -> Iterator[date]:
    """Both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def weeks_of(on: date) -> list[list[date]]:
    """The weeks of a month, Sunday first, with the days of its neighbours."""
    return Calendar(SUNDAY).monthdatescalendar(on.year, on.month)


def month(items: ByDay, on: date, today: date) -> list[list[Day]]:
    """A month's table."""
    return [
        [
            Day(day, items.get(day, ()), day == today, day.month != on.month, IN_A_CELL)
            for day in week
        ]
        for week in weeks_of(on)
    ]


def agenda(
    items: ByDay, days: Iterable[date], today: date, room: int | None = None
) -> list[Day]:
    """The days on which something is, and today."""
    return [
        Day(on, items.get(on, ()), on == today, room=room)
        for on in days
        if items.get(on) or on == today
    ]


def days_of(items: ByDay, days: Iterable[date], today: date) -> list[Day]:
    return [Day(on, items.get(on, ()), on == today) for on in days]


def timetable(days: Sequence[Day], bells: Sequence[PeriodOnDate]) -> list[Slot]:
    """Hours, or the periods of a school, by days; whole days on top."""
    starts = _starts(bells) if bells else _hours(days)
    marks = [time.min, *(start for start, _, _ in starts)]
    names = [("Earlier", ""), *((label, sub) for _, label, sub in starts)]
    slots = [Slot("All day", "", [_all_day(day) for day in days])]
    for number, (label, sub) in enumerate(names):
        before = marks[number + 1] if number + 1 < len(marks) else None
        cells = [_between(day, marks[number], before) for day in days]
        slots.append(Slot(label, sub, cells))
    dropped = {"All day", "Earlier", "After school"}
    return [slot for slot in slots if slot.label not in dropped or any(slot.cells)]


def _starts(bells: Sequence[PeriodOnDate]) -> list[tuple[time, str, str]]:
    rows = [
        (
            localtime(bell.starts_at).time(),
            bell.name,
            from_to(localtime(bell.starts_at), localtime(bell.ends_at)),
        )
        for bell in bells
    ]
    over = localtime(bells[-1].ends_at).time()
    return [*rows, (over, "After school", f"from {clock(over)}")]


def _hours(days: Sequence[Day]) -> list[tuple[time, str, str]]:
    taken = {
        localtime(item.start).hour
        for day in days
        for item in day.items
        if not item.is_all_day_on(day.on) and item.first == day.on
    }
    hours = range(min({*taken, *USUAL}), max({*taken, *USUAL}) + 1)
    return [(time(hour), f"{time(hour):%-I %p}", "") for hour in hours]


def _all_day(day: Day) -> list[CalendarItem]:
    return [item for item in day.items if item.is_all_day_on(day.on)]


def _between(day: Day, start: time, before: time | None) -> list[CalendarItem]:
    return [
        item
        for item in day.items
        if not item.is_all_day_on(day.on)
        and start <= _start_on(item, day.on)
        and (before is None or _start_on(item, day.on) < before)
    ]


def _start_on(item: CalendarItem, on: date) -> time:
    return localtime(item.start).time() if item.first == on else time.min


def _closes(item: CalendarItem) -> bool:
    return item.kind == "school_day" and item.status == SchoolDay.Kind.CLOSED.label
