"""School events written by hand: added, said otherwise, called off, put back."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from schools import event_policy as policy
from schools.event_states import CANCEL, RESTORE
from schools.models import Place, School, SchoolEvent
from schools.models.events import series_of
from schools.ports import tell_of_events
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import lock, move, write

NOT_A_PLACE = "This room is of another school. Choose one of this school, or none."


class Said(TypedDict):
    """What an event says: what, when, where. No name of a child."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    is_whole_days: bool
    place: Place | None
    place_text: str


@transaction.atomic
def add_event(
    school: School, *, by: Actor, record_id: UUID, **said: Unpack[Said]
) -> SchoolEvent:
    """Add what a school has ahead, or had; sent twice, it is one.

    Raises NotAllowed, or RuleBroken for an end before the start, a day of another
    century, and a room of another school.
    """
    require(policy.can_write(by, school))
    if kept := SchoolEvent.objects.filter(pk=record_id, school=school).first():
        return kept
    _refuse_nonsense(school, said)
    event = SchoolEvent(
        id=record_id,
        school=school,
        series=series_of(said["title"]),
        written_by_id=by.pk,
        **said,
    )
    with constraints_as_rules(SchoolEvent):
        event.save(force_insert=True)
    record(by, "add_event", event)
    return event


@transaction.atomic
def change_event(
    event: SchoolEvent, *, by: Actor, version: int | None = None, **said: Unpack[Said]
) -> SchoolEvent:
    """Say it otherwise; what officers logged of it follows.

    Raises NotAllowed, also for one that follows a feed, Stale, or RuleBroken.
    """
    require(policy.can_change_event(by, event))
    event = lock(event, version=version)
    _refuse_nonsense(event.school, said)
    write(event, series=series_of(said["title"]), **said)
    record(by, "change_event", event)
    tell_of_events([event], by)
    return event


@transaction.atomic
def name_kind(
    event: SchoolEvent, *, by: Actor, kind: str, version: int | None = None
) -> SchoolEvent:
    """Say of what kind it is; a feed guesses that once and never again.

    Raises NotAllowed or Stale.
    """
    require(policy.can_name_kind(by, event))
    event = lock(event, version=version)
    write(event, kind=kind)
    record(by, "name_kind", event, kind=kind)
    tell_of_events([event], by)
    return event


@transaction.atomic
def cancel_event(
    event: SchoolEvent, *, by: Actor, version: int | None = None
) -> SchoolEvent:
    """Call it off; it stays in the list, and nobody plans to come any longer.

    Raises NotAllowed, Stale or WrongState.
    """
    require(policy.can_change_event(by, event))
    event = lock(event, version=version)
    move(event, CANCEL, by=by)
    tell_of_events([event], by)
    return event


@transaction.atomic
def restore_event(
    event: SchoolEvent, *, by: Actor, version: int | None = None
) -> SchoolEvent:
    """It takes place after all. Raises NotAllowed, Stale or WrongState."""
    require(policy.can_change_event(by, event))
    event = lock(event, version=version)
    move(event, RESTORE, by=by)
    tell_of_events([event], by)
    return event


def _refuse_nonsense(school: School, said: Said) -> None:
    place = said["place"]
    if place and place.school_id != school.pk:
        raise RuleBroken(NOT_A_PLACE)
