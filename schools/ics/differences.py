"""What a calendar says, beside what is known of it: what would change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate, now

from schools.event_states import EventStatus
from schools.ics.found import Found
from schools.ics.run import Said
from schools.ics.sorting import Mark, Sorter
from schools.models import SchoolDay, SchoolEvent, SchoolFeed
from schools.models.events import series_of

type Changes = Mapping[str, Any]

FEW = 2


@dataclass(slots=True)
class Differences:
    """By what becomes of them. A changed one keeps its kind; a keeper may have said."""

    new: list[Found] = field(default_factory=list)
    changed: list[tuple[SchoolEvent, Changes]] = field(default_factory=list)
    restored: list[tuple[SchoolEvent, Changes]] = field(default_factory=list)
    cancelled: list[SchoolEvent] = field(default_factory=list)
    marked: list[Mark] = field(default_factory=list)
    remarked: list[tuple[SchoolDay, Mark]] = field(default_factory=list)
    unmarked: list[SchoolDay] = field(default_factory=list)
    missing: int = 0
    ahead: int = 0

    @property
    def takes_most_away(self) -> bool:
        """It no longer tells of most of what lay ahead: more likely a mistake of who
        wrote it, such as an empty calendar, than the end of so much."""
        gone = self.missing + len(self.unmarked)
        return gone > self.ahead and (gone > FEW or not self.ahead)

    @property
    def count(self) -> int:
        """How much would change."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed) + len(self.restored),
            "cancelled": len(self.cancelled),
            "days": len(self.marked) + len(self.remarked),
            "days_gone": len(self.unmarked),
        }


def compare(said: Said, feed: SchoolFeed) -> Differences:
    """Against the events and days of this feed as they stand; it writes nothing.

    What has begun stays as it is when the calendar no longer tells of it: many leave
    out the past. What it says wrongly stays too.
    """
    found = Differences()
    sorter = Sorter(feed)
    marks: dict[Any, Mark] = {}
    events: dict[tuple[str, str], Found] = {}
    for one in said.found:
        if own := sorter.marks_in(one):
            if not one.is_cancelled:
                marks |= {mark.key: mark for mark in own}
        else:
            events[one.key] = one
    _compare_events(found, events, said, feed)
    _compare_days(found, marks, said, feed)
    return found


def _compare_events(
    found: Differences,
    events: Mapping[tuple[str, str], Found],
    said: Said,
    feed: SchoolFeed,
) -> None:
    """By what the calendar calls them, or else by their time.

    An event that becomes a series is called otherwise, and so is what is left of one.
    At its time it is still the same, and who means to come need not say so again.
    """
    moment = now()
    found.ahead = sum(one.ends_at > moment for one in events.values())
    rows = SchoolEvent.objects.filter(feed=feed)
    known = {(one.uid, one.recurrence_id): one for one in rows}
    gone = {key: event for key, event in known.items() if key not in events}
    old_keys = {(event.uid, event.starts_at): key for key, event in gone.items()}
    for key, one in events.items():
        old = key if key in known else old_keys.pop((one.uid, one.starts_at), None)
        if old:
            gone.pop(old, None)
            _sort_known(found, known[old], one)
        elif not one.is_cancelled:
            found.new.append(one)
    for event in gone.values():
        is_gone = event.uid not in said.broken
        if is_gone and not event.is_cancelled and event.starts_at > moment:
            found.cancelled.append(event)
            found.missing += 1


def _sort_known(found: Differences, event: SchoolEvent, one: Found) -> None:
    changes = _changes(event, one)
    if one.is_cancelled:
        if event.status == EventStatus.PLANNED:
            found.cancelled.append(event)
    elif event.is_cancelled:
        found.restored.append((event, changes))
    elif changes:
        found.changed.append((event, changes))


def fields_of(one: Found) -> dict[str, Any]:
    """What a calendar says of an event, by the fields that follow it."""
    return {
        "recurrence_id": one.recurrence_id,
        "title": one.title,
        "series": series_of(one.title),
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "is_whole_days": one.is_whole_days,
        "place_text": one.where,
    }


def _changes(event: SchoolEvent, one: Found) -> dict[str, Any]:
    said = fields_of(one)
    return {name: to for name, to in said.items() if getattr(event, name) != to}


def _compare_days(
    found: Differences, marks: Mapping[Any, Mark], said: Said, feed: SchoolFeed
) -> None:
    days = SchoolDay.objects.of_school(feed.school)
    standing = list(days)
    known = {(day.on, day.kind): day for day in standing if day.feed_id == feed.pk}
    of_others = {(day.on, day.kind) for day in standing} - {*known}
    for key, mark in marks.items():
        if key in known:
            day = known[key]
            if (day.label, day.early_release) != (mark.label, mark.early_release):
                found.remarked.append((day, mark))
        elif key not in of_others:
            found.marked.append(mark)
    today = localdate(timezone=feed.school.district.zone)
    found.ahead += sum(mark.on >= today for mark in marks.values())
    if not said.broken:
        gone = (day for key, day in known.items() if key not in marks)
        found.unmarked += [day for day in gone if day.on >= today]
