"""How many minutes of a school's officers went to directed duty, for which side.

Both sides read the same numbers, so the clock counts them. Lines that are the police's
alone count for neither: set beside a duty report, they would tell the school of them
(KRS 158.153). No officer is named, for no league table comes of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.timezone import localdate

from officers.models import POLICE_ONLY, ActivityEntry, Directive
from schools.agreements import Clause, clause_of
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.times import JULY, school_year

NO_SIDE = "Nobody named"
NO_KIND = "No directive named"
MONTHS_OF_A_YEAR = 12
SIDES = [*Directive.Side.values, ""]
"""In the order of the table; last what says neither."""
Origin = ActivityEntry.Origin


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One side and kind: its minutes by month, and all of them."""

    side: str
    kind: str
    minutes: Sequence[int]
    is_sum: bool = False

    @property
    def total(self) -> int:
        return sum(self.minutes)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The school year of one school until today."""

    school: School
    months: Sequence[date]
    rows: Sequence[LedgerRow]
    clause: Clause


def schools_with_a_ledger(user: Actor) -> SchoolQuerySet:
    """Those that this person commands, keeps the office of, or leads."""
    roles = [Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL]
    leads = Reach.objects.of(user).filter(role__in=roles)
    schools = School.objects.visible_to(user).filter(pk__in=leads.values("school"))
    return schools.open().select_related("district").for_list()


def ledger_of(user: Actor, school: School) -> Ledger:
    """By side, kind and month; one query, and one for the clause."""
    months = _months(localdate())
    with briefly_as_clock():
        counted = list(_counted(school, months[0]))
    minutes = {(side, kind, month): total for side, kind, month, total in counted}
    return Ledger(
        school, months, _rows(minutes, months), clause_of(user, school.district)
    )


def _months(today: date) -> list[date]:
    """The first days of the months of this school year, until this one."""
    begins = date(school_year(today), JULY, 1)
    months = [
        date(
            begins.year + (begins.month + n - 1) // 12,
            (begins.month + n - 1) % 12 + 1,
            1,
        )
        for n in range(MONTHS_OF_A_YEAR)
    ]
    return [month for month in months if month <= today]


def _counted(
    school: School, since: date
) -> QuerySet[ActivityEntry, tuple[str, str, date, int]]:
    lines = ActivityEntry.objects.standing().filter(
        school=school, on__gte=since, function=ActivityEntry.Function.DIRECTED_DUTY
    )
    return (
        lines.exclude(type__in=POLICE_ONLY)
        .order_by()
        .values(
            side_of=directing_side(),
            kind_of=Coalesce(F("directive__kind"), Value("")),
            month=TruncMonth("on"),
        )
        .annotate(total=Sum("minutes"))
        .values_list("side_of", "kind_of", "month", "total")
    )


def directing_side() -> Coalesce:
    """A line without a directive counts for the side that its origin names."""
    by_origin = Case(
        When(origin=Origin.AGENCY, then=Value(Directive.Side.COMMAND)),
        When(origin=Origin.ADMINISTRATOR, then=Value(Directive.Side.SCHOOL)),
        default=Value(""),
        output_field=CharField(),
    )
    return Coalesce("directive__side", by_origin)


def _rows(
    minutes: Mapping[tuple[str, str, date], int], months: Sequence[date]
) -> list[LedgerRow]:
    """The kinds of a side, most minutes first, under the side's own sum."""
    rows: list[LedgerRow] = []
    for side in SIDES:
        kinds = {kind for found, kind, _ in minutes if found == side}
        parts = [
            LedgerRow(
                _side(side),
                _kind(kind),
                [minutes.get((side, kind, month), 0) for month in months],
            )
            for kind in sorted(kinds)
        ]
        if parts:
            parts.sort(key=lambda row: -row.total)
            rows += [_sum(_side(side), parts), *parts]
    return rows


def _sum(side: str, parts: Iterable[LedgerRow]) -> LedgerRow:
    columns = zip(*(part.minutes for part in parts), strict=True)
    return LedgerRow(side, "All", [sum(column) for column in columns], is_sum=True)


def _side(side: str) -> str:
    return str(Directive.Side(side).label) if side else NO_SIDE


def _kind(kind: str) -> str:
    return str(Directive.Kind(kind).label) if kind else NO_KIND
