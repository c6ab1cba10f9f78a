"""What a school day is: instructional days, and periods as points in time.

A day is instructional when it lies in a school year of the district, is no Saturday
or Sunday, and neither the district nor the school has marked it closed. An early
release cuts the periods after it. All times are wall-clock times of the district.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from schools.models import Period, School, SchoolDay, SchoolYear

SATURDAY = 5
A_DAY = timedelta(days=1)
SEARCH_BEYOND = timedelta(days=420)  # a summer, and the year after it
IN_ORDER_OF_WEIGHT = [
    SchoolDay.Kind.CLOSED,
    SchoolDay.Kind.EARLY_RELEASE,
    SchoolDay.Kind.TESTING,
    SchoolDay.Kind.SPECIAL,
]


class DayKind(models.TextChoices):
    """What a date is at a school, the heaviest fact first."""

    WEEKEND = "weekend", "Weekend"
    NO_YEAR = "no_year", "Outside the school year"
    CLOSED = "closed", "Closed"
    EARLY_RELEASE = "early_release", "Early release"
    TESTING = "testing", "Testing window"
    SPECIAL = "special", "Special day"
    ORDINARY = "ordinary", "School day"


NOT_INSTRUCTIONAL = {DayKind.WEEKEND, DayKind.NO_YEAR, DayKind.CLOSED}


@dataclass(frozen=True, slots=True)
class DayStatus:
    """One date at one school, in words and as facts."""

    on: date
    kind: DayKind
    label: str
    released_at: time | None = None

    @property
    def is_instructional(self) -> bool:
        return self.kind not in NOT_INSTRUCTIONAL

    @property
    def is_exception(self) -> bool:
        """Someone marked this day; it is no plain school day or weekend."""
        return self.kind.value in SchoolDay.Kind.values


@dataclass(frozen=True, slots=True)
class PeriodOnDate:
    """A period on one date, as two points in time."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The days of one school between two dates, held in memory: ask it anything.

    Load it once for a page or a batch; no method asks the database again. Dates
    beyond the loaded span count as outside any school year.
    """

    zone: ZoneInfo
    first: date
    last: date
    years: Sequence[SchoolYear]
    marks: Mapping[date, Sequence[SchoolDay]]
    periods: Sequence[Period]

    @classmethod
    def load(cls, school: School, first: date, last: date) -> "SchoolCalendar":
        """Three queries, and one for the district if it is not at hand."""
        return cls.load_many([school], first, last)[school.pk]

    @classmethod
    def load_many(
        cls, schools: Iterable[School], first: date, last: date
    ) -> "dict[int, SchoolCalendar]":
        """The calendars of several schools in three queries, by school id.

        Give it schools with their district selected.
        """
        schools = list(schools)
        years = _years_by_district(schools, first, last)
        marks = _marks_by_district(schools, first, last)
        periods = _periods_by_school(schools)
        return {
            school.pk: cls(
                school.district.zone,
                first,
                last,
                years[school.district_id],
                _marks_of(school, marks[school.district_id]),
                periods[school.pk],
            )
            for school in schools
        }

    def status(self, on: date) -> DayStatus:
        """What this date is, with the words someone gave it."""
        if on.weekday() >= SATURDAY:
            return DayStatus(on, DayKind.WEEKEND, DayKind.WEEKEND.label)
        if not self._in_a_year(on):
            return DayStatus(on, DayKind.NO_YEAR, DayKind.NO_YEAR.label)
        marks = self.marks.get(on, ())
        if not marks:
            return DayStatus(on, DayKind.ORDINARY, DayKind.ORDINARY.label)
        return _marked(on, marks)

    def _in_a_year(self, on: date) -> bool:
        known = self.first <= on <= self.last
        return known and any(
            year.starts_on <= on <= year.ends_on for year in self.years
        )

    def is_instructional(self, on: date) -> bool:
        """Is there school on this date?"""
        return self.status(on).is_instructional

    def days(self) -> Iterator[DayStatus]:
        """Every date of the loaded span with its status."""
        return map(self.status, _dates(self.first, self.last))

    def instructional_days(self, first: date, last: date) -> list[date]:
        """The dates with school between two dates, both included."""
        return [on for on in _dates(first, last) if self.is_instructional(on)]

    def add_school_days(self, start: date, n: int) -> date | None:
        """The n-th school day after a date; with 0, the date itself or the next.

        None when the loaded span holds too few.
        """
        first = start if n == 0 else start + A_DAY
        coming = self.instructional_days(first, self.last)
        return coming[max(n, 1) - 1] if len(coming) >= max(n, 1) else None

    def periods_on(self, on: date) -> list[PeriodOnDate]:
        """The periods of a date in the district's time; none without school."""
        status = self.status(on)
        if not status.is_instructional:
            return []
        cut = status.released_at or time.max
        return [
            PeriodOnDate(
                period.name,
                datetime.combine(on, period.starts_at, self.zone),
                datetime.combine(on, min(period.ends_at, cut), self.zone),
            )
            for period in self.periods
            if period.starts_at < cut
        ]


