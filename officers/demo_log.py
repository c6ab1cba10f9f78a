"""A school year of the officers' own lines for the demo; what is done, not by whom.

They are written in bulk: through the action they would take a minute, and it takes no
line older than two months.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from officers.coverage import holding
from officers.models import ActivityEntry, Officer, function_of
from schools.calendar import SchoolCalendar
from schools.models import District, School

LOOK_BACK = timedelta(days=150)
Type = ActivityEntry.Type
Origin = ActivityEntry.Origin
EVERY_DAY = [
    (7, 45, Type.TRAFFIC, 30, "Front loop"),
    (8, 20, Type.DOOR_CHECK, 20, "All doors"),
    (11, 30, Type.PRESENCE, 60, "Cafeteria"),
    (14, 45, Type.TRAFFIC, 30, "Bus lane"),
]
"""Hour, minute, what, minutes, where."""
IN_TURN = [
    (9, 0, Type.MENTORING, 30, "Library"),
    (9, 30, Type.MEETING, 30, "Principal’s office"),
    (10, 0, Type.CONFLICT, 20, "Hallway"),
    (10, 20, Type.WELFARE_CHECK, 45, "Home visit"),
    (12, 40, Type.REPORT_WRITING, 30, "Office"),
    (13, 15, Type.DIRECTED, 40, "Lunch line"),
    (14, 0, Type.MEDICAL_ASSIST, 15, "Gym"),
    (18, 0, Type.SPECIAL_EVENT, 150, "Home game"),
    (15, 20, Type.JUVENILE_REPORT, 25, "Office"),
    (15, 50, Type.ASSIST_DEPUTIES, 35, "US 641"),
]
A_DAY = 3
"""Of those that come in turn, so many on each day."""


def make_log(district: District) -> None:
    """Lines by hand until yesterday; run again it makes nothing new."""
    lines = ActivityEntry.objects.filter(school__district=district, source_kind="")
    if lines.exists():
        return
    officers = Officer.objects.in_service().filter(
        police_agency=district.police_agency_id
    )
    made = [line for officer in officers for line in _year_of(officer, district.zone)]
    ActivityEntry.objects.bulk_create(made, batch_size=1_000)


def _year_of(officer: Officer, zone: ZoneInfo) -> Iterator[ActivityEntry]:
    yesterday = localdate() - timedelta(days=1)
    held = holding(yesterday, yesterday).filter(officer=officer)
    schools = School.objects.open().filter(campus__in=held.values("campus"))
    school = schools.order_by("pk").first()
    if school is None:
        return
    first = yesterday - LOOK_BACK
    calendar = SchoolCalendar.load(school, first, yesterday)
    turns = count(officer.pk)
    for on in calendar.instructional_days(first, yesterday):
        in_turn = [IN_TURN[next(turns) % len(IN_TURN)] for _ in range(A_DAY)]
        for hour, minute, kind, minutes, place in [*EVERY_DAY, *in_turn]:
            starts = datetime.combine(on, time(hour, minute), zone)
            yield _line(officer, school, on, starts, kind, minutes, place)


def _line(
    officer: Officer,
    school: School,
    on: date,
    starts: datetime,
    kind: Type,
    minutes: int,
    place: str,
) -> ActivityEntry:
    return ActivityEntry(
        officer=officer,
        school=school,
        on=on,
        started_at=starts,
        ended_at=starts + timedelta(minutes=minutes),
        type=kind,
        function=function_of(kind),
        origin=Origin.ADMINISTRATOR if kind == Type.DIRECTED else Origin.SELF,
        minutes=minutes,
        place=place,
    )
