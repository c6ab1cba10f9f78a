"""The board of a school year: campus by month, or by the weeks of one month.

What the week's board says day by day is summed up here, from the same rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from officers import board
from officers.board import Cell, Row
from officers.models import Officer
from schools.models import School
from sro_program.core.times import JULY

A_WEEK = timedelta(days=7)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a week from its Monday; the days of it that are shown."""

    begins: date
    days: Sequence[date]
    is_month: bool

    @property
    def label(self) -> str:
        if self.is_month:
            return f"{self.begins:%b %Y}"
        first, last = self.days[0], self.days[-1]
        return f"{first:%b %-d}" + (f" – {last.day}" if last > first else "")


@dataclass(frozen=True, slots=True)
class Served:
    """On how many school days of a period an officer was, or is to be, there."""

    officer: Officer
    kind: str
    days: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A campus in one period."""

    period: Period
    school_days: int
    served: Sequence[Served]
    gap_days: Sequence[date]

    @property
    def first_gap(self) -> date | None:
        return self.gap_days[0] if self.gap_days else None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A campus with its schools, period by period."""

    campus: str
    schools: str
    sums: Sequence[Sum]


def months_of(year: int) -> list[Period]:
    """July to June, as a school year goes."""
    return [
        _month(year + (JULY + n - 1) // MONTHS, (JULY + n - 1) % MONTHS + 1)
        for n in range(MONTHS)
    ]


def weeks_of(month: date) -> list[Period]:
    """Monday to Friday of each week, as far as they lie in this month."""
    return [
        Period(monday, list(days), is_month=False)
        for monday, days in groupby(_month(month.year, month.month).days, _monday)
    ]


def summed(schools: Iterable[School], periods: Sequence[Period]) -> list[YearRow]:
    """The campuses of these schools by period; as few queries as for one week."""
    days = [day for period in periods for day in period.days]
    return [_row(row, periods) for row in board.rows(schools, days)]


def in_session(rows: Sequence[YearRow]) -> list[YearRow]:
    """Without the periods in which no campus has school; all, if none has any."""
    kept = [
        place
        for place in range(len(rows[0].sums) if rows else 0)
        if any(row.sums[place].school_days for row in rows)
    ]
    if not kept:
        return list(rows)
    return [replace(row, sums=[row.sums[place] for place in kept]) for row in rows]


def _month(year: int, month: int) -> Period:
    first = date(year, month, 1)
    after = date(year + month // MONTHS, month % MONTHS + 1, 1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    weekdays = [day for day in days if day.weekday() < board.SATURDAY]
    return Period(first, weekdays, is_month=True)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _row(row: Row, periods: Sequence[Period]) -> YearRow:
    cells = {cell.on: cell for cell in row.cells}
    return YearRow(
        str(row.campus),
        ", ".join(school.label for school in row.schools),
        [_sum(period, [cells[day] for day in period.days]) for period in periods],
    )


def _sum(period: Period, cells: Sequence[Cell]) -> Sum:
    in_school = [cell for cell in cells if cell.is_instructional]
    days: Counter[tuple[Officer, str]] = Counter(
        (cover.officer, cover.assignment.get_kind_display())
        for cell in in_school
        for cover in cell.covers
        if not cover.is_away_all_day
    )
    return Sum(
        period,
        len(in_school),
        [Served(officer, kind, n) for (officer, kind), n in days.items()],
        [cell.on for cell in in_school if cell.gaps],
    )
