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


@dataclass(slots=True)
class Differences:
    """By what becomes of them. A changed one keeps its kind; a keeper may have said."""

    new: list[Found] = field(default_factory=list)
    changed: list[tuple[SchoolEvent, Changes]] = field(default_factory=list)
    restored: list[tuple[SchoolEvent, Changes]] = field(default_factory=list)
    cancelled: list[SchoolEvent] = field(default_factory=list)
    same: int = 0
    marked: list[Mark] = field(default_factory=list)
    remarked: list[tuple[SchoolDay, Mark]] = field(default_factory=list)
    unmarked: list[SchoolDay] = field(default_factory=list)

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
    known = {
        (one.uid, one.recurrence_id): one
        for one in SchoolEvent.objects.filter(feed=feed)
    }
    for key, one in events.items():
        event = known.get(key)
        if event is None:
            if not one.is_cancelled:
                found.new.append(one)
        else:
            _sort_known(found, event, one)
    moment = now()
    for key, event in known.items():
        is_gone = key not in events and event.uid not in said.broken
        if is_gone and not event.is_cancelled and event.starts_at > moment:
            found.cancelled.append(event)


def _sort_known(found: Differences, event: SchoolEvent, one: Found) -> None:
    changes = _changes(event, one)
    if one.is_cancelled:
        if event.status == EventStatus.PLANNED:
            found.cancelled.append(event)
        else:
            found.same += 1
    elif event.is_cancelled:
        found.restored.append((event, changes))
    elif changes:
        found.changed.append((event, changes))
    else:
        found.same += 1


def _changes(event: SchoolEvent, one: Found) -> dict[str, Any]:
    said = {
        "title": one.title,
        "series": series_of(one.title),
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "is_whole_days": one.is_whole_days,
        "place_text": one.where,
    }
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
    if not said.broken:
        today = localdate(timezone=feed.school.district.zone)
        gone = (day for key, day in known.items() if key not in marks)
        found.unmarked += [day for day in gone if day.on >= today]
