"""Times to choose from: one week with its bells, and free slots after a call-out."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.timezone import now

from officers.coverage import USUAL_HOURS
from officers.models import Officer
from presentations.busy import Busy, Why, busy_times
from schools.calendar import PeriodOnDate, SchoolCalendar
from schools.models import School, SchoolDay
from sro_program.core.text import in_one_line
from sro_program.core.times import is_sensible, on_from_to

A_DAY = timedelta(days=1)
SCHOOL_WEEK = 5
LOOK_AHEAD = timedelta(days=90)
WIDEST_OFFSET = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time that can be asked for."""

    starts_at: datetime
    ends_at: datetime
    period_name: str = ""

    @property
    def value(self) -> str:
        """As a form sends it."""
        start, end = self.starts_at.isoformat(), self.ends_at.isoformat()
        return f"{start}/{end}/{self.period_name}"

    @classmethod
    def parse(cls, value: str) -> "Slot":
        """Read a form's value. Raises ValueError."""
        start, end, name = value.split("/", 2)
        return cls(_moment(start), _moment(end), in_one_line(name)[:40])

    @property
    def words(self) -> str:
        """As people read it; in the time zone that the form sent."""
        return on_from_to(self.starts_at, self.ends_at, "%A, %B %-d")


def _moment(text: str) -> datetime:
    """A moment with its zone, as Postgres takes it."""
    moment = datetime.fromisoformat(text)
    offset = moment.utcoffset()
    if offset is None or abs(offset) > WIDEST_OFFSET or not is_sensible(moment):
        raise ValueError(text)
    return moment


def readable(values: Collection[str]) -> list[Slot]:
    """Those of a form's values that are times; the form itself refuses the others."""
    found = []
    for value in values:
        with suppress(ValueError, OverflowError):
            found.append(Slot.parse(value))
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one day: what it is, and what the form sends to choose it."""

    kind: str
    text: str
    value: str = ""
    is_chosen: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One day of the strip."""

    label: str
    sub: str
    note: str
    is_today: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One period of the strip, on each day."""

    label: str
    sub: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Strip:
    """One week, Monday to Friday, with its neighbours."""

    monday: date
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def previous(self) -> date:
        return self.monday - 7 * A_DAY

    @property
    def next(self) -> date:
        return self.monday + 7 * A_DAY

    @property
    def title(self) -> str:
        friday = self.monday + 4 * A_DAY
        return f"{self.monday:%B %-d} to {friday:%B %-d, %Y}"

    @property
    def short(self) -> str:
        """Its title for a phone."""
        friday = self.monday + 4 * A_DAY
        is_one_month = self.monday.month == friday.month
        return f"{self.monday:%b %-d} – {friday:{'%-d' if is_one_month else '%b %-d'}}"

    @property
    def notes(self) -> list[str]:
        """What is special about its days, each said once."""
        days: dict[str, list[str]] = {}
        for column in self.columns:
            if column.note:
                days.setdefault(column.note, []).append(column.label)
        return [
            f"{'All week' if len(labels) == SCHOOL_WEEK else ', '.join(labels)}: {note}"
            for note, labels in days.items()
        ]


def monday_of(on: date) -> date:
    """The Monday of its week; of a weekend, the Monday that comes."""
    ahead = 7 if on.weekday() >= SCHOOL_WEEK else 0
    return on + timedelta(days=ahead - on.weekday())


def week_strip(
    school: School,
    officer: Officer | None,
    monday: date,
    *,
    chosen: Collection[str] = (),
    leave_out: Collection[UUID] = (),
) -> Strip:
    """The week's periods with what takes the officer's and the school's time."""
    days = [monday + timedelta(days=n) for n in range(SCHOOL_WEEK)]
    calendar = SchoolCalendar.load(school, days[0], days[-1])
    begin = datetime.combine(days[0], time(), calendar.zone)
    end = begin + 7 * A_DAY
    busy = busy_times(school, officer, begin, end, leave_out=leave_out)
    today = now().astimezone(calendar.zone).date()
    by_day = {on: {p.name: p for p in periods_on(calendar, on)} for on in days}
    return Strip(
        monday,
        [_column(calendar, on, today) for on in days],
        [
            Row(
                name,
                times,
                [
                    _cell(calendar, on, by_day[on].get(name), busy, chosen)
                    for on in days
                ],
            )
            for name, times in _names(calendar)
        ],
    )


