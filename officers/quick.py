"""What the log on the home page offers: this officer's buttons and schools."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.timezone import localdate, now

from officers.coverage import holding
from officers.models import ActivityEntry, Officer
from schools.models import School
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

LOOK_BACK = timedelta(days=60)
MOST = 8
Type = ActivityEntry.Type
USUAL = {
    Type.PRESENCE: 30,
    Type.TRAFFIC: 20,
    Type.DOOR_CHECK: 15,
    Type.CONFLICT: 15,
    Type.MEETING: 30,
    Type.MENTORING: 30,
    Type.MEDICAL_ASSIST: 15,
    Type.REPORT_WRITING: 30,
}
"""Before an officer has habits: what a day is made of (domain.md §3.1), in minutes."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One button: a kind of line, with the minutes that it took the last time."""

    kind: str
    label: str
    minutes: int

    @property
    def value(self) -> str:
        """As the button sends it."""
        return f"{self.kind}:{self.minutes}"


@dataclass(frozen=True, slots=True)
class ServedSchool:
    """One to choose from."""

    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class QuickLog:
    """The buttons, the schools to choose from, and the one that was used last."""

    tiles: Sequence[Tile]
    schools: Sequence[ServedSchool]
    school: int | None
    minutes_today: int

    @property
    def record_id(self) -> str:
        """Of the next line, where no script makes one."""
        return str(uuid7())

    @property
    def with_whom(self) -> Sequence[tuple[str, str]]:
        return ActivityEntry.With.choices


class _Row(NamedTuple):
    """A line of the log; or a school, with its name as `type`."""

    what: str
    school_id: int
    type: str
    minutes: int
    on: date
    source_kind: str
    entered_at: datetime


LINE, SCHOOL = "line", "school"


def quick_log_of(user: Actor) -> QuickLog:
    """For the home page of an officer; one query."""
    today = localdate()
    mine = ActivityEntry.objects.standing().filter(officer__user_id=user.pk)
    recent = mine.filter(on__gte=today - LOOK_BACK)
    lines = recent.order_by().values_list(Value(LINE), *_Row._fields[1:])
    both = lines.union(_served_by(user, today), all=True).order_by()
    rows = [_Row(*row) for row in both]
    schools = sorted((row.type, row.school_id) for row in rows if row.what == SCHOOL)
    newest = sorted(
        (row for row in rows if row.what == LINE),
        key=lambda row: (row.on, row.entered_at),
        reverse=True,
    )
    by_hand = [row for row in newest if not row.source_kind]
    served = [key for _, key in schools]
    used = (row.school_id for row in by_hand if row.school_id in served)
    return QuickLog(
        habits_in(by_hand),
        [ServedSchool(key, label) for label, key in schools],
        next(used, None) or next(iter(served), None),
        sum(row.minutes for row in newest if row.on == today),
    )


def habits_in(newest_first: Sequence[_Row]) -> list[Tile]:
    """The most frequent kinds first, then what a day is usually made of."""
    often = Counter(line.type for line in newest_first).most_common(MOST)
    last = {line.type: line.minutes for line in reversed(newest_first)}
    known: Iterable[tuple[str, int]] = [(kind, last[kind]) for kind, _ in often]
    rest = [(kind, minutes) for kind, minutes in USUAL.items() if kind not in last]
    return [
        Tile(kind, str(Type(kind).label), minutes)
        for kind, minutes in [*known, *rest][:MOST]
    ]


def me(user: Actor) -> Officer:
    """The officer in service that this person is; `policy.can_keep_a_log` said so."""
    return Officer.objects.in_service().get(user_id=user.pk or 0)


def schools_open_to(officer: Officer) -> QuerySet[School]:
    """Any of the agency's: officers help each other out, and say why."""
    agency = officer.police_agency_id
    return School.objects.open().filter(district__police_agency=agency).for_list()


def _served_by(user: Actor, on: date) -> QuerySet[School, tuple[Any, ...]]:
    """The schools of this officer's campuses that day, as rows beside the lines."""
    held = holding(on, on).filter(officer__user_id=user.pk, officer__in_service=True)
    schools = School.objects.open().filter(campus__in=held.values("campus"))
    label = Coalesce(NullIf("short_name", Value("")), "name")
    nothing = Value(0), Value(on), Value(""), Value(now())
    return schools.order_by().values_list(Value(SCHOOL), "pk", label, *nothing)
