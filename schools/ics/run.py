"""One calendar of one school, from its bytes to what it says of two school years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from schools.ics.found import Found, from_json
from schools.ics.occurrences import Window, occurrences
from schools.ics.reading import read
from schools.models import SchoolFeed
from schools.oneroster.problems import Problems
from sro_program.core.times import JULY, school_year


@dataclass(frozen=True, slots=True)
class Said:
    """What a calendar says, and of which days; `broken` are UIDs it says wrongly."""

    found: list[Found]
    first: date
    last: date
    broken: frozenset[str] = frozenset()

    @property
    def about(self) -> dict[str, Any]:
        """What is kept beside the occurrences."""
        days = {"first": str(self.first), "last": str(self.last)}
        return {**days, "broken": sorted(self.broken)}


def said_in(found: list[dict[str, Any]], about: Mapping[str, Any]) -> Said:
    """As it was kept."""
    first, last = (date.fromisoformat(about[name]) for name in ("first", "last"))
    events = [from_json(one) for one in found]
    return Said(events, first, last, frozenset(about["broken"]))


def years_from(today: date) -> tuple[date, date]:
    """This school year and the next, July to June."""
    begins = school_year(today)
    return date(begins, JULY, 1), date(begins + 2, JULY - 1, 30)


def examine(content: bytes, file: str, feed: SchoolFeed) -> tuple[Said, Problems]:
    """What it says, and what is wrong in it; it writes nothing.

    Raises Unreadable where nothing can be used.
    """
    zone = feed.school.district.zone
    first, last = years_from(localdate(timezone=zone))
    sheet = read(content, file)
    found = occurrences(sheet, Window(first, last, zone))
    return Said(found, first, last, frozenset(sheet.broken)), sheet.problems
