"""Time zones as calendars name them: IANA, Windows, Outlook’s words, or their own."""

import re
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

NAMED = re.compile(r';TZID=("[^"]*"|[^:;]*)', re.I)
SAYS_WHEN = re.compile(r"(?:DTSTART|DTEND|RECURRENCE-ID|RDATE|EXDATE);", re.I)
OF_ITS_OWN = "X-OWN-TZID"
IN_WORDS = {
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
}
"""As in “(UTC-06:00) Central Time (US & Canada)”."""
KNOWN = {name.lower(): name for name in available_timezones()}
WINDOWS = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def zone_named(name: str) -> str:
    """The IANA name of what a program calls a zone; empty where nobody knows it."""
    said = name.strip().strip('"').lower()
    last = "/".join(said.split("/")[-2:])
    in_words = (zone for words, zone in IN_WORDS.items() if words in said)
    candidates = (KNOWN.get(said), WINDOWS.get(said), KNOWN.get(last))
    found = (*candidates, next(in_words, None))
    return next(filter(None, found), "")


def known_zone(line: str) -> str:
    """The line with the IANA name of its zone, or else as one of this calendar alone.

    The library remembers zones by name for as long as the program runs: what one
    calendar describes would hold in those of all other schools.
    """
    named = NAMED.search(line) if SAYS_WHEN.match(line) else None
    if named is None:
        return line
    zone = zone_named(named[1])
    said = f"TZID={zone}" if zone else f"{OF_ITS_OWN}={named[1]}"
    return f"{line[: named.start()]};{said}{line[named.end() :]}"


def as_zone(name: str) -> ZoneInfo | None:
    """The zone of this name, if it is known."""
    known = zone_named(name)
    return ZoneInfo(known) if known else None
