"""The bytes of a calendar, taken apart into components with the lines they begin on."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from time import monotonic

from icalendar import Event, Timezone
from icalendar.parser import Contentline
from icalendar.prop.broken import vBroken

from schools.ics.rules import is_of_a_clock
from schools.ics.zones import known_zone
from schools.oneroster.problems import Problems, Unreadable

MAX_SIZE = 5 * 1024 * 1024
MOST_EVENTS = 5_000
MOST_LINES = 200_000
MOST_OF_ONE = 2_000
"""Lines of one event; each is looked at by itself."""
LONGEST_LINE = 20_000
"""Characters of a line that says when."""
DEEPEST = 8
MOST_ZONES = 100
LONGEST = 30.0
"""Seconds for all of a calendar; one that takes longer means harm."""
TOO_LARGE = "The calendar is larger than 5 MB. Export fewer years."
EMPTY = "The file is empty."
NOT_UTF_8 = (
    "The calendar is not written in UTF-8 (byte {at}). Export it again as UTF-8."
)
NOT_A_CALENDAR = (
    "This is not a calendar: it does not begin with BEGIN:VCALENDAR. Export the "
    "calendar as .ics."
)
A_PAGE = "This is a web page, not a calendar. Look for the address that ends in .ics."
CUT_OFF = "The calendar is cut off: END:{name} is missing at its end."
TOO_MANY = f"The calendar has more than {MOST_EVENTS} entries. Export fewer years."
TOO_DEEP = (
    "Line {line}: there are components in components, more than any calendar has."
)
TOO_MANY_ZONES = f"The calendar describes more than {MOST_ZONES} time zones."
TOO_SLOW = "The calendar takes too long to work out. Export it without old series."
TOO_BIG = f"The event has more than {MOST_OF_ONE} lines. It was left out."
TOO_LONG = "The line is longer than that of any calendar."
NO_COLON = "This line has no colon and is no property."
TWICE = "This stands twice in one event."
ONCE = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "SEQUENCE"}
)
UNREADABLE = (ValueError, TypeError, OverflowError, LookupError, AttributeError)
"""What the libraries raise for what makes no sense to them."""
NOT_OURS = frozenset({"VALARM", "VTODO", "VJOURNAL", "VFREEBUSY"})
"""Reminders and tasks are nobody else's business."""


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line of the calendar, folds undone, and where it begins in the file."""

    number: int
    text: str

    @property
    def name(self) -> str:
        """Of the property, without parameters."""
        return re.split("[;:]", self.text, maxsplit=1)[0].upper()


@dataclass(slots=True)
class Entry:
    """One event of the file: parsed, with its lines to point at."""

    event: Event
    lines: list[Line]

    def line_of(self, name: str) -> int:
        """Where this property stands; else where the event begins."""
        found = (line.number for line in self.lines if line.name == name)
        return next(found, self.lines[0].number)


@dataclass(slots=True)
class Sheet:
    """A calendar with what could be read of it; `broken` are the UIDs of the rest."""

    file: str
    zones: dict[str, tzinfo] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    zone_name: str = ""
    broken: set[str] = field(default_factory=set)
    problems: Problems = field(default_factory=Problems)
    until: float = field(default_factory=lambda: monotonic() + LONGEST)

    def refuse_if_late(self) -> None:
        """Whoever sends a calendar takes half a minute of ours at most."""
        if monotonic() > self.until:
            raise Unreadable(TOO_SLOW)


def read(content: bytes, file: str) -> Sheet:
    """The components of a calendar. Raises Unreadable where nothing can be used."""
    lines = list(_lines(_text(content)))
    if not lines or lines[0].text.strip().upper() != "BEGIN:VCALENDAR":
        is_page = content.lstrip()[:1] == b"<"
        raise Unreadable(A_PAGE if is_page else NOT_A_CALENDAR)
    sheet = Sheet(file)
    for name, block in _blocks(lines, sheet):
        sheet.refuse_if_late()
        if name == "VTIMEZONE":
            _add_zone(sheet, block)
        else:
            _add_event(sheet, block)
    return sheet


def _text(content: bytes) -> str:
    if not content.strip():
        raise Unreadable(EMPTY)
    if len(content) > MAX_SIZE:
        raise Unreadable(TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_UTF_8.format(at=error.start)) from None
    return text.replace("\0", "")


def _lines(text: str) -> Iterator[Line]:
    """Folded lines put together; CRLF, LF and CR alike."""
    number, parts = 0, [""]
    for at, raw in enumerate(re.split("\r\n|\n|\r", text), 1):
        if raw[:1] in {" ", "\t"} and number:
            parts.append(raw[1:])
            continue
        if number and parts[0].strip():
            yield Line(number, known_zone("".join(parts)))
        number, parts = at, [raw]
        if at > MOST_LINES:
            raise Unreadable(TOO_MANY)
    if parts[0].strip():
        yield Line(number, known_zone("".join(parts)))


def _blocks(lines: list[Line], sheet: Sheet) -> Iterator[tuple[str, list[Line]]]:
    """The events and zones of the calendar, each with all of its lines."""
    block: list[Line] = []
    skipped = 0
    open_: list[str] = []
    for line in lines:
        word = line.text.strip().upper()
        if word.startswith("BEGIN:"):
            open_.append(word.removeprefix("BEGIN:"))
            if len(open_) > DEEPEST:
                raise Unreadable(TOO_DEEP.format(line=line.number))
        skips = bool(NOT_OURS & {*open_})
        if len(open_) > 1 and not skips:
            block.append(line)
        elif len(open_) == 1 and line.name == "X-WR-TIMEZONE":
            sheet.zone_name = line.text.partition(":")[2].strip()
        if word.startswith("END:") and open_:
            name = open_.pop()
            if len(open_) == 1 and block:
                skipped += name == "VEVENT"
                if skipped > MOST_EVENTS:
                    raise Unreadable(TOO_MANY)
                yield open_name(block), block
                block = []
    if open_:
        raise Unreadable(CUT_OFF.format(name=open_[-1]))


def open_name(block: list[Line]) -> str:
    """What the block is."""
    return block[0].text.strip().upper().removeprefix("BEGIN:")


def _add_zone(sheet: Sheet, block: list[Line]) -> None:
    """A zone that cannot be read is none: its name may be known all the same.

    Read under a name that the library knows, it is not remembered for other calendars.
    """
    if len(sheet.zones) == MOST_ZONES:
        raise Unreadable(TOO_MANY_ZONES)
    try:
        named = next(line for line in block if line.name == "TZID")
        known = [Line(0, "TZID:UTC") if line is named else line for line in block]
        zone = Timezone.from_ical(_joined(known))
        if isinstance(zone, Timezone) and all(map(is_of_a_clock, zone.subcomponents)):
            sheet.zones[_text_of(named)] = zone.to_tz(lookup_tzid=False)
    except (*UNREADABLE, StopIteration):
        return


def _add_event(sheet: Sheet, block: list[Line]) -> None:
    if open_name(block) != "VEVENT":
        return
    if len(block) > MOST_OF_ONE:
        sheet.problems.add(sheet.file, block[0].number, "VEVENT", TOO_BIG)
        sheet.broken |= _uids_in(block)
        return
    good, seen = True, set[str]()
    for line in block[1:-1]:
        twice = line.name in ONCE and line.name in seen
        seen.add(line.name)
        if reason := TWICE if twice else _wrong_with(line):
            good = False
            sheet.problems.add(sheet.file, line.number, line.name[:40], reason)
    if not good:
        sheet.broken |= _uids_in(block)
        return
    try:
        event = Event.from_ical(_joined(block))
    except UNREADABLE as error:
        sheet.problems.add(sheet.file, block[0].number, "VEVENT", str(error)[:200])
        sheet.broken |= _uids_in(block)
        return
    if isinstance(event, Event):
        sheet.entries.append(Entry(event, block))


def _uids_in(block: list[Line]) -> set[str]:
    """By which it is known, as the library reads them: what it says wrongly stays."""
    uids = set()
    for line in block:
        if line.name == "UID":
            with suppress(ValueError):
                uids.add(_text_of(line).strip()[:255])
    return uids


def _text_of(line: Line) -> str:
    """What the line says, without the marks of the format."""
    return str(Contentline(line.text).parts()[2])  # type: ignore[no-untyped-call]


def _wrong_with(line: Line) -> str:
    """Why this line cannot be read; empty where it can."""
    try:
        name, _, value = Contentline(line.text).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return NO_COLON if ":" not in line.text else "This line cannot be read."
    if name.upper() not in TIMES:
        return ""
    if len(line.text) > LONGEST_LINE:
        return TOO_LONG
    alone = Event.from_ical(f"BEGIN:VEVENT\r\n{line.text}\r\nEND:VEVENT\r\n")
    if name.upper() not in alone or isinstance(alone[name], vBroken):
        return f"“{value[:60]}” is not a {TIMES[name.upper()]}."
    return ""


TIMES = {
    "DTSTART": "date or time",
    "DTEND": "date or time",
    "DURATION": "length of time",
    "RECURRENCE-ID": "date or time",
    "RRULE": "rule of recurrence",
    "EXDATE": "date or time",
    "RDATE": "date or time",
}
"""Properties that say when, and what they hold."""


def _joined(block: list[Line]) -> str:
    return "\r\n".join(line.text for line in block) + "\r\n"
