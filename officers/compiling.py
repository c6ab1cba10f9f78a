"""What a duty report says: figures of one officer's log at one school.

Made of codes and numbers alone, and of what the other wings count. Notes, places and
outcomes stay in the log, where they can be corrected and sealed; a report that was
signed would keep them for ever.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count

from officers import ports
from officers.ledger import directing_side
from officers.lens import KEPT, reads_line, reasons_through, through
from officers.models import ActivityEntry, Directive, DutyReport, Lens
from officers.policy import AbsenceLens
from officers.uncovered import CampusCoverage, coverage_of
from schools.models import School
from sro_program.core.times import A_DAY

Type = ActivityEntry.Type
GOOD = [
    *(Type.MENTORING, Type.CLUB, Type.SPECIAL_EVENT, Type.PRESENCE),
    *(Type.CLASSROOM, Type.ASSEMBLY, Type.PARENT_NIGHT, Type.STAFF_TRAINING),
    *(Type.ADVICE_STUDENT, Type.ADVICE_PARENT, Type.ADVICE_STAFF),
]
"""Contacts in which nobody was in trouble; a report opens with them (domain.md §5)."""

WEEKS, MONTHS = 8, 2
"""How far back: about the two months in which a line can be written."""

type Figures = dict[str, Any]


class Line(NamedTuple):
    """What a report counts of a line of the log."""

    pk: UUID
    on: date
    function: str
    type: str
    minutes: int
    people: int | None
    origin: str
    side: str
    source_kind: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of the time, for whoever reads it."""

    lines: Sequence[Line]
    directives: Sequence[tuple[str, int]]
    coverage: CampusCoverage
    told: Sequence[ports.Told]


def facts_of(report: DutyReport) -> Facts:
    """The same few queries for any length and any log; the clock asks."""
    school = report.school
    on_campus = School.objects.open().filter(campus=school.campus_id).for_list()
    everything = AbsenceLens(
        frozenset({report.officer.police_agency_id}), None, frozenset()
    )
    coverage = coverage_of(
        on_campus or [school], report.starts_on, report.ends_on, everything
    )
    return Facts(_lines(report), _directives(report), coverage[0], ports.told(report))


def _lines(report: DutyReport) -> list[Line]:
    rows = ActivityEntry.objects.standing().filter(
        officer=report.officer_id,
        school=report.school_id,
        on__range=(report.starts_on, report.ends_on),
    )
    values = rows.order_by("on", "pk").values_list(
        *("pk", "on", "function", "type", "minutes", "audience_count", "origin"),
        *(directing_side(), "source_kind"),
    )
    return [Line(*row) for row in values]


def _directives(report: DutyReport) -> list[tuple[str, int]]:
    """Given in this time, by what came of them until now."""
    begins, over = report.moments
    rows = Directive.objects.filter(
        officer=report.officer_id,
        school=report.school_id,
        given_at__gte=begins,
        given_at__lt=over,
    )
    counted = rows.order_by().values("status").annotate(number=Count("pk"))
    return sorted(counted.values_list("status", "number"))


def figures_for(lens: str, facts: Facts) -> Figures:
    """A page of a report. The command's is the school's and what is kept from it."""
    shared = [line for line in facts.lines if reads_line(Lens.SCHOOL, line.type)]
    kept = [line for line in facts.lines if not reads_line(Lens.SCHOOL, line.type)]
    return through(
        lens,
        {
            "good": _kinds(line for line in shared if line.type in GOOD),
            **_sums(shared),
            "directed": _minutes(
                (line.side, line.minutes)
                for line in shared
                if line.function == ActivityEntry.Function.DIRECTED_DUTY
            ),
            "directives": [list(row) for row in facts.directives],
            "grew": _minutes((line.source_kind, 1) for line in shared),
            "coverage": _coverage(lens, facts.coverage),
            "besides": _told(one for one in facts.told if one.for_school),
            "incidents": _told(one for one in facts.told if not one.for_school),
            KEPT: _sums(kept),
        },
    )


def fingerprint_for(lens: str, facts: Facts) -> str:
    """Changes when a line that this side reads changes in what a report counts."""
    seen = [line for line in facts.lines if reads_line(lens, line.type)]
    return hashlib.sha256(
        repr([tuple(map(str, line)) for line in seen]).encode()
    ).hexdigest()


def _sums(lines: Sequence[Line]) -> Figures:
    return {
        "functions": _minutes((line.function, line.minutes) for line in lines),
        "kinds": _kinds(lines),
    }


def _kinds(lines: Iterable[Line]) -> list[list[Any]]:
    """By kind: how often, how many minutes, how many people; the most minutes first."""
    often: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for line in lines:
        often[line.type] += 1
        minutes[line.type] += line.minutes
        people[line.type] += line.people or 0
    return [
        [kind, often[kind], total, people[kind]] for kind, total in _most_first(minutes)
    ]


def _minutes(pairs: Iterable[tuple[str, int]]) -> list[list[Any]]:
    total: Counter[str] = Counter()
    for name, number in pairs:
        total[name] += number
    return [list(pair) for pair in _most_first(total)]


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _told(figures: Iterable[ports.Told]) -> list[list[Any]]:
    return [[one.heading, one.words, one.number] for one in figures]


def _coverage(lens: str, coverage: CampusCoverage) -> Figures:
    return {
        "days": coverage.days,
        "days_without": len(coverage.uncovered),
        "minutes": coverage.minutes,
        "without": coverage.uncovered_minutes,
        "reasons": [list(pair) for pair in reasons_through(lens, coverage.reasons)],
    }


def last_periods(today: date) -> list[tuple[str, date, date]]:
    """Weeks and months that are over, and that a missed run may still catch up with.

    The newest first: as far back as a line can still be written.
    """
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    found: list[tuple[str, date, date]] = [
        (DutyReport.Period.WEEK, first, first + timedelta(days=6)) for first in weeks
    ]
    ends = today.replace(day=1) - A_DAY
    for _ in range(MONTHS):
        found.append((DutyReport.Period.MONTH, ends.replace(day=1), ends))
        ends = ends.replace(day=1) - A_DAY
    return found
