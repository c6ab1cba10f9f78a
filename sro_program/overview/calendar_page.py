"""One page of the calendar: which days it shows, laid out, and where it leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from officers.models import Officer
from schools.calendar import PeriodOnDate, SchoolCalendar
from schools.models import School
from sro_program.accounts.reached import reached_by
from sro_program.core.db import Actor
from sro_program.overview.calendar import MOST, items
from sro_program.overview.calendar_item import Wanted
from sro_program.overview.forms import EARLIEST, LATEST, VIEWS
from sro_program.overview.grid import (
    IN_A_LIST,
    SATURDAY,
    Day,
    Slot,
    agenda,
    by_day,
    dates,
    days_of,
    month,
    timetable,
    weeks_of,
)

AN_AGENDA = 28


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to the same days in another view."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, every part of it known to be good."""

    view: str
    on: date
    school: School | None = None
    officer: Officer | None = None

    @classmethod
    def of(cls, cleaned: Mapping[str, object]) -> "Asked":
        """From what a form found good; what is missing: this month, of all."""
        return cls(
            str(cleaned.get("view") or "month"),
            cleaned.get("date") or localdate(),  # type: ignore[arg-type]  # a DateField
            cleaned.get("school"),  # type: ignore[arg-type]  # a ModelChoiceField
            cleaned.get("officer"),  # type: ignore[arg-type]  # a ModelChoiceField
        )

    def url(self, *, view: str = "", on: date | None = None) -> str:
        """The same filter with another view or date."""
        return f"{self.undated(view or self.view)}{(on or self.on).isoformat()}"

    def undated(self, view: str) -> str:
        """The same filter up to its date, which is put behind."""
        query = {
            "view": view,
            "school": self.school.pk if self.school else "",
            "officer": self.officer.pk if self.officer else "",
        }
        given = {name: value for name, value in query.items() if value}
        return f"{reverse('calendar')}?{urlencode(given)}&date="

    @property
    def days(self) -> list[date]:
        """The dates to show, in order."""
        on = self.on
        if self.view == "month":
            return [day for week in weeks_of(on) for day in week]
        if self.view == "week":
            monday = on - timedelta(days=on.weekday())
            return list(dates(monday, monday + timedelta(days=6)))
        length = AN_AGENDA if self.view == "agenda" else 1
        return list(dates(on, on + timedelta(days=length - 1)))

    @property
    def is_long(self) -> bool:
        """More than a week of all schools: nobody reads that of a whole state."""
        is_of_all = self.school is None and self.officer is None
        return is_of_all and self.view in {"month", "agenda"}

    @property
    def title(self) -> str:
        on, days = self.on, self.days
        if self.view == "month":
            return f"{on:%B %Y}"
        if self.view == "day":
            return f"{on:%A, %B} {on.day}, {on.year}"
        return f"{_short(days[0])} – {_short(days[-1])}, {days[-1].year}"

    def beside(self, step: int) -> date:
        """The date of the page before (-1) or after (1), within the century."""
        if self.view == "month":
            first = self.on.replace(day=1)
            there = first + timedelta(days=-1 if step < 0 else 32)
            return _within(there.replace(day=1))
        length = {"week": 7, "agenda": AN_AGENDA}.get(self.view, 1)
        return _within(self.on + timedelta(days=step * length))


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What the template shows; `weeks` for a month, `slots` for a week or a day."""

    asked: Asked
    weeks: Sequence[Sequence[Day]]
    days: Sequence[Day]
    slots: Sequence[Slot]
    agenda: Sequence[Day]
    is_cut: bool

    @property
    def previous(self) -> str:
        return self.asked.url(on=self.asked.beside(-1))

    @property
    def next(self) -> str:
        return self.asked.url(on=self.asked.beside(1))

    @property
    def one_day(self) -> str:
        """Leads to one day of the same filter, up to its date."""
        return self.asked.undated("day")

    @property
    def clear(self) -> str:
        """The same days of all schools and officers, if some are filtered out."""
        asked = self.asked
        is_filtered = asked.school or asked.officer
        return Asked(asked.view, asked.on).url() if is_filtered else ""

    @property
    def today(self) -> str:
        return self.asked.url(on=localdate())

    @property
    def tabs(self) -> list[Tab]:
        asked = self.asked
        return [
            Tab(asked.url(view=view), label, view == asked.view)
            for view, label in VIEWS
        ]


def page_for(user: Actor, asked: Asked) -> CalendarPage:
    """Nine queries, and with a school's bell times thirteen."""
    span, reached = asked.days, reached_by(user)
    is_too_wide = asked.is_long and reached.is_many
    wanted = Wanted(span[0], span[-1], asked.school, asked.officer, is_too_wide)
    found = items(user, wanted, reached)
    talks = [item for item in found if item.kind == "presentation"]
    there, today = by_day(found, span[0], span[-1]), localdate()
    in_month = [on for on in span if on.month == asked.on.month]
    is_month = asked.view == "month"
    days = [] if is_month else _without_empty_weekend(days_of(there, span, today))
    is_timetable = asked.view in {"week", "day"}
    return CalendarPage(
        asked,
        weeks=month(there, asked.on, today) if is_month else [],
        days=days,
        slots=timetable(days, _bells(asked)) if is_timetable else [],
        agenda=agenda(there, in_month, today, IN_A_LIST)
        if is_month
        else agenda(there, span, today),
        is_cut=is_too_wide or len(talks) >= MOST,
    )


def _bells(asked: Asked) -> Sequence[PeriodOnDate]:
    """The periods of the school on the first school day of those shown."""
    if asked.school is None:
        return []
    span = asked.days
    calendar = SchoolCalendar.load(asked.school, span[0], span[-1])
    return next((bells for on in span if (bells := calendar.periods_on(on))), [])


def _without_empty_weekend(days: Sequence[Day]) -> list[Day]:
    if len(days) == 1:
        return list(days)
    return [day for day in days if day.on.weekday() < SATURDAY or day.items]


def _short(on: date) -> str:
    return f"{on:%b} {on.day}"


def _within(on: date) -> date:
    return min(max(on, EARLIEST), LATEST)
