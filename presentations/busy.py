"""When an officer, a room or a school is taken: times only, never what or who.

A teacher may not read the requests of others, and still has to see that the time is
taken. So these rows are read as the clock, and only times and kinds leave this file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Q

from officers.models import Absence, Officer
from presentations.models import AdviceSlot, Presentation
from presentations.states import BOOKED, Status
from schools.models import School
from sro_program.core.db import acting_as_clock

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
    officer_id = officer.pk if officer else None
    with acting_as_clock():
        return [
            *_talks(school.pk, officer_id, first, last, leave_out),
            *(_away(officer_id, first, last) if officer_id else []),
            *(_advice(officer_id, first, last, leave_out) if officer_id else []),
        ]


def _talks(
    school_id: int,
    officer_id: int | None,
    first: datetime,
    last: datetime,
    leave_out: Iterable[UUID],
) -> list[Busy]:
    near = Presentation.objects.filter(
        Q(school=school_id) | Q(officer=officer_id, officer__isnull=False),
        status__in=TAKES_TIME,
        starts_at__range=(first - LONGEST, last),
        ends_at__gt=first,
    ).exclude(pk__in=list(leave_out))
    return [
        Busy(
            talk.starts_at,
            talk.ends_at,
            Why.BOOKED if talk.status in BOOKED else Why.ASKED,
            is_officers=talk.officer_id is not None and talk.officer_id == officer_id,
            is_schools=talk.school_id == school_id,
            place_id=talk.place_id,
        )
        for talk in near
    ]


def _away(officer_id: int, first: datetime, last: datetime) -> list[Busy]:
    absences = Absence.objects.standing().filter(officer=officer_id)
    times = absences.overlapping(first, last).values_list("starts_at", "ends_at")
    return [Busy(start, end, Why.AWAY) for start, end in times]


def _advice(
    officer_id: int, first: datetime, last: datetime, leave_out: Iterable[UUID]
) -> list[Busy]:
    kept = AdviceSlot.objects.filter(
        officer=officer_id, starts_at__lt=last, ends_at__gt=first
    ).exclude(presentation__in=list(leave_out))
    times = kept.values_list("starts_at", "ends_at")
    return [Busy(start, end, Why.ADVICE) for start, end in times]
