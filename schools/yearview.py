"""A school year as months of weeks, ready for a page."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schools.calendar import DayKind, DayStatus, SchoolCalendar
from schools.models import School, SchoolDay, SchoolYear

SUNDAY = 6
MARKS = {
    DayKind.CLOSED: "C",
    DayKind.EARLY_RELEASE: "E",
    DayKind.TESTING: "T",
    DayKind.SPECIAL: "S",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day in a month's table."""

    number: int
    mark: str
    title: str
    css: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its number of instructional days; None where a week leaves it."""

    first: date
    instructional: int
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row (weekends do not interrupt) that are marked alike."""

    days: list[SchoolDay]

    @property
    def first(self) -> SchoolDay:
        return self.days[0]

    @property
    def last(self) -> SchoolDay:
        return self.days[-1]


def months_of(school: School, year: SchoolYear, today: date) -> list[Month]:
    """The months of a school year, in three queries."""
    calendar = SchoolCalendar.load(school, year.starts_on, year.ends_on)
    statuses = {status.on: status for status in calendar.days()}
    return [_month(first, statuses, today) for first in _firsts(year)]


def _firsts(year: SchoolYear) -> Iterator[date]:
    first = year.starts_on.replace(day=1)
    while first <= year.ends_on:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)


def _month(first: date, statuses: dict[date, DayStatus], today: date) -> Month:
    weeks = Calendar(SUNDAY).monthdatescalendar(first.year, first.month)
    in_month = [on for week in weeks for on in week if on.month == first.month]
    instructional = sum(
        statuses[on].is_instructional for on in in_month if on in statuses
    )
    cells = [
        [
            _cell(on, statuses.get(on), today) if on.month == first.month else None
            for on in week
        ]
        for week in weeks
    ]
    return Month(first, instructional, cells)


def _cell(on: date, status: DayStatus | None, today: date) -> Cell:
    today_class = ["is-today"] if on == today else []
    if status is None:
        return Cell(on.day, "", "", " ".join(["is-other", *today_class]))
    css = [] if status.is_instructional else ["is-closed"]
    title = status.label if status.is_exception else ""
    return Cell(on.day, MARKS.get(status.kind, ""), title, " ".join(css + today_class))


def spans_of(days: list[SchoolDay]) -> list[Span]:
    """Marked days, those that follow each other and say the same put together."""
    spans: list[Span] = []
    latest: dict[tuple[object, ...], Span] = {}
    for day in sorted(days, key=lambda day: day.on):
        says = (day.kind, day.label, day.school_id, day.early_release)
        span = latest.get(says)
        if span and _continues(span, day):
            span.days.append(day)
        else:
            latest[says] = Span([day])
            spans.append(latest[says])
    return spans


def _continues(span: Span, day: SchoolDay) -> bool:
    """The next day, or the Monday after a Friday."""
    gap = (day.on - span.last.on).days
    return gap == 1 or (gap == 3 and day.on.isoweekday() == 1)
