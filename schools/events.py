"""The pages about school events: which there are, what one says, which verbs fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime, now

from schools import event_policy as policy
from schools.event_states import CANCEL, RESTORE, EventStatus
from schools.models import School, SchoolEvent
from schools.models.events import SchoolEventQuerySet
from schools.models.territory import SchoolQuerySet
from schools.ports import offers_on
from sro_program.core.db import Actor
from sro_program.core.offers import Offer
from sro_program.core.paging import page_behind, reversed_order

SIZE, FIRST = 40, 4
ORDER = ("starts_at", "id")
PAST, CALLED_OFF = "past", "cancelled"
SENTENCES = {
    "add_event": "Added it",
    "change_event": "Changed it",
    "name_kind": "Said of what kind it is",
    "cancel_event": "Called it off",
    "restore_event": "Put it back",
}
HEADER = [
    *("School", "Event", "Kind", "Starts", "Ends", "Whole days", "Where", "State"),
    "From",
]


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list, with what one may do with it at once."""

    event: SchoolEvent
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class EventsPage:
    """A page of events, and behind which the next one begins."""

    lines: Sequence[EventLine]
    after: str


def schools_with_events(user: Actor) -> SchoolQuerySet:
    """Those that one reaches, by name."""
    return School.objects.visible_to(user).open().order_by("name", "pk")


def asked_for(user: Actor, asked: Mapping[str, Any]) -> SchoolEventQuerySet:
    """What the filter says: what comes next on top, or what was last."""
    found = SchoolEvent.objects.visible_to(user)
    when = asked.get("when") or ""
    if when == CALLED_OFF:
        found = found.filter(status=EventStatus.CANCELLED)
    is_past = when == PAST
    found = found.filter(ends_at__lte=now()) if is_past else found.coming()
    if asked.get("school"):
        found = found.filter(school=asked["school"])
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("series"):
        found = found.filter(series=asked["series"])
    return found.order_by(*_order(is_past))


def _order(is_past: bool) -> tuple[str, ...]:
    return reversed_order(ORDER) if is_past else ORDER


def lines_for(user: Actor, events: Sequence[SchoolEvent]) -> list[EventLine]:
    """These events, each with what the apps above offer."""
    offers = offers_on(user, events)
    return [EventLine(event, offers[event.pk]) for event in events]


def next_at(user: Actor, school: School) -> list[EventLine]:
    """What comes next at a school."""
    events = asked_for(user, {"school": school}).planned().for_list()[:FIRST]
    return lines_for(user, list(events))


def page_of(user: Actor, asked: Mapping[str, Any]) -> EventsPage:
    """A page of them, with what is offered for each."""
    rows = asked_for(user, asked).for_list()
    after = asked.get("after")
    seen = SchoolEvent.objects.visible_to(user)
    last = seen.filter(pk=after).first() if after else None
    order = _order(asked.get("when") == PAST)
    events, behind = page_behind(rows, last, order, SIZE)
    return EventsPage(lines_for(user, events), behind)


def rows_of(user: Actor, asked: Mapping[str, Any]) -> Iterator[list[str]]:
    """A line for each, for a sheet, in the time of its district."""
    for one in asked_for(user, asked).for_list().iterator():
        zone = one.school.district.zone
        yield [
            one.school.name,
            one.title,
            one.get_kind_display(),
            f"{localtime(one.starts_at, zone):%Y-%m-%d %H:%M}",
            f"{localtime(one.ends_at, zone):%Y-%m-%d %H:%M}",
            "yes" if one.is_whole_days else "",
            one.where,
            one.get_status_display(),
            "a calendar" if one.feed_id else "by hand",
        ]


def facts_of(event: SchoolEvent) -> list[tuple[str, object]]:
    """What it says."""
    source = "A calendar of the school" if event.feed_id else f"{event.written_by}"
    return [
        ("When", event.when),
        ("Where", event.where),
        ("Kind", event.get_kind_display()),
        ("Added by", source),
    ]


def offers_for(user: Actor, event: SchoolEvent) -> list[Offer]:
    """The verbs that fit the moment; first those of the apps above."""
    offers = offers_on(user, [event])[event.pk]
    if policy.can_change_event(user, event):
        url = _url("change_event", event)
        offers.append(Offer("change_event", "Change", url, False, "secondary"))
        verbs = [(CANCEL, "Call it off"), (RESTORE, "It takes place")]
        offers += [
            Offer(one.verb, label, _url(one.verb, event), True, "secondary")
            for one, label in verbs
            if one.possible(event)
        ]
    elif policy.can_name_kind(user, event):
        url = _url("name_kind", event)
        offers.append(Offer("name_kind", "Say of what kind", url, False, "secondary"))
    return offers


def said_of(event: SchoolEvent) -> dict[str, Any]:
    """What it says now, for the form that changes it."""
    zone = event.school.district.zone
    starts, ends = localtime(event.starts_at, zone), localtime(event.ends_at, zone)
    names = ("title", "kind", "place", "place_text", "version", "is_whole_days")
    return {name: getattr(event, name) for name in names} | {
        "starts_on": starts.date(),
        "ends_on": event.last_day,
        "begins": None if event.is_whole_days else starts.time(),
        "ends": None if event.is_whole_days else ends.time(),
    }


def _url(verb: str, event: SchoolEvent) -> str:
    return reverse(f"schools:{verb}", args=[event.school_id, event.pk])
