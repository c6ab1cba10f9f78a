"""What an officer can do with the events of a list, and which are theirs."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import UUIDField, Value
from django.urls import reverse
from django.utils.timezone import now

from officers.actions.lines import OLDEST
from officers.attendance_policy import can_read_unvisited
from officers.attendance_states import AttendanceStatus
from officers.models import EventAttendance
from schools.models import School, SchoolEvent
from sro_program.accounts.models import Role
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.offers import Offer

PLANNED, ATTENDED = AttendanceStatus.PLANNED, AttendanceStatus.ATTENDED


class Part(NamedTuple):
    """This officer's part in an event; or, without one, a school they serve."""

    school_id: int
    event_id: UUID | None
    pk: UUID | None
    status: str
    minutes: int


def offers_on_events(
    user: Actor, events: Sequence[SchoolEvent]
) -> Mapping[UUID, Sequence[Offer]]:
    """One tap for each event of a school that this officer serves; one query."""
    if not events:
        return {}
    schools = School.objects.reached_as(user, Role.OFFICER)
    schools = schools.filter(pk__in={event.school_id for event in events})
    nothing = Value(None, UUIDField()), Value(None, UUIDField()), Value(""), Value(0)
    own = EventAttendance.objects.of(user).filter(event__in=events).order_by()
    both = schools.order_by().values_list("pk", *nothing)
    both = both.union(own.values_list(*Part._fields), all=True).order_by()
    rows = [Part._make(row) for row in both]
    served = {row.school_id for row in rows if row.event_id is None}
    mine = {row.event_id: row for row in rows}
    return {
        event.pk: _offers(event, mine.get(event.pk))
        for event in events
        if event.school_id in served
    }


def with_event(part: EventAttendance) -> EventAttendance:
    """One's own part with its event, also at a school that one has left since.

    Whose relief has ended reads no more of the school than what they logged there.
    """
    rows = EventAttendance.objects.select_related(*EventAttendance.locked_with)
    with briefly_as_clock():
        return rows.get(pk=part.pk)


def pages_beside_events(user: Actor) -> Sequence[Offer]:
    """What has not been visited, for whoever may read that."""
    if not can_read_unvisited(user):
        return []
    url = reverse("officers:unvisited")
    return [Offer("unvisited", "Events not visited yet", url, False, "secondary")]


def _offers(event: SchoolEvent, mine: Part | None) -> list[Offer]:
    is_mine = mine and mine.status in {PLANNED, ATTENDED}
    offers = [_own(mine)] if mine and is_mine else []
    if event.is_cancelled or (mine and mine.status == ATTENDED):
        return offers
    if event.has_begun and event.ends_at > now() - OLDEST:
        label = "I was there" if event.is_over else "I am here"
        url = reverse("officers:attend_event", args=[event.pk])
        return [*offers, Offer("attend_event", label, url, True, "primary")]
    if not event.has_begun and not offers:
        url = reverse("officers:plan_event", args=[event.pk])
        return [Offer("plan_event", "I mean to come", url, True, "secondary")]
    return offers


def _own(mine: Part) -> Offer:
    """What this officer has said, as a link to where it is taken back."""
    label = "You mean to come"
    if mine.status == ATTENDED:
        label = f"You were there, {mine.minutes} min"
    url = reverse("officers:attendance", args=[mine.pk])
    return Offer("attendance", label, url, False, "secondary")
