"""What happens when: the events of a calendar, each on each of its days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event, vDatetime, vDDDLists, vDDDTypes

from schools.ics.found import Found
from schools.ics.reading import UNREADABLE, Entry, Sheet
from schools.ics.rules import refusal_of
from schools.ics.zones import OF_ITS_OWN, as_zone
from schools.oneroster.problems import Unreadable
from sro_program.core.text import in_one_line

MOST = 5_000
FOR_EVER = 9999
"""Whoever ends a rule in this year does not end it."""
LONGEST_EVENT = timedelta(days=370)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
TOO_MUCH = f"The calendar says more than {MOST} events for two years. Export fewer."
NO_START = "The event says no start."
NO_TIME = "This is not a date or time."
NO_LENGTH = "This is not a length of time."
TOO_MANY_DATES = f"It names more than {MOST} dates. It was left out."
NONSENSE = "Its times make no sense together."
NO_UID = "The event has no UID, by which it would be known again."
NO_ZONE = "Nobody knows the time zone “{name}”, and the calendar does not describe it."
ENDS_FIRST = "It ends before it begins."
TOO_LONG = "It lasts longer than a year."
TWICE = "Another event of the calendar has this UID."
UNTITLED = "(no title)"


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at, both included, on the clock of a district."""

    first: date
    last: date
    zone: ZoneInfo


def when(event: Event, name: str) -> Any:  # noqa: ANN401  # a date, a time or a length
    """What a property says that was checked to say when."""
    return getattr(event[name], "dt", None)


def occurrences(sheet: Sheet, window: Window) -> list[Found]:
    """All of the window in order; what is wrong goes to the sheet's problems.

    Raises Unreadable where there is more than any school has.
    """
    found: dict[tuple[str, str], Found] = {}
    for entries in _by_uid(sheet, window.zone).values():
        sheet.refuse_if_late()
        for one in _of_series(sheet, entries, window):
            found[one.key] = one
            if len(found) > MOST:
                raise Unreadable(TOO_MUCH)
    return sorted(found.values(), key=lambda one: (one.starts_at, one.key))


def _by_uid(sheet: Sheet, zone: tzinfo) -> dict[str, list[Entry]]:
    """The events that can be used, those of one series together."""
    series: dict[str, list[Entry]] = defaultdict(list)
    for entry in sheet.entries:
        sheet.refuse_if_late()
        name, reason = _unusable(entry.event, sheet, zone)
        uid = str(entry.event.get("UID", "")).strip()[:255]
        if reason:
            said = f"{reason} (UID {uid[:80]})" if uid and name == "RRULE" else reason
            sheet.problems.add(sheet.file, entry.line_of(name), name, said)
            sheet.broken.add(uid)
        else:
            series[uid].append(entry)
    for uid, entries in series.items():
        series[uid] = _without_doubles(sheet, entries)
    return series


def _unusable(event: Event, sheet: Sheet, zone: tzinfo) -> tuple[str, str]:
    """Which property makes it useless, and why; nothing where it is good."""
    try:
        return _refusal(event, sheet, zone)
    except UNREADABLE:
        return "DTSTART", NONSENSE


def _refusal(event: Event, sheet: Sheet, zone: tzinfo) -> tuple[str, str]:
    if not str(event.get("UID", "")).strip():
        return "UID", NO_UID
    if "DTSTART" not in event:
        return "DTSTART", NO_START
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name in event and not isinstance(when(event, name), date):
            return name, NO_TIME
        if name in event and (unknown := _settle(event, name, sheet, zone)):
            return name, NO_ZONE.format(name=unknown)
    if "DURATION" in event and not isinstance(when(event, "DURATION"), timedelta):
        return "DURATION", NO_LENGTH
    if name := _settle_lists(event):
        return name, TOO_MANY_DATES
    _tidy_end(event)
    if _lasts(event) < timedelta():
        return "DTEND", ENDS_FIRST
    if _lasts(event) > LONGEST_EVENT:
        return "DTEND", TOO_LONG
    _widen_until(event)
    return "RRULE", refusal_of(event)


def _settle(event: Event, name: str, sheet: Sheet, zone: tzinfo) -> str:
    """Give a time its zone; the name of the zone where nobody knows that."""
    said = when(event, name)
    if not isinstance(said, datetime) or said.tzinfo:
        return ""
    named = str(getattr(event[name], "params", {}).get(OF_ITS_OWN, ""))
    if named and named not in sheet.zones:
        return named
    settled = said.replace(tzinfo=sheet.zones.get(named, zone))
    event[name] = vDatetime(settled) if named else vDDDTypes(settled)
    return ""


def _settle_lists(event: Event) -> str:
    """Exceptions and extra dates on its clock; which of them are too many."""
    starts = when(event, "DTSTART")
    own = starts.tzinfo if isinstance(starts, datetime) else None
    for name in ("EXDATE", "RDATE"):
        if name not in event:
            continue
        said: Any = event[name]
        lists: list[Any] = said if isinstance(said, list) else [said]
        moments = [one.dt for each in lists for one in getattr(each, "dts", ())]
        if len(moments) > MOST:
            return name
        event[name] = vDDDLists([_on_its_clock(one, own, starts) for one in moments])
    return ""


