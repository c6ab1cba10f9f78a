"""Minutes of school in which no officer was on a campus, and why.

The statute asks for one on each campus, full time (KRS 158.4414(1)); what lacks has a
reason, which others read as far as `policy.absence_lens` lets them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from officers.board import Cell, Row, rows
from officers.coverage import Stretch, overlap
from officers.models import CoverageApproval
from officers.policy import AbsenceLens
from schools.models import School

NOBODY = "No officer assigned"
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class UncoveredDay:
    """A day on which a campus was without an officer for some time."""

    on: date
    minutes: int
    reasons: Sequence[tuple[str, int]]

    @property
    def in_words(self) -> str:
        return ", ".join(f"{why}: {minutes} min" for why, minutes in self.reasons)


@dataclass(frozen=True, slots=True)
class CampusCoverage:
    """One campus over some days."""

    campus: str
    schools: str
    days: int
    minutes: int
    uncovered: Sequence[UncoveredDay]
    approvals: Sequence[CoverageApproval] = ()

    @property
    def approved_minutes(self) -> int:
        """Of those without an officer: on days for which the state has approved it."""
        return sum(
            day.minutes
            for day in self.uncovered
            if any(one.starts_on <= day.on <= one.ends_on for one in self.approvals)
        )

    @property
    def uncovered_minutes(self) -> int:
        return sum(day.minutes for day in self.uncovered)

    @property
    def covered_percent(self) -> float:
        """Of the minutes of school; all of them where there was no school."""
        if not self.minutes:
            return 100.0
        return round(100 * (1 - self.uncovered_minutes / self.minutes), 1)

    @property
    def reasons(self) -> Sequence[tuple[str, int]]:
        """Minutes by reason, the most first."""
        total: Counter[str] = Counter()
        for day in self.uncovered:
            total.update(dict(day.reasons))
        return total.most_common()


def coverage_of(
    schools: Iterable[School], first: date, last: date, lens: AbsenceLens
) -> list[CampusCoverage]:
    """Both days included; the same few queries for any span. Days to come count too.

    Give it schools with their district and campus selected.
    """
    span = (last - first).days + 1
    days = [first + timedelta(days=number) for number in range(span)]
    found = rows(schools, days)
    approved: dict[int, list[CoverageApproval]] = defaultdict(list)
    for one in CoverageApproval.objects.filter(
        campus__in=[row.campus for row in found],
        starts_on__lte=last,
        ends_on__gte=first,
    ):
        approved[one.campus_id].append(one)
    return [_campus(row, lens, approved[row.campus.pk]) for row in found]


def _campus(
    row: Row, lens: AbsenceLens, approvals: Sequence[CoverageApproval]
) -> CampusCoverage:
    cells = [cell for cell in row.cells if cell.is_instructional]
    return CampusCoverage(
        str(row.campus),
        ", ".join(school.label for school in row.schools),
        len(cells),
        sum(_minutes(cell.hours) for cell in cells if cell.hours),
        [_day(cell, lens) for cell in cells if cell.gaps],
        approvals,
    )


def _day(cell: Cell, lens: AbsenceLens) -> UncoveredDay:
    why: Counter[str] = Counter()
    for gap in cell.gaps:
        why.update(dict(_reasons(gap, cell, lens)))
    return UncoveredDay(cell.on, sum(why.values()), why.most_common())


def _reasons(gap: Stretch, cell: Cell, lens: AbsenceLens) -> Iterator[tuple[str, int]]:
    """Of the first officer who was to be there: all of them are away in a gap."""
    if not cell.covers:
        yield NOBODY, _minutes(gap)
        return
    for absence in cell.covers[0].absences:
        if away := overlap(gap, (absence.starts_at, absence.ends_at)):
            yield lens.reason(absence), _minutes(away)


def _minutes(stretch: Stretch) -> int:
    return (stretch[1] - stretch[0]) // A_MINUTE
