"""One entry of the calendar, whatever it is of, and which of them are wanted."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils.timezone import get_current_timezone, localtime

from officers.models import Officer
from presentations.states import Status
from schools.drill_states import DrillStatus
from schools.models import School
from sro_program.core.times import clock, from_to, on_from_to

MARKS = {
    Status.REQUESTED.label: "tentative",
    Status.CHANGES_REQUESTED.label: "tentative",
    DrillStatus.PLANNED.label: "tentative",
    Status.MISSED.label: "cancelled",
    Status.CANCELLED.label: "cancelled",
}
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarItem:
    """Something with a date. `end` is when it is over; for days, the last day.

    A page asks for its days and words many times, so each is worked out once.
    """

    start: datetime
    end: datetime
    all_day: bool
    title: str
    kind: str
    url: str = ""
    school: str = ""
    status: str = ""
    note: str = ""

    @cached_property
    def first(self) -> date:
        return self._begins.date()

    @cached_property
    def last(self) -> date:
        """The last day it touches: what ends at midnight does not touch the next."""
        return max(self.first, localtime(self.end - timedelta(microseconds=1)).date())

    @cached_property
    def begins(self) -> str:
        """The time of day at which it begins, in words; nothing for whole days."""
        return "" if self.all_day else clock(self._begins)

    @cached_property
    def lasts(self) -> str:
        """From when to when, in words."""
        if self.all_day:
            return "All day"
        ends = localtime(self.end)
        if self.first == self.last:
            return from_to(self._begins, ends)
        return on_from_to(self._begins, ends, "%b %-d")

    @cached_property
    def more(self) -> str:
        """Where, and with whom."""
        return " · ".join(filter(None, [self.school, self.note]))

    @cached_property
    def _begins(self) -> datetime:
        return localtime(self.start)

    @property
    def css(self) -> str:
        """The mark of its state, where that says more than its kind."""
        return MARKS.get(self.status, self.kind)

    def is_all_day_on(self, on: date) -> bool:
        """Nothing of this day is left beside it."""
        return self.all_day or self.first < on < self.last


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dates, both included, and whose: of all schools and officers if None."""

    first: date
    last: date
    school: School | None = None
    officer: Officer | None = None
    without_talks: bool = False

    @property
    def begins(self) -> datetime:
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        return midnight(self.last + A_DAY)


def midnight(on: date) -> datetime:
    """The first moment of a day, on the clock of the person who looks."""
    return datetime.combine(on, time(), get_current_timezone())
