"""What an entry of a calendar is: an event of a kind, or a day of the school year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from schools.ics.found import Found
from schools.models import SchoolDay, SchoolEvent, SchoolFeed
from schools.models.feeds import words_in

Kind = SchoolEvent.Kind
GUESSES = [
    (Kind.PARENTS, r"parents?|pt[oa]|pta|family night|open house|back to school night"),
    (Kind.CEREMONY, r"assembly|ceremony|graduation|commencement|awards?|concert|rally"),
    (Kind.TRIP, r"field trip|trip|excursion"),
    (
        Kind.BALL_GAME,
        r"vs\.?|football|basketball|baseball|softball|soccer|volleyball|tennis|track|"
        r"wrestling|golf|cross country|homecoming game|game",
    ),
    (Kind.CLUB, r"clubs?|robotics|band practice|practice|fbla|ffa|beta|choir"),
    (Kind.MEETING, r"meeting|council|board|committee|conferences?|sbdm|site-based"),
]
"""The first that fits; a keeper says otherwise, and then it stays."""
PATTERNS = [
    (kind, re.compile(rf"\b(?:{words})(?!\w)", re.I)) for kind, words in GUESSES
]
CLOCK = re.compile(r"\b(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\b", re.I)
NOON = 12
LONGEST = timedelta(days=60)
A_DAY = timedelta(days=1)
WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of the school year that the calendar marks."""

    on: date
    kind: str
    label: str
    early_release: time | None = None

    @property
    def key(self) -> tuple[date, str]:
        return self.on, self.kind


def kind_of(title: str) -> Kind:
    """What a title sounds like."""
    return next((kind for kind, words in PATTERNS if words.search(title)), Kind.OTHER)


class Sorter:
    """Parts days from events by the words of one feed."""

    def __init__(self, feed: SchoolFeed) -> None:
        self.early = words_in(feed.early_words)
        self.whole = [
            (SchoolDay.Kind.TESTING, words_in(feed.testing_words)),
            (SchoolDay.Kind.CLOSED, words_in(feed.closed_words)),
        ]

    def marks_in(self, found: Found) -> list[Mark]:
        """The weekdays that this entry marks; none where it is an event.

        What closes a school or is a testing window takes whole days; who is let out
        early is told when, else it stays an event.
        """
        if found.last - found.first > LONGEST:
            return []
        if self.early and self.early.search(found.title):
            lets_out = _lets_out(found)
            kind = SchoolDay.Kind.EARLY_RELEASE
            return list(_marks(found, kind, lets_out)) if lets_out else []
        if not found.is_whole_days:
            return []
        kinds = (k for k, words in self.whole if words and words.search(found.title))
        chosen = next(kinds, None)
        return list(_marks(found, chosen)) if chosen else []


def _marks(found: Found, kind: str, early: time | None = None) -> Iterator[Mark]:
    days = (found.last - found.first).days
    for n in range(days + 1):
        on = found.first + n * A_DAY
        if on.isoweekday() <= WEEKDAYS:
            yield Mark(on, kind, found.title[:100], early)


def _lets_out(found: Found) -> time | None:
    """When it begins; of whole days, the time in its title."""
    if not found.is_whole_days:
        return found.starts_at.time()
    said = CLOCK.search(found.title)
    if said is None or not 1 <= int(said[1]) <= NOON:
        return None
    hour = int(said[1]) % NOON + (NOON if said[3].lower() == "p" else 0)
    minute = int(said[2] or 0)
    return time(hour, minute) if minute < 60 else None