def is_instructional(school: School, on: date) -> bool:
    """Is there school at this school on this date?"""
    return SchoolCalendar.load(school, on, on).is_instructional(on)


def instructional_days(school: School, first: date, last: date) -> list[date]:
    """The dates with school between two dates, both included."""
    return SchoolCalendar.load(school, first, last).instructional_days(first, last)


def add_school_days(school: School, start: date, n: int) -> date | None:
    """The n-th school day after a date; None when no such day is known yet."""
    last = start + timedelta(days=2 * n) + SEARCH_BEYOND
    return SchoolCalendar.load(school, start, last).add_school_days(start, n)


def day_status(school: School, on: date) -> DayStatus:
    """What this date is at this school."""
    return SchoolCalendar.load(school, on, on).status(on)


def periods_on(school: School, on: date) -> list[PeriodOnDate]:
    """The periods of a date as points in time, early release taken into account."""
    return SchoolCalendar.load(school, on, on).periods_on(on)


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _marked(on: date, marks: Sequence[SchoolDay]) -> DayStatus:
    marks = sorted(marks, key=lambda mark: IN_ORDER_OF_WEIGHT.index(mark.kind))  # type: ignore[arg-type]  # a str that equals a Kind
    heaviest = marks[0]
    releases = [mark.early_release for mark in marks if mark.early_release]
    return DayStatus(
        on,
        DayKind(heaviest.kind),
        "; ".join(dict.fromkeys(mark.label for mark in marks)),
        min(releases, default=None),
    )


def _years_by_district(
    schools: Sequence[School], first: date, last: date
) -> Mapping[int, list[SchoolYear]]:
    found: dict[int, list[SchoolYear]] = defaultdict(list)
    districts = {school.district_id for school in schools}
    for year in SchoolYear.objects.filter(
        district__in=districts, starts_on__lte=last, ends_on__gte=first
    ):
        found[year.district_id].append(year)
    return found


def _marks_by_district(
    schools: Sequence[School], first: date, last: date
) -> Mapping[int, list[SchoolDay]]:
    found: dict[int, list[SchoolDay]] = defaultdict(list)
    for day in SchoolDay.objects.between(first, last).filter(
        Q(school=None) | Q(school__in=schools),
        district__in={school.district_id for school in schools},
    ):
        found[day.district_id].append(day)
    return found


def _marks_of(
    school: School, days: Iterable[SchoolDay]
) -> Mapping[date, Sequence[SchoolDay]]:
    found: dict[date, list[SchoolDay]] = defaultdict(list)
    for day in days:
        if day.school_id in {None, school.pk}:
            found[day.on].append(day)
    return dict(found)


def _periods_by_school(schools: Sequence[School]) -> Mapping[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for period in Period.objects.filter(
        bell_schedule__school__in=schools, bell_schedule__is_default=True
    ).select_related("bell_schedule"):
        found[period.bell_schedule.school_id].append(period)
    return found
