"""The times that the product knows: neither the year 1 nor the year 9999.

Postgres stores years that Python cannot read back; one such row breaks every list.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.db.models import CheckConstraint, Q

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
FAR_AWAY = f"Give a day from {EARLIEST.year} to {LATEST.year}."
JULY = 7
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
BEGINS = datetime(2000, 1, 1, tzinfo=UTC)
ENDS = datetime(2101, 1, 1, tzinfo=UTC)


def school_year(day: date) -> int:
    """The calendar year in which this day's school year begins, in July."""
    return day.year if day.month >= JULY else day.year - 1


def moments_of(
    first: date, last: date, zone: tzinfo | None
) -> tuple[datetime, datetime]:
    """From the midnight before these days to the one after, on the clock of a place."""
    after = datetime.combine(last + A_DAY, time(), zone)
    return datetime.combine(first, time(), zone), after


def is_sensible(day: date) -> bool:
    """Is this day, or moment, one that the product can have to do with?"""
    return EARLIEST.year <= day.year <= LATEST.year


def clock(moment: datetime | time) -> str:
    """A time of day as every page, mail and file writes it: 8:00 AM."""
    return f"{moment:%-I:%M %p}"


def from_to(start: datetime, end: datetime) -> str:
    """Two times of one day: 8:00 AM – 4:00 PM, but 1:00 – 2:00 PM."""
    if is_midnight_after(start, end):
        return f"{clock(start)} – midnight"
    is_same_half = f"{start:%p}" == f"{end:%p}"
    begins = f"{start:%-I:%M}" if is_same_half else clock(start)
    return f"{begins} – {clock(end)}"


def on_from_to(start: datetime, end: datetime, day: str = "%a, %b %-d") -> str:
    """A stretch of time with its days; the day is named once where it is one."""
    if start.date() == end.date() or is_midnight_after(start, end):
        return f"{start:{day}}, {from_to(start, end)}"
    return f"{start:{day}}, {clock(start)} – {end:{day}}, {clock(end)}"


def length(time: timedelta) -> str:
    """How long something took, as people say it: 40 min, 5 h, 3 days."""
    if time < AN_HOUR:
        return f"{max(round(time.total_seconds() / 60), 1)} min"
    if time < 2 * A_DAY:
        return f"{round(time / AN_HOUR)} h"
    return f"{round(time / A_DAY)} days"


def in_full(took: timedelta) -> str:
    """How long someone took, to the minute: at once, 12 minutes, 3 hours 20 minutes."""
    minutes = max(took, timedelta()) // timedelta(minutes=1)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in units if n]
    return " ".join(said) or "at once"


def is_midnight_after(start: datetime, end: datetime) -> bool:
    """Does it end with the day on which it starts?"""
    return end.time() == time() and end.date() == start.date() + timedelta(days=1)


def in_this_century(name: str) -> CheckConstraint:
    """The database's own word on it, for rows with a start and an end."""
    return CheckConstraint(
        name=name,
        condition=Q(starts_at__gte=BEGINS, ends_at__lt=ENDS),
        violation_error_message=FAR_AWAY,
    )
