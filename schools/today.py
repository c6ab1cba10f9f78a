"""What today is at a school: the bell that holds now, and what each wing knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import now

from schools import finding_policy, notice_policy
from schools.calendar import PeriodOnDate, SchoolCalendar
from schools.models import AccessNotice, Finding, School, SchoolEvent
from schools.ports import Happening, OnCampus, on_campus
from sro_program.core.db import Actor
from sro_program.core.times import clock, from_to, moments_of

MOST = 20
"""Events of one day."""


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
        [part(user, school, on) for part in (*on_campus, _events, _to_know)],
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


def _events(user: Actor, school: School, on: date) -> OnCampus:
    """What the school has today. One query."""
    zone = school.district.zone
    begins, ends = moments_of(on, on, zone)
    events = SchoolEvent.objects.visible_to(user).planned().filter(school=school)
    today = events.filter(starts_at__lt=ends, ends_at__gt=begins)
    lines = [
        Happening(
            event.title,
            "All day"
            if event.is_whole_days
            else from_to(
                event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
            ),
            event.get_absolute_url(),
        )
        for event in today.order_by("starts_at", "pk")[:MOST]
    ]
    return OnCampus("Events", lines, "None today.")


def _to_know(user: Actor, school: School, on: date) -> OnCampus:
    """How much is to be mended, and how many notices hold, for who reads them."""
    here = f"?{urlencode({'school': school.pk})}"
    lines = []
    if finding_policy.can_read_findings(user, school):
        found = Finding.objects.visible_to(user).standing().filter(school=school)
        url = reverse("schools:findings") + here
        lines.append(Happening(f"To be mended: {found.count()}", url=url))
    if notice_policy.can_keep_notices(user, school):
        notices = AccessNotice.objects.visible_to(user).at(school).in_force()
        url = reverse("schools:notices") + here
        lines.append(Happening(f"Access notices in force: {notices.count()}", url=url))
    return OnCampus("To know", lines, "Ask the officers of the school.")