def _on_its_clock(said: object, own: tzinfo | None, starts: date) -> object:
    """A date excepted from a series with times means its time on that day."""
    if isinstance(said, datetime):
        if own is None:
            return said.date()
        return said if said.tzinfo else said.replace(tzinfo=own)
    if isinstance(said, date) and isinstance(starts, datetime):
        return datetime.combine(said, starts.timetz())
    return said


def _tidy_end(event: Event) -> None:
    """Outlook writes whole days that end when they begin."""
    starts = when(event, "DTSTART")
    if "DTEND" not in event:
        return
    ends = when(event, "DTEND")
    if isinstance(ends, datetime) != isinstance(starts, datetime) or ends == starts:
        del event["DTEND"]


def _lasts(event: Event) -> timedelta:
    if "DTEND" in event:
        lasts: timedelta = when(event, "DTEND") - when(event, "DTSTART")
        return lasts
    return when(event, "DURATION") if "DURATION" in event else timedelta()


def _widen_until(event: Event) -> None:
    """A rule that ends with a day ends with the whole of it."""
    rule: Any = event.get("RRULE")
    starts = when(event, "DTSTART")
    if rule is None or isinstance(rule, list) or not isinstance(starts, datetime):
        return
    until = next(iter(rule.get("UNTIL", [])), None)
    if until is None:
        return
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if until.year >= FOR_EVER:
        del rule["UNTIL"]
        return
    if until.tzinfo is None:
        until = until.replace(tzinfo=starts.tzinfo)
    rule["UNTIL"] = [until.astimezone(UTC)]


def _without_doubles(sheet: Sheet, entries: list[Entry]) -> list[Entry]:
    """Of two that say the same UID and date, the later version is right."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        moved = entry.event.get("RECURRENCE-ID")
        key = moved.to_ical().decode() if moved is not None else ""
        other = kept.get(key)
        if other is None or _version(other) < _version(entry):
            kept[key] = entry
        elif _version(other) == _version(entry):
            line = entry.line_of("UID")
            sheet.problems.add(sheet.file, line, "UID", TWICE)
    return list(kept.values())


def _version(entry: Entry) -> int:
    said = str(entry.event.get("SEQUENCE", "0"))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _of_series(sheet: Sheet, entries: list[Entry], window: Window) -> Iterator[Found]:
    calendar = Calendar()
    if zone := as_zone(sheet.zone_name):
        calendar.add("X-WR-TIMEZONE", zone.key)
    for entry in entries:
        calendar.add_component(entry.event)
    recurs = any("RRULE" in one.event or "RDATE" in one.event for one in entries)
    recurs = recurs or any("RECURRENCE-ID" in one.event for one in entries)
    after = window.last + A_DAY
    try:
        query = recurring_ical_events.of(calendar)
        events: Iterable[Event] = query.between(window.first, after)
        yield from (_found(one, recurs, window.zone) for one in events)
    except UNREADABLE as error:
        first = entries[0]
        name = "RRULE" if recurs else "DTSTART"
        sheet.problems.add(sheet.file, first.line_of(name), name, str(error)[:200])
        sheet.broken.add(str(first.event["UID"]).strip()[:255])


def _found(event: Event, recurs: bool, zone: tzinfo) -> Found:
    starts, ends = when(event, "DTSTART"), when(event, "DTEND")
    whole = not isinstance(starts, datetime)
    if whole:
        starts = datetime.combine(starts, time(), zone)
        ends = max(datetime.combine(ends, time(), zone), starts + A_DAY)
    else:
        starts, ends = starts.astimezone(zone), ends.astimezone(zone)
        ends = ends if ends > starts else starts + AN_HOUR
    title = _first(event, "SUMMARY") or UNTITLED
    return Found(
        uid=str(event["UID"]).strip()[:255],
        recurrence_id=_recurrence_id(event) if recurs else "",
        title=title[:200],
        starts_at=starts,
        ends_at=ends,
        is_whole_days=whole,
        where=_first(event, "LOCATION")[:120],
        is_cancelled=_first(event, "STATUS").upper() == "CANCELLED",
        first=starts.date(),
        last=(ends - timedelta(microseconds=1)).date(),
    )


def _first(event: Event, name: str) -> str:
    """In one line; some write it in two languages."""
    said: Any = event.get(name, "")
    return in_one_line(str(said[0] if isinstance(said, list) else said))


def _recurrence_id(event: Event) -> str:
    """The same for one date, however the calendar writes it."""
    said = (
        when(event, "RECURRENCE-ID")
        if "RECURRENCE-ID" in event
        else when(event, "DTSTART")
    )
    if isinstance(said, datetime):
        return f"{said.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{said:%Y%m%d}"
