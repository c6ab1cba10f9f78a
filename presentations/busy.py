"""When an officer, a room or a school is taken: times only, never what or who.

A teacher may not read the requests of others, and still has to see that the time is
taken. So these rows are read as the clock, and only times and kinds leave this file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Q, Value, When

from officers.models import Absence, Officer
from presentations.models import AdviceSlot, Presentation
from presentations.states import BOOKED, Status
from schools.models import School
from sro_program.core.db import briefly_as_clock

LONGEST = timedelta(hours=8)
"""No talk takes longer; so one that began earlier than this is over."""
TAKES_TIME = [*BOOKED, Status.REQUESTED, Status.CHANGES_REQUESTED]


class Why(models.TextChoices):
    """What takes the time."""

    BOOKED = "booked", "Booked"
    ASKED = "asked", "Asked for"
    AWAY = "away", "Officer away"
    ADVICE = "advice", "Kept for advice"


@dataclass(frozen=True, slots=True)
class Busy:
    """A half-open stretch of time that is taken, and for whom."""

    starts_at: datetime
    ends_at: datetime
    why: Why
    is_officers: bool = True
    is_schools: bool = False
    place_id: int | None = None

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and self.ends_at > starts_at


def busy_times(
    school: School,
    officer: Officer | None,
    first: datetime,
    last: datetime,
    *,
    leave_out: Iterable[UUID] = (),
) -> list[Busy]:
    """What is taken between two moments, for the officer or at the school."""
    stretch = Stretch(school.pk, officer.pk if officer else None, first, last)
    rows = _talks(stretch, leave_out)
    if officer:
        others = _away(stretch), _advice(stretch, leave_out)
        rows = rows.union(*others, all=True).order_by()
    with briefly_as_clock():
        return [Busy(start, end, Why(why), *rest) for start, end, why, *rest in rows]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Between which moments, and for whom, one asks what is taken."""

    school_id: int
    officer_id: int | None
    first: datetime
    last: datetime


type Rows = models.QuerySet[Any, tuple[Any, ...]]
YES, NO = Value(True), Value(False)
NOWHERE = Value(None, models.BigIntegerField())


def _columns(rows: models.QuerySet[Any], why: Any, *rest: Any) -> Rows:  # noqa: ANN401  # expressions
    """As `Busy` has them; ordered by nothing, so that they can be put together."""
    return rows.order_by().values_list("starts_at", "ends_at", why, *rest)


def _talks(stretch: Stretch, leave_out: Iterable[UUID]) -> Rows:
    near = Presentation.objects.filter(
        Q(school=stretch.school_id)
        | Q(officer=stretch.officer_id, officer__isnull=False),
        status__in=TAKES_TIME,
        starts_at__range=(stretch.first - LONGEST, stretch.last),
        ends_at__gt=stretch.first,
    ).exclude(pk__in=list(leave_out))
    return _columns(
        near,
        _if(Q(status__in=BOOKED), Value(Why.BOOKED), Value(Why.ASKED)),
        _if(Q(officer=stretch.officer_id, officer__isnull=False), YES, NO),
        _if(Q(school=stretch.school_id), YES, NO),
        "place_id",
    )


def _away(stretch: Stretch) -> Rows:
    absences = Absence.objects.standing().filter(officer=stretch.officer_id)
    taken = absences.overlapping(stretch.first, stretch.last)
    return _columns(taken, Value(Why.AWAY), YES, NO, NOWHERE)


def _advice(stretch: Stretch, leave_out: Iterable[UUID]) -> Rows:
    kept = AdviceSlot.objects.filter(
        officer=stretch.officer_id,
        starts_at__lt=stretch.last,
        ends_at__gt=stretch.first,
    ).exclude(presentation__in=list(leave_out))
    return _columns(kept, Value(Why.ADVICE), YES, NO, NOWHERE)


def _if(condition: Q, then: Value, otherwise: Value) -> Case:
    return Case(When(condition, then=then), default=otherwise)
