"""Who serves a school, who is there at a moment, and where that leaves a gap.

A gap is time on an instructional day in which no officer is on a campus; the statute
asks for one on site full time (KRS 158.4414(1), by campus).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from officers.models import Absence, Assignment, Officer
from schools.calendar import SchoolCalendar
from schools.models import Campus, School

type Stretch = tuple[datetime, datetime]

USUAL_HOURS = time(8), time(15)
"""Taken for a school that has not entered its bell times."""


def holding(first: date, last: date) -> QuerySet[Assignment]:
    """Assignments that hold on at least one day between two dates, both included."""
    return Assignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=first), starts_on__lte=last
    )


def officers_serving(school: School, on: date) -> QuerySet[Officer]:
    """Officers in service whose assignment to the school's campus holds that day."""
    held = holding(on, on).filter(campus=school.campus_id)
    return Officer.objects.in_service().filter(pk__in=held.values("officer")).for_list()


def serves(officer: Officer, school: School, on: date) -> bool:
    """Is this one of them?"""
    held = holding(on, on).filter(campus=school.campus_id, officer=officer.pk)
    return officer.in_service and held.exists()


def covering(campus: Campus, at: datetime) -> QuerySet[Officer]:
    """Officers who are on a campus at a moment: assigned, in service and not away."""
    on = at.astimezone(campus.district.zone).date()
    held = holding(on, on).filter(campus=campus)
    away = Absence.objects.standing().at(at).filter(officer=OuterRef("pk"))
    serving = Officer.objects.in_service().filter(pk__in=held.values("officer"))
    return serving.filter(~Exists(away)).for_list()


def schools_of(officer: Officer, first: date, last: date) -> QuerySet[School]:
    """The open schools on the campuses this officer serves in these days."""
    held = holding(first, last).filter(officer=officer)
    schools = School.objects.open().filter(campus__in=held.values("campus"))
    return schools.for_list()


def is_away(officer: Officer, starts_at: datetime, ends_at: datetime) -> bool:
    """Is an absence recorded that touches this stretch of time?"""
    away = Absence.objects.standing().filter(officer=officer)
    return away.overlapping(starts_at, ends_at).exists()


def overlap(one: Stretch, other: Stretch) -> Stretch | None:
    """The time that two half-open stretches share."""
    shared = max(one[0], other[0]), min(one[1], other[1])
    return shared if shared[0] < shared[1] else None


def uncovered(hours: Stretch, absent: Iterable[Sequence[Stretch]]) -> list[Stretch]:
    """When all of these officers are away at once; all hours if there is no officer.

    `absent` holds one sequence per officer, empty for one who is there all day.
    """
    gaps = [hours]
    for away in absent:
        gaps = [both for gap in gaps for one in away if (both := overlap(gap, one))]
    return gaps


def school_hours(calendars: Sequence[SchoolCalendar], on: date) -> Stretch | None:
    """From the first bell to the last of these schools; None without school."""
    in_school = [each for each in calendars if each.is_instructional(on)]
    stretches = [_hours(calendar, on) for calendar in in_school]
    if not stretches:
        return None
    return min(start for start, _ in stretches), max(end for _, end in stretches)


def _hours(calendar: SchoolCalendar, on: date) -> Stretch:
    if periods := calendar.periods_on(on):
        return periods[0].starts_at, max(period.ends_at for period in periods)
    begins, ends = USUAL_HOURS
    released = calendar.status(on).released_at or ends
    return (
        datetime.combine(on, begins, calendar.zone),
        datetime.combine(on, min(ends, released), calendar.zone),
    )
