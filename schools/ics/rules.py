"""Rules of recurrence that a school can have; all others cost nothing and are said.

Nothing at a school happens by the hour, and a rule that matches no day makes every
library count to the year 9999.
"""

from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Component, Event

LONGEST = 500
"""Characters of a rule."""
OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
ODD = ("BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "BYEASTER")
EARLIEST = 1970
LATE = 9970
"""A rule that matches nothing from then until the end of time matches nothing."""
TOO_OFTEN = "It recurs every {often}: no event of a school does. It was left out."
ODDLY = "{part} is no rule that a school needs. It was left out."
TOO_LONG = "The rule is longer than 500 characters. It was left out."
TOO_EARLY = "It recurs since before 1970. It was left out."
NEVER = "No day fits this rule of recurrence. It was left out."
NO_INTERVAL = "It recurs every 0 times. It was left out."
NO_RULE = "This rule of recurrence cannot be read: {why}."


def refusal_of(event: Event) -> str:
    """Why this event is not worked out; empty where it may be."""
    rule = event.get("RRULE")
    if rule is None:
        return ""
    rules = rule if isinstance(rule, list) else [rule]
    starts: date = getattr(event["DTSTART"], "dt", date.today())
    return next(filter(None, (_refused(one, starts) for one in rules)), "")


def is_of_a_clock(part: Component) -> bool:
    """May this part of a zone be asked for the hour? Clocks change once a year.

    Whatever is told to change each second since 1970 would be counted through for
    each event.
    """
    said: Any = part.get("RRULE", [])
    starts: Any = part["DTSTART"]
    since = date(EARLIEST, starts.dt.month, min(starts.dt.day, 28))
    return all(
        rule.get("FREQ") == ["YEARLY"] and not _refused(rule, since)
        for rule in (said if isinstance(said, list) else [said])
    )


def _refused(rule: Any, starts: date) -> str:  # noqa: ANN401  # the library's own type
    often = str(next(iter(rule.get("FREQ", [])), ""))
    if often in OFTEN:
        return TOO_OFTEN.format(often=often.removesuffix("LY").lower())
    if odd := [part for part in ODD if part in rule]:
        return ODDLY.format(part=odd[0])
    if any(int(every) < 1 for every in rule.get("INTERVAL", [])):
        return NO_INTERVAL
    text = rule.to_ical().decode()
    if len(text) > LONGEST:
        return TOO_LONG
    if starts.year < EARLIEST:
        return TOO_EARLY
    return _never(text, starts)


def _never(text: str, starts: date) -> str:
    """Tried at the end of time, where even a rule without a match is soon through."""
    parts = [
        part for part in text.split(";") if not part.startswith(("UNTIL=", "COUNT="))
    ]
    parts = [part for part in parts if not part.startswith("INTERVAL=")]
    late = datetime.combine(date(LATE, starts.month, min(starts.day, 28)), time())
    try:
        matches = rrulestr(";".join(parts), dtstart=late)
        return "" if next(iter(matches), None) else NEVER
    except IndexError:
        return NEVER
    except (ValueError, OverflowError, TypeError) as error:
        return NO_RULE.format(why=error)
