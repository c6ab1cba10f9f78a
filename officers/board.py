"""The assignment board: campuses by the days of a week, and who covers each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from officers.coverage import Stretch, holding, overlap, school_hours, uncovered
from officers.models import Absence, Assignment, Officer
from schools.calendar import SchoolCalendar
from schools.models import Campus, School
from sro_program.core.times import moments_of

KINDS = list(Assignment.Kind)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cover:
    """One officer on one campus on one day, with what takes them away that day.

    `is_away_all_day` speaks of the school hours, `absences` of the whole day.
    """

    assignment: Assignment
    absences: Sequence[Absence]
    is_away_all_day: bool

    @property
    def officer(self) -> Officer:
        return self.assignment.officer


@dataclass(frozen=True, slots=True)
class Cell:
    """A campus on one day: who covers it, and when nobody does."""

    on: date
    label: str
    hours: Stretch | None
    covers: Sequence[Cover]
    gaps: Sequence[Stretch]

    @property
    def is_instructional(self) -> bool:
        return self.hours is not None

    def is_missed_by(self, absence: Absence) -> bool:
        """Does this absence take the officer from this day's school hours?"""
        away = absence.starts_at, absence.ends_at
        touches = self.hours is not None and overlap(self.hours, away) is not None
        return touches and any(absence in cover.absences for cover in self.covers)

    def is_gap_in(self, absence: Absence) -> bool:
        """Is nobody there in some of the time of this absence?"""
        away = absence.starts_at, absence.ends_at
        return any(overlap(gap, away) for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Row:
    """A campus with its schools and the days of the span."""

    campus: Campus
    schools: Sequence[School]
    cells: Sequence[Cell]

    @property
    def zone(self) -> ZoneInfo:
        return self.schools[0].district.zone


@dataclass(frozen=True, slots=True)
class Span:
    """What the rows of some days are made from, asked for once."""

    days: Sequence[date]
    calendars: Mapping[int, SchoolCalendar]
    assignments: Mapping[int, Sequence[Assignment]]
    absences: Mapping[int, Sequence[Absence]]


def week(schools: Iterable[School], monday: date) -> list[Row]:
    """Monday to Friday on the campuses of these schools."""
    return rows(schools, [monday + timedelta(days=n) for n in range(5)])


def rows(schools: Iterable[School], days: Sequence[date]) -> list[Row]:
    """These days on the campuses of these schools, in a constant few queries.

    Give it schools with their district and campus selected, and days in order.
    """
    there: dict[Campus, list[School]] = defaultdict(list)
    for school in sorted(schools, key=lambda school: (school.campus.name, school.name)):
        there[school.campus].append(school)
    span = _span(there, days)
    return [_row(campus, of_it, span) for campus, of_it in there.items()]


def _span(there: Mapping[Campus, Sequence[School]], days: Sequence[date]) -> Span:
    schools = [school for of_one in there.values() for school in of_one]
    calendars = SchoolCalendar.load_many(schools, days[0], days[-1])
    assignments = _assignments(there, days)
    officers = {a.officer_id for held in assignments.values() for a in held}
    return Span(days, calendars, assignments, _absences(officers, days))


def _assignments(
    campuses: Iterable[Campus], days: Sequence[date]
) -> Mapping[int, Sequence[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    held = holding(days[0], days[-1]).filter(
        campus__in=list(campuses), officer__in_service=True
    )
    for assignment in held.select_related("officer__user").order_by("officer__badge"):
        found[assignment.campus_id].append(assignment)
    return found


def _absences(
    officers: set[int], days: Sequence[date]
) -> Mapping[int, Sequence[Absence]]:
    """By officer; a day more on both sides, whatever the district's time zone."""
    found: dict[int, list[Absence]] = defaultdict(list)
    first = datetime.combine(days[0], time(), UTC) - timedelta(days=1)
    last = datetime.combine(days[-1], time(), UTC) + timedelta(days=2)
    away = Absence.objects.standing().overlapping(first, last)
    for absence in away.filter(officer__in=officers).select_related("officer"):
        found[absence.officer_id].append(absence)
    return found


def _row(campus: Campus, schools: Sequence[School], span: Span) -> Row:
    calendars = [span.calendars[school.pk] for school in schools]
    held = sorted(
        span.assignments.get(campus.pk, []),
        key=lambda assignment: KINDS.index(Assignment.Kind(assignment.kind)),
    )
    return Row(
        campus,
        schools,
        [_cell(on, calendars, _held_on(held, on), span.absences) for on in span.days],
    )


def _held_on(assignments: Sequence[Assignment], on: date) -> list[Assignment]:
    return [assignment for assignment in assignments if assignment.holds_on(on)]


def _cell(
    on: date,
    calendars: Sequence[SchoolCalendar],
    assignments: Sequence[Assignment],
    absences: Mapping[int, Sequence[Absence]],
) -> Cell:
    statuses = [calendar.status(on) for calendar in calendars]
    shown = next((s for s in statuses if s.is_instructional), statuses[0])
    hours = school_hours(calendars, on)
    if hours is None:
        return Cell(on, shown.label, None, [], [])
    covers = [
        _cover(each, absences.get(each.officer_id, ()), hours) for each in assignments
    ]
    gaps = uncovered(hours, [_stretches(cover.absences) for cover in covers])
    return Cell(on, shown.label, hours, covers, gaps)


def _cover(
    assignment: Assignment, absences: Sequence[Absence], hours: Stretch
) -> Cover:
    day = day_of(hours[0])
    touching = [a for a in absences if overlap(day, (a.starts_at, a.ends_at))]
    all_day = uncovered(hours, [_stretches(touching)]) == [hours]
    return Cover(assignment, touching, all_day)


def day_of(moment: datetime) -> Stretch:
    """From midnight to midnight around a moment, by its own clock."""
    on, zone = moment.date(), moment.tzinfo
    return moments_of(on, on, zone)


def _stretches(absences: Sequence[Absence]) -> list[Stretch]:
    return [(absence.starts_at, absence.ends_at) for absence in absences]
