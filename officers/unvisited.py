"""Who has not been visited: clubs, teams and kinds without an officer this school year.

Of a school and of what happens there, never of one officer beside another (no rankings
of officers anywhere: product.md). Whether somebody of the unit was there is counted,
not who; an officer's own page differs only in its buttons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils.timezone import get_current_timezone, localdate, now

from officers.attendance_policy import VISITS
from officers.models import EventAttendance
from schools.events import EventLine, lines_for
from schools.models import School, SchoolEvent
from schools.models.territory import SchoolQuerySet
from sro_program.core.db import Actor
from sro_program.core.times import JULY, moments_of, school_year

MOST = 25
"""Series of one school on the page; whoever wants all looks at its events."""
type Counted = Mapping[str, Any]
type Key = tuple[int, str]
type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Series:
    """A club or a team: how often it was, how often visited, and what comes next."""

    name: str
    kind: str
    held: int
    next: EventLine | None


@dataclass(frozen=True, slots=True)
class SchoolVisits:
    """One school: its series without a visit, and the kinds without one."""

    school: School
    series: Sequence[Series]
    more: int
    kinds: Sequence[str]
    known: int


def unvisited_for(user: Actor) -> list[SchoolVisits]:
    """By school, of this school year; what comes soonest on top. Five queries."""
    schools = School.objects.reached_as(user, *VISITS).open().for_list()
    year = _year_of(localdate())
    rows = list(_counted(user, schools, year))
    following = _next(user, [row for row in rows if not row["visits"]])
    return [_of(school, rows, following) for school in schools]


def _year_of(today: date) -> tuple[datetime, datetime]:
    begins = date(school_year(today), JULY, 1)
    ends = date(school_year(today) + 1, JULY - 1, 30)
    return moments_of(begins, ends, get_current_timezone())


def _counted(user: Actor, schools: SchoolQuerySet, year: Span) -> Iterable[Counted]:
    """Each series of a school: how often it was, was visited, and is next."""
    visit = EventAttendance.objects.visible_to(user).attended()
    seen = SchoolEvent.objects.visible_to(user).planned()
    events = seen.filter(
        school__in=schools, starts_at__gte=year[0], starts_at__lt=year[1]
    )
    has_begun = Q(starts_at__lte=now())
    return (
        events.annotate(is_visited=Exists(visit.filter(event=OuterRef("pk"))))
        .order_by()
        .values("school_id", "series", "kind")
        .annotate(
            held=Count("pk", filter=has_begun),
            visits=Count("pk", filter=Q(is_visited=True)),
            next=Min("starts_at", filter=~has_begun),
        )
        .order_by(F("next").asc(nulls_last=True), "series")
    )


def _next(user: Actor, missing: Sequence[Counted]) -> dict[Key, EventLine]:
    """The next event of each of these series, with what is offered for it."""
    found = (
        SchoolEvent.objects.visible_to(user)
        .planned()
        .filter(
            school__in={row["school_id"] for row in missing},
            series__in={row["series"] for row in missing},
            starts_at__in={row["next"] for row in missing if row["next"]},
        )
    )
    lines = lines_for(user, list(found.for_list().order_by("-starts_at", "-id")))
    return {_key(line.event.school_id, line.event.series): line for line in lines}


def _key(school: int, series: str) -> Key:
    return school, series


def _of(
    school: School, rows: Sequence[Counted], following: Mapping[Key, EventLine]
) -> SchoolVisits:
    here = [row for row in rows if row["school_id"] == school.pk]
    missing = [
        Series(
            row["series"].capitalize(),
            str(SchoolEvent.Kind(row["kind"]).label),
            row["held"],
            following.get(_key(school.pk, row["series"])),
        )
        for row in here
        if not row["visits"]
    ]
    been = {row["kind"] for row in here if row["visits"]}
    kinds = [
        str(kind.label)
        for kind in SchoolEvent.Kind
        if kind not in been and any(row["kind"] == kind for row in here)
    ]
    return SchoolVisits(
        school, missing[:MOST], max(len(missing) - MOST, 0), kinds, len(here)
    )