def periods_on(calendar: SchoolCalendar, on: date) -> list[PeriodOnDate]:
    """The bells of a date; whole hours at a school that has entered none."""
    if calendar.periods or not calendar.is_instructional(on):
        return calendar.periods_on(on)
    cut = calendar.status(on).released_at or time.max
    hours = [time(hour) for hour in range(USUAL_HOURS[0].hour, USUAL_HOURS[1].hour)]
    starts = [datetime.combine(on, hour, calendar.zone) for hour in hours if hour < cut]
    return [PeriodOnDate(_clock(s), s, s + timedelta(hours=1)) for s in starts]


def free_slots(
    school: School,
    officer: Officer,
    *,
    minutes: int,
    after: datetime,
    count: int,
    place_id: int | None = None,
    at: time | None = None,
    within_days: int | None = None,
) -> list[Slot]:
    """The next free times, one a school day, within the bells; the same hour if free.

    Neither officer nor room is taken, the day is no testing day, and it is later than
    the day of `after`. `within_days` counts school days.
    """
    zone = school.district.zone
    first = after.astimezone(zone).date() + A_DAY
    calendar = SchoolCalendar.load(school, first, first + LOOK_AHEAD)
    days = calendar.instructional_days(first, first + LOOK_AHEAD)[:within_days]
    last = datetime.combine(first + LOOK_AHEAD, time(), zone)
    busy = busy_times(school, officer, after, last)
    taken = [b for b in busy if b.is_officers or (place_id and b.place_id == place_id)]
    found: list[Slot] = []
    for on in days:
        if len(found) < count and not _is_testing(calendar, on):
            fitting = list(_fitting(periods_on(calendar, on), minutes, taken))
            same_hour = [
                s for s in fitting if s.starts_at.astimezone(zone).time() == at
            ]
            found += (same_hour or fitting)[:1]
    return found


def _fitting(
    periods: Sequence[PeriodOnDate], minutes: int, taken: Sequence[Busy]
) -> Iterator[Slot]:
    for period in periods:
        end = period.starts_at + timedelta(minutes=minutes)
        is_free = not any(busy.touches(period.starts_at, end) for busy in taken)
        if is_free and end <= periods[-1].ends_at:
            yield Slot(period.starts_at, end, period.name)


def _is_testing(calendar: SchoolCalendar, on: date) -> bool:
    marks = calendar.marks.get(on, ())
    return any(mark.kind == SchoolDay.Kind.TESTING for mark in marks)


def _names(calendar: SchoolCalendar) -> list[tuple[str, str]]:
    if calendar.periods:
        return [
            (p.name, f"{_clock(p.starts_at)}–{_clock(p.ends_at)}")
            for p in calendar.periods
        ]
    hours = range(USUAL_HOURS[0].hour, USUAL_HOURS[1].hour)
    return [(_clock(time(hour)), f"to {_clock(time(hour + 1))}") for hour in hours]


def _column(calendar: SchoolCalendar, on: date, today: date) -> Column:
    day = calendar.status(on)
    note = day.label if day.is_exception or not day.is_instructional else ""
    label, sub = f"{on:%a}", f"{on:%b %-d}"
    return Column(label, sub, note, on == today, not day.is_instructional)


def _cell(
    calendar: SchoolCalendar,
    on: date,
    period: PeriodOnDate | None,
    busy: Sequence[Busy],
    chosen: Collection[str],
) -> Cell:
    if period is None:
        return Cell("closed", "Closed")
    if period.starts_at <= now():
        return Cell("past", "Past")
    slot = Slot(period.starts_at, period.ends_at, period.name)
    here = [b for b in busy if b.touches(slot.starts_at, slot.ends_at)]
    kind, text = _kind(here)
    title = f"{on:%A, %B %-d}, {period.name}"
    is_taken = any(b.is_officers and b.why != Why.ASKED for b in here)
    value = "" if is_taken else slot.value
    return Cell(kind, text, value, value in chosen and bool(value), title)


def _kind(here: Sequence[Busy]) -> tuple[str, str]:
    officers = [busy for busy in here if busy.is_officers]
    schools = [busy for busy in here if busy.is_schools and not busy.is_officers]
    if officers:
        whys = {busy.why for busy in officers}
        text = next(why.label for why in (Why.BOOKED, Why.AWAY, *Why) if why in whys)
        return ("both" if schools else "officer"), text
    return ("school", "Other talk") if schools else ("free", "Free")


def _clock(moment: datetime | time) -> str:
    return f"{moment:%-I:%M}"
