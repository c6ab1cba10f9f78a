"""Which grades heard which topic this school year, and where the gaps are.

Counts only, never names; talks that are scheduled or given count (domain.md §3.3).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from presentations.library import BANDS, Band, band_of
from presentations.models import Presentation, Topic
from presentations.states import BOOKED, Status
from schools.grades import grade_name
from schools.models import District, School, SchoolYear
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if
from sro_program.core.times import moments_of, school_year

SCHOOLS_ON_A_PAGE = 50
NOT_GIVEN = -2
"""Stands for talks whose grade nobody wrote down."""
ADULTS = 99
SEES_COUNTS = frozenset(set(Role) - {Role.TEACHER})
NOT_FOR_TEACHERS = (
    "Teachers see their own requests only. The coverage map is for principals, "
    "counselors, officers, the school district and the sheriff's office."
)


def can_see(user: Actor) -> Verdict:
    """May they open the coverage map?"""
    return allow_if(bool(roles_of(user) & SEES_COUNTS), NOT_FOR_TEACHERS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic in one grade."""

    grade: int
    label: str
    given: int
    planned: int
    is_meant: bool

    @property
    def is_gap(self) -> bool:
        return self.is_meant and not (self.given or self.planned)

    @property
    def text(self) -> str:
        """What the cell says; never by colour alone."""
        parts = [(self.given, "given"), (self.planned, "planned")]
        return ", ".join(f"{number} {word}" for number, word in parts if number)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic across the grades of a school."""

    topic: Topic
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class BandRows:
    """The topics of one grade band."""

    band: Band
    rows: list[TopicRow]


@dataclass(frozen=True, slots=True)
class SchoolMap:
    """One school's map of this school year."""

    school: School
    first: date
    last: date
    columns: list[tuple[int, str]]
    bands: list[BandRows]

    @property
    def gaps(self) -> int:
        return sum(
            cell.is_gap
            for band in self.bands
            for row in band.rows
            for cell in row.cells
        )


@dataclass(frozen=True, slots=True)
class SchoolSummary:
    """One school in one line."""

    school: School
    covered: int
    meant: int
    given: int
    planned: int

    @property
    def missing(self) -> int:
        return self.meant - self.covered


type Tally = Counter[tuple[int, int, str]]
"""How many, by topic, grade and state."""


def map_of(user: Actor, school: School) -> SchoolMap:
    """The map of one school; three queries, whatever its size."""
    first, last = years_of([school])[school.district_id]
    tally = Counter[tuple[int, int, str]]()
    rows = _counted(user, [school], "topic", "grades", "status")
    for topic, grades, status, number in rows:
        for grade in grades or [NOT_GIVEN]:
            tally[topic, grade, status] += number
    heard = {topic for topic, _, _ in tally}
    topics = [t for t in Topic.objects.for_list() if fits(t, school) or t.pk in heard]
    return SchoolMap(
        school, first, last, columns_for(school, tally), by_band(topics, school, tally)
    )


def fits(topic: Topic, school: School) -> bool:
    """It can be asked for, and this school has somebody it is meant for."""
    overlaps = (
        topic.grade_low <= school.grade_high and topic.grade_high >= school.grade_low
    )
    return topic.is_active and (topic.for_adults or overlaps)


def columns_for(school: School, tally: Tally) -> list[tuple[int, str]]:
    """The school's grades, adults, and, only where needed, talks without a grade."""
    grades = range(school.grade_low, school.grade_high + 1)
    columns = [(grade, grade_name(grade)) for grade in grades]
    columns.append((ADULTS, "Adults"))
    if any(grade == NOT_GIVEN for _, grade, _ in tally):
        columns.append((NOT_GIVEN, "Not noted"))
    return columns


def by_band(topics: Iterable[Topic], school: School, tally: Tally) -> list[BandRows]:
    columns = columns_for(school, tally)
    rows = defaultdict(list)
    for topic in topics:
        cells = [cell_of(topic, grade, label, tally) for grade, label in columns]
        rows[band_of(topic).key].append(TopicRow(topic, cells))
    return [BandRows(band, rows[band.key]) for band in BANDS if band.key in rows]


def cell_of(topic: Topic, grade: int, label: str, tally: Tally) -> Cell:
    if topic.for_adults:
        is_meant, grades = grade == ADULTS, _grades_counted_as_adults(topic, tally)
        counted = grades if is_meant else []
    else:
        is_meant = topic.is_active and topic.grade_low <= grade <= topic.grade_high
        counted = [grade]
    given = sum(tally[topic.pk, one, Status.DELIVERED] for one in counted)
    planned = sum(tally[topic.pk, one, Status.SCHEDULED] for one in counted)
    return Cell(grade, label, given, planned, is_meant)


def _grades_counted_as_adults(topic: Topic, tally: Tally) -> list[int]:
    return list({grade for key, grade, _ in tally if key == topic.pk})


# All schools at once


def summaries(user: Actor, schools: Sequence[School]) -> list[SchoolSummary]:
    """One line for each of these schools; three queries for all of them."""
    topics = list(Topic.objects.active())
    heard: dict[int, set[int]] = defaultdict(set)
    numbers: Counter[tuple[int, str]] = Counter()
    for school, topic, status, number in _counted(
        user, schools, "school", "topic", "status"
    ):
        heard[school].add(topic)
        numbers[school, status] += number
    return [summary_of(school, topics, heard[school.pk], numbers) for school in schools]


def summary_of(
    school: School,
    topics: Iterable[Topic],
    heard: set[int],
    numbers: Counter[tuple[int, str]],
) -> SchoolSummary:
    meant = {topic.pk for topic in topics if fits(topic, school)}
    return SchoolSummary(
        school,
        covered=len(meant & heard),
        meant=len(meant),
        given=numbers[school.pk, Status.DELIVERED],
        planned=numbers[school.pk, Status.SCHEDULED],
    )


def schools_after(schools: SchoolQuerySet, place: int | None) -> list[School]:
    """The next schools by id, one more than a page holds."""
    rows = schools.open().select_related("district").order_by("pk")
    if place:
        rows = rows.filter(pk__gt=place)
    return list(rows[: SCHOOLS_ON_A_PAGE + 1])


def years_of(schools: Iterable[School]) -> dict[int, tuple[date, date]]:
    """For each district its present school year; July to June where none is set."""
    today = localdate()
    districts = {school.district_id for school in schools}
    begun = school_year(today)
    found = dict.fromkeys(districts, (date(begun, 7, 1), date(begun + 1, 6, 30)))
    years = SchoolYear.objects.filter(
        district__in=districts, starts_on__lte=today, ends_on__gte=today
    )
    found.update((y.district_id, (y.starts_on, y.ends_on)) for y in years)
    return found


def _counted(user: Actor, schools: Sequence[School], *by: str) -> Iterable[Any]:
    """Booked talks of the schools' present years: these columns, and how many."""
    rows = Presentation.objects.visible_to(user).filter(status__in=BOOKED)
    within = reduce(or_, _within(schools), Q(pk__in=[]))
    counted = rows.filter(within).order_by().values_list(*by)
    return counted.annotate(number=Count("pk"))


def _within(schools: Sequence[School]) -> Iterator[Q]:
    """Each district's schools in its own year, by its own clock."""
    by_district: dict[District, list[int]] = defaultdict(list)
    for school in schools:
        by_district[school.district].append(school.pk)
    years = years_of(schools)
    for district, keys in by_district.items():
        first, last = years[district.pk]
        begins, ends = moments_of(first, last, district.zone)
        yield Q(school__in=keys, starts_at__gte=begins, starts_at__lt=ends)
