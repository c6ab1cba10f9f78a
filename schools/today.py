"""What today is at a school: the bell that holds now, and what each wing knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import now

from schools.calendar import PeriodOnDate, SchoolCalendar
from schools.models import School
from schools.ports import OnCampus, on_campus
from sro_program.core.db import Actor
from sro_program.core.times import clock, from_to


@dataclass(frozen=True, slots=True)
class Bell:
    """A period of today."""

    name: str
    when: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class CampusToday:
    """What day it is, what holds now in words, the bells, and what the wings say."""

    label: str
    says: str
    bells: Sequence[Bell]
    parts: Sequence[OnCampus]


def today_on(user: Actor, school: School) -> CampusToday:
    """Today on the clock of the district. Fetch the school with district and campus."""
    moment = now().astimezone(school.district.zone)
    on = moment.date()
    calendar = SchoolCalendar.load(school, on, on)
    periods = calendar.periods_on(on)
    return CampusToday(
        calendar.status(on).label,
        _says(periods, moment),
        [_bell(period, moment) for period in periods],
        [part(user, school, on) for part in on_campus],
    )


def _bell(period: PeriodOnDate, moment: datetime) -> Bell:
    when = from_to(period.starts_at, period.ends_at)
    return Bell(period.name, when, period.starts_at <= moment < period.ends_at)


def _says(periods: Sequence[PeriodOnDate], moment: datetime) -> str:
    """The bell that holds now, or the next one."""
    if not periods:
        return ""
    for period in periods:
        if moment < period.starts_at:
            return f"{period.name} begins at {clock(period.starts_at)}."
        if moment < period.ends_at:
            return f"Now {period.name}, until {clock(period.ends_at)}."
    return f"School let out at {clock(periods[-1].ends_at)}."
