"""The pages about calendars that a school lets in, and what one would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from schools.event_states import ReadingStatus
from schools.ics.differences import Changes, Differences, compare
from schools.ics.found import Found
from schools.ics.run import said_in
from schools.models import FeedReading, SchoolDay, SchoolEvent, SchoolFeed
from sro_program.core.db import Actor
from sro_program.core.times import on_from_to

SHOWN, READINGS = 20, 10
A_DAY = "%a, %b %-d, %Y"


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of change, with the first of them in words."""

    title: str
    number: int
    lines: Sequence[str]

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a reading would change, as it stands now."""

    reading: FeedReading
    sections: Sequence[Section]
    takes_most_away: bool

    @property
    def changes_nothing(self) -> bool:
        return not self.sections


def readings_of(user: Actor, feed: SchoolFeed) -> list[FeedReading]:
    """The last ones, newest first."""
    seen = FeedReading.objects.visible_to(user).filter(feed=feed)
    return list(seen.for_list()[:READINGS])


def preview_of(user: Actor, feed: SchoolFeed) -> Preview | None:
    """Of the reading that waits to be applied."""
    seen = FeedReading.objects.visible_to(user).filter(feed=feed)
    reading = seen.filter(status=ReadingStatus.CHECKED).order_by("-id").first()
    if reading is None:
        return None
    differences = compare(said_in(reading.found, reading.about), feed)
    sections = [one for one in _sections(differences, feed) if one.number]
    return Preview(reading, sections, differences.takes_most_away)


def _sections(found: Differences, feed: SchoolFeed) -> Iterator[Section]:
    new = [f"{one.title}, {_when(one)}" for one in found.new[:SHOWN]]
    yield Section("New events", len(found.new), new)
    changed = [*found.changed, *found.restored]
    moved = [_changed(event, changes, feed) for event, changes in changed[:SHOWN]]
    yield Section("Changed or moved", len(changed), moved)
    gone = [_of(event, feed) for event in found.cancelled[:SHOWN]]
    yield Section(
        "Called off, or no longer in the calendar", len(found.cancelled), gone
    )
    days = [*found.marked, *(mark for _, mark in found.remarked)]
    for kind in SchoolDay.Kind:
        of_kind = [_day(mark.on, mark.label) for mark in days if mark.kind == kind]
        title = f"Days of the school year: {kind.label.lower()}"
        yield Section(title, len(of_kind), of_kind[:SHOWN])
    ends = [_day(day.on, day.label) for day in found.unmarked]
    yield Section("Ordinary days again", len(ends), ends[:SHOWN])


def _when(one: Found) -> str:
    if one.is_whole_days:
        return f"{one.first:{A_DAY}}" + (
            f" – {one.last:{A_DAY}}" if one.last != one.first else ""
        )
    return on_from_to(one.starts_at, one.ends_at, A_DAY)


def _of(event: SchoolEvent, feed: SchoolFeed) -> str:
    begins = localtime(event.starts_at, feed.school.district.zone)
    return f"{event.title}, {begins:{A_DAY}}"


def _changed(event: SchoolEvent, changes: Changes, feed: SchoolFeed) -> str:
    """What it was, and what is otherwise."""
    said = [_of(event, feed)]
    zone = feed.school.district.zone
    if "starts_at" in changes:
        begins = localtime(changes["starts_at"], zone)
        said.append(f"now {begins:{A_DAY}, %-I:%M %p}")
    if "title" in changes:
        said.append(f"now called “{changes['title']}”")
    if "place_text" in changes:
        said.append(f"now at {changes['place_text'] or 'no place'}")
    return ": ".join([said[0], "; ".join(said[1:])]) if said[1:] else said[0]


def _day(on: date, label: str) -> str:
    return f"{on:{A_DAY}}: {label}"
