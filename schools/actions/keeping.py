"""Keeping a school's calendar, bell schedule and rooms in order."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.timezone import now

from schools import policy
from schools.models import BellSchedule, Period, Place, School, SchoolDay
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require

LAST_WEEKDAY = 5
LONGEST_SPAN = timedelta(days=60)


@transaction.atomic
def add_days(
    school: School,
    *,
    by: Actor,
    first: date,
    last: date,
    kind: str,
    label: str,
    early_release: time | None = None,
    whole_district: bool = False,
) -> int:
    """Mark each weekday from first to last; says how many. All of them or none.

    Raises RuleBroken when a day is already marked so, or the span has no weekday.
    """
    may = policy.can_keep_district if whole_district else policy.can_keep
    require(may(by, school))
    days = [
        SchoolDay(
            district_id=school.district_id,
            school=None if whole_district else school,
            on=on,
            kind=kind,
            label=label,
            early_release=early_release,
        )
        for on in _weekdays(first, last)
    ]
    if not days:
        raise RuleBroken("There is no weekday between these dates.")
    with constraints_as_rules(SchoolDay):
        SchoolDay.objects.bulk_create(days)
    record(by, "add days", school, kind=kind, first=str(first), last=str(last))
    return len(days)


def _weekdays(first: date, last: date) -> Iterator[date]:
    span = min(last - first, LONGEST_SPAN).days
    dates = (first + timedelta(days=n) for n in range(span + 1))
    return (on for on in dates if on.isoweekday() <= LAST_WEEKDAY)


@transaction.atomic
def change_day(
    day: SchoolDay,
    *,
    by: Actor,
    kind: str,
    label: str,
    early_release: time | None = None,
) -> SchoolDay:
    """Say something else about a day that is marked. Raises RuleBroken."""
    day = _locked_day(day)
    require(policy.can_keep_day(by, day))
    day.kind, day.label, day.early_release = kind, label, early_release
    with constraints_as_rules(SchoolDay):
        day.save(update_fields=["kind", "label", "early_release"])
    record(by, "change", day, kind=kind, on=str(day.on))
    return day


@transaction.atomic
def remove_day(day: SchoolDay, *, by: Actor) -> None:
    """Make it an ordinary day again."""
    day = _locked_day(day)
    require(policy.can_keep_day(by, day))
    record(by, "remove", day, kind=day.kind, on=str(day.on))
    day.delete()


def _locked_day(day: SchoolDay) -> SchoolDay:
    rows = SchoolDay.objects.select_for_update(of=("self",)).select_related("school")
    return rows.get(pk=day.pk)


@transaction.atomic
def add_period(
    school: School, *, by: Actor, name: str, starts_at: time, ends_at: time
) -> Period:
    """Add a period to the ordinary schedule, which is made if there is none."""
    require(policy.can_keep(by, school))
    schedule, _ = BellSchedule.objects.get_or_create(
        school=school, is_default=True, defaults={"name": "Regular day"}
    )
    with constraints_as_rules(Period):
        period = Period.objects.create(
            bell_schedule=schedule, name=name, starts_at=starts_at, ends_at=ends_at
        )
    record(by, "add", period)
    return period


@transaction.atomic
def change_period(
    period: Period, *, by: Actor, name: str, starts_at: time, ends_at: time
) -> Period:
    """Rename or move a period. What is already scheduled keeps its times."""
    period = _locked_period(period)
    require(policy.can_keep(by, period.bell_schedule.school))
    period.name, period.starts_at, period.ends_at = name, starts_at, ends_at
    with constraints_as_rules(Period):
        period.save(update_fields=["name", "starts_at", "ends_at"])
    record(by, "change", period)
    return period


@transaction.atomic
def remove_period(period: Period, *, by: Actor) -> None:
    """Take a period out of the schedule."""
    period = _locked_period(period)
    require(policy.can_keep(by, period.bell_schedule.school))
    record(by, "remove", period)
    period.delete()


def _locked_period(period: Period) -> Period:
    rows = Period.objects.select_for_update(of=("self",))
    return rows.select_related("bell_schedule__school").get(pk=period.pk)


@transaction.atomic
def add_place(
    school: School,
    *,
    by: Actor,
    kind: str,
    label: str,
    parent: Place | None = None,
    capacity: int | None = None,
) -> Place:
    """Add a building, room, door or area. Raises RuleBroken for a label in use."""
    require(policy.can_keep(by, school))
    with constraints_as_rules(Place):
        place = Place.objects.create(
            school=school, kind=kind, label=label, parent=parent, capacity=capacity
        )
    record(by, "add", place)
    return place


@transaction.atomic
def rename_place(
    place: Place, *, by: Actor, label: str, capacity: int | None = None
) -> Place:
    """Give a place another label or number of seats."""
    place = _locked_place(place)
    require(policy.can_keep(by, place.school))
    place.label, place.capacity = label, capacity
    with constraints_as_rules(Place):
        place.save(update_fields=["label", "capacity"])
    record(by, "rename", place)
    return place


@transaction.atomic
def archive_place(place: Place, *, by: Actor) -> Place:
    """Offer a place no longer; records that name it keep it.

    Raises RuleBroken while other places in use lie inside it.
    """
    place = _locked_place(place)
    require(policy.can_keep(by, place.school))
    if place.children.filter(archived_at=None).exists():
        raise RuleBroken("Archive the places inside it first.")
    place.archived_at = now()
    place.save(update_fields=["archived_at"])
    record(by, "archive", place)
    return place


def _locked_place(place: Place) -> Place:
    rows = Place.objects.select_for_update(of=("self",)).select_related("school")
    return rows.get(pk=place.pk)
