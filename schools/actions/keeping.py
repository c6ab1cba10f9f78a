"""Keeping a school's calendar, bell schedule and rooms in order."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db import models, transaction
from django.utils.timezone import now

from schools import policy
from schools.models import BellSchedule, Period, Place, School, SchoolDay, SpotKind
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import lock, refuse_unseen

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
    seen: str | None = None,
) -> SchoolDay:
    """Say something else about a day that is marked. Raises Stale or RuleBroken."""
    require(policy.can_keep_day(by, day))
    day = lock(day)
    _write(day, seen, kind=kind, label=label, early_release=early_release)
    if day.feed_id:
        day.feed = None  # from now on it is theirs, and follows no calendar
        day.save(update_fields=["feed"])
    record(by, "change", day, kind=kind, on=str(day.on))
    return day


@transaction.atomic
def remove_day(day: SchoolDay, *, by: Actor) -> None:
    """Make it an ordinary day again."""
    require(policy.can_keep_day(by, day))
    day = lock(day)
    record(by, "remove", day, kind=day.kind, on=str(day.on))
    day.delete()


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
    period: Period,
    *,
    by: Actor,
    name: str,
    starts_at: time,
    ends_at: time,
    seen: str | None = None,
) -> Period:
    """Rename or move a period. What is already scheduled keeps its times.

    Raises Stale or RuleBroken.
    """
    require(policy.can_keep(by, period.bell_schedule.school))
    period = lock(period)
    _write(period, seen, name=name, starts_at=starts_at, ends_at=ends_at)
    record(by, "change", period)
    return period


@transaction.atomic
def remove_period(period: Period, *, by: Actor) -> None:
    """Take a period out of the schedule."""
    require(policy.can_keep(by, period.bell_schedule.school))
    period = lock(period)
    record(by, "remove", period)
    period.delete()


@transaction.atomic
def add_place(
    school: School,
    *,
    by: Actor,
    kind: str,
    label: str,
    spot: SpotKind | None = None,
    parent: Place | None = None,
    capacity: int | None = None,
) -> Place:
    """Add a building, room, door, area, or what stands at a spot.

    Raises RuleBroken for a label in use, or a spot of which nobody says what it is.
    """
    require(policy.can_keep_places(by, school))
    with constraints_as_rules(Place):
        place = Place.objects.create(
            school=school,
            kind=kind,
            spot=spot,
            label=label,
            parent=parent,
            capacity=capacity,
        )
    record(by, "add", place)
    return place


@transaction.atomic
def rename_place(
    place: Place,
    *,
    by: Actor,
    label: str,
    capacity: int | None = None,
    seen: str | None = None,
) -> Place:
    """Give a place another label or number of seats. Raises Stale or RuleBroken."""
    require(policy.can_keep_places(by, place.school))
    place = lock(place)
    _write(place, seen, label=label, capacity=capacity)
    record(by, "rename", place)
    return place


@transaction.atomic
def archive_place(place: Place, *, by: Actor) -> Place:
    """Offer a place no longer; records that name it keep it.

    Raises RuleBroken while other places in use lie inside it.
    """
    require(policy.can_keep_places(by, place.school))
    place = lock(place)
    if place.children.filter(archived_at=None).exists():
        raise RuleBroken("Archive the places inside it first.")
    place.archived_at = now()
    place.save(update_fields=["archived_at"])
    record(by, "archive", place)
    return place


def _write(held: models.Model, seen: str | None, **changes: object) -> None:
    """Save these fields of a locked row, if it still says what was seen."""
    refuse_unseen(held, changes, seen)
    for field, value in changes.items():
        setattr(held, field, value)
    with constraints_as_rules(type(held)):
        held.save(update_fields=list(changes))
