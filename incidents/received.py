"""What a page says of a report received from a school, and the list of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.timezone import get_current_timezone, localtime

from incidents.models import Incident, ReceivedReport
from incidents.models.received import ReceivedQuerySet
from incidents.showing import Fact
from schools.models import School
from sro_program.core.db import Actor
from sro_program.core.paging import is_key, page_behind
from sro_program.core.times import clock

SIZE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone asked the list for; nothing asked is everything."""

    school: School | None = None
    category: str = ""
    since: date | None = None
    until: date | None = None

    def query(self) -> dict[str, str]:
        """The same as an address says it."""
        asked = {
            "school": self.school and self.school.pk,
            "category": self.category,
            "since": self.since,
            "until": self.until,
        }
        return {name: str(value) for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """Some reports received, and the address of the next ones."""

    rows: Sequence[ReceivedReport]
    next_url: str


def page_of(rows: ReceivedQuerySet, wanted: Wanted, *, after: str) -> ReceivedPage:
    """Newest first, of what was asked for, from behind the report with this key."""
    rows = _narrowed(rows, wanted)
    last = rows.filter(pk=after).first() if is_key(after) else None
    order = ("-reported_at", "-id")
    found, behind = page_behind(rows.for_list(), last, order, SIZE)
    query = urlencode({**wanted.query(), "after": behind})
    return ReceivedPage(found, f"?{query}" if behind else "")


def _narrowed(rows: ReceivedQuerySet, wanted: Wanted) -> ReceivedQuerySet:
    if wanted.school:
        rows = rows.filter(school=wanted.school)
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.since:
        rows = rows.filter(reported_at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(reported_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())


def received_facts(report: ReceivedReport) -> list[Fact]:
    """Who reported what, and how long it took; police and principal read the same."""
    zone = report.school.district.zone
    found = [
        ("Category", report.get_category_display()),
        ("Reported by", report.reporter),
        ("Their e-mail", report.reporter_email),
        ("They learned of it", moment(report.known_at, zone)),
        ("They told the officer", moment(report.reported_at, zone)),
        ("From knowing to telling", report.elapsed_in_words.capitalize()),
        ("Taken down by", str(report.taken_by)),
    ]
    return [(term, value) for term, value in found if value]


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as people at the school say it."""
    local = localtime(at, zone)
    return f"{local:%a, %b %-d, %Y}, {clock(local)}"


def became(report: ReceivedReport, user: Actor) -> Incident | None:
    """The incident that it became, for whoever may see that incident."""
    rows = Incident.objects.visible_to(user)
    return rows.filter(pk=report.incident_id).first() if report.incident_id else None
