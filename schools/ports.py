"""Where upper apps join in (architecture.md §3.5, way 3)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Model

from schools.models import Drill, School, SchoolEvent
from sro_program.core.db import Actor
from sro_program.core.offers import Offer

on_drill: list[Callable[[Drill, Actor], None]] = []
"""Called in the transaction that records, corrects or takes out a drill that was held:
who was there has it in their log. Filled by `AppConfig.ready` of the apps above."""

on_events: list[Callable[[Sequence[SchoolEvent], Actor], None]] = []
"""Called in the transaction that moves, renames, cancels or restores events, with what
they say now: whoever attended has them in their log."""

beside_events: list[Callable[[Actor], Sequence[Offer]]] = []
"""Pages of the apps above that stand beside the list of events, for this person."""

type EventOffers = Mapping[UUID, Sequence[Offer]]

event_offers: list[Callable[[Actor, Sequence[SchoolEvent]], EventOffers]] = []
"""What the apps above offer this person to do with each of these events, by key."""


def tell_of_drill(drill: Drill, by: Actor) -> None:
    """Let everybody above know what the drill says now."""
    for told in on_drill:
        told(drill, by)


def tell_of_events(events: Sequence[SchoolEvent], by: Actor) -> None:
    """Let everybody above know what the events say now."""
    for told in on_events:
        told(events, by)


def pages_beside_events(user: Actor) -> list[Offer]:
    """Where else this person can look from the list of events."""
    return [page for ask in beside_events for page in ask(user)]


def offers_on(user: Actor, events: Sequence[SchoolEvent]) -> dict[UUID, list[Offer]]:
    """What is offered from above for each of these events."""
    found: dict[UUID, list[Offer]] = {event.pk: [] for event in events}
    for ask in event_offers:
        for key, offers in ask(user, events).items():
            found[key] += offers
    return found


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of what is on a campus today; `url` leads to it, where it has a page."""

    text: str
    when: str = ""
    url: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class OnCampus:
    """What one wing knows of a campus on a day, as far as the asker may read it."""

    title: str
    lines: Sequence[Happening]
    otherwise: str


on_campus: list[Callable[[Actor, School, date], OnCampus]] = []
"""Asked for the page of a school and its hand-over, in the order of the apps; each
takes a constant few queries. Filled by `AppConfig.ready` of the apps above."""


@dataclass(frozen=True, slots=True)
class ClauseScreen:
    """Where the programme does what a clause on this subject says."""

    subject: str
    label: str
    route: str


clause_screens: list[ClauseScreen] = []
"""Shown beside the clauses when an agreement is reviewed (domain.md §3.10). Filled by
`AppConfig.ready` of each app; routes are names that take no argument."""


@dataclass(frozen=True, slots=True)
class NamesPerson:
    """A column that names a person: when two entries are merged, it follows."""

    model: type[Model]
    field: str


names_person: list[NamesPerson] = []
"""Filled by `AppConfig.ready` of the apps above. Not the register of disclosures, which
nobody changes: it goes on naming the entry that it named."""
