"""Today's school events of an officer, each with the one tap that it takes now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    OuterRef,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from officers.attendance_states import AttendanceStatus
from officers.models import EventAttendance
from schools.models import School, SchoolEvent
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.times import A_DAY, clock, from_to
from sro_program.overview.calendar_item import midnight
from sro_program.overview.home.rows import Found, Rows

EVENTS = "school_event"
MOST = 8


@dataclass(frozen=True, slots=True)
class EventToday:
    """One of today, as a line with its button."""

    title: str
    school: str
    starts_at: datetime
    ends_at: datetime
    key: str
    status: str

    @property
    def when(self) -> str:
        """As much of it as is of today."""
        begins, ends = localtime(self.starts_at), localtime(self.ends_at)
        today = midnight(localdate())
        if begins <= today and ends >= today + A_DAY:
            return "All day"
        if begins < today:
            return f"until {clock(ends)}"
        goes_on = ends > today + A_DAY
        return f"from {clock(begins)}" if goes_on else from_to(begins, ends)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()

    @property
    def label(self) -> str:
        """What the button says, as in the list of events."""
        if not self.has_begun:
            return "I mean to come"
        return "I was there" if self.is_over else "I am here"

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= now()

    @property
    def is_attended(self) -> bool:
        return self.status == AttendanceStatus.ATTENDED

    @property
    def is_planned(self) -> bool:
        return self.status == AttendanceStatus.PLANNED

    @property
    def tap(self) -> str:
        """What the button does now."""
        verb = "attend_event" if self.has_begun else "plan_event"
        return reverse(f"officers:{verb}", args=[self.key])


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """Today's events at the schools that this officer serves; what they said of it
    comes along as its state, and the key of its school as the person."""
    if Role.OFFICER not in roles:
        return []
    begins = midnight(localdate())
    served = School.objects.reached_as(user, Role.OFFICER)
    events = (
        SchoolEvent.objects.visible_to(user)
        .planned()
        .filter(school__in=served, starts_at__lt=begins + A_DAY, ends_at__gt=begins)
    )
    own = EventAttendance.objects.of(user).filter(event=OuterRef("pk"))
    return [
        events.order_by("starts_at", "id").values_list(
            Value(EVENTS, CharField()),
            Cast("pk", CharField()),
            "title",
            "school__name",
            "starts_at",
            "ends_at",
            Coalesce(Subquery(own.values("status")[:1]), Value("", CharField())),
            Cast("school_id", CharField()),
            Cast("starts_at", DateTimeField()),
            Window(Count("pk")),
        )[:MOST]
    ]


def today_in(found: Mapping[str, Sequence[Found]]) -> list[EventToday]:
    """What was found, as lines."""
    return [
        EventToday(
            row.title, row.school, row.starts_at, row.ends_at, row.pk, row.status
        )
        for row in found.get(EVENTS, [])
    ]
