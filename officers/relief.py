"""Who can stand in where an absence leaves a campus without an officer.

A relief must be free in that time and allowed to be alone on a campus; why somebody is
not offered is told with it, for the command decides and not a list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from officers import board, ports
from officers.board import Cell, Row
from officers.coverage import Stretch, holding, overlap, schools_of
from officers.directing import stretches
from officers.models import Absence, Assignment, Directive, Officer
from officers.training import standings
from schools.models import Campus
from sro_program.core.db import briefly_as_clock
from sro_program.core.times import from_to

AWAY = "Away in that time."
TALK = "Gives a talk in that time."
DIRECTED = "Is directed to be elsewhere in that time."
NOT_OFFERED = "Is the one who is away, or not in service."
SERVES = "Serves {campus} then."
SPARED = "{campus} keeps {officer} meanwhile."
THERE = "Serves this campus already."


@dataclass(frozen=True, slots=True)
class Gap:
    """A campus without an officer because of one absence, from today on."""

    campus: Campus
    zone: ZoneInfo
    days: Sequence[date]
    stretches: Sequence[Stretch]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def ends(self) -> date:
        """The first day on which no relief is needed any more."""
        return self.days[-1] + timedelta(days=1)

    @property
    def in_words(self) -> list[str]:
        """Each stretch by the clock of the campus."""
        local = [
            (start.astimezone(self.zone), end.astimezone(self.zone))
            for start, end in self.stretches
        ]
        return [f"{start:%a, %b %-d}, {from_to(start, end)}" for start, end in local]

    def touches(self, stretches: Iterable[Stretch]) -> bool:
        """Does any of these lie in the time that lacks an officer?"""
        return any(overlap(one, own) for one in stretches for own in self.stretches)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer of the unit: free and allowed to be alone, or why not."""

    officer: Officer
    why_not: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of the officers in the time of a gap, asked for once."""

    officers: Sequence[Officer]
    absences: Mapping[int, Sequence[Stretch]]
    talks: Mapping[int, Sequence[Stretch]]
    directed: Mapping[int, Sequence[Stretch]]
    posts: Sequence[Assignment]
    not_alone: Mapping[int, str]


def relief_url(absence: Absence) -> str:
    """Where the command finds who can stand in."""
    return reverse("officers:relief", args=[absence.pk])


def missed(absence: Absence) -> list[tuple[Row, list[Cell]]]:
    """The campuses, and their days, from whose school hours it takes the officer."""
    zone = get_current_timezone()
    first = absence.starts_at.astimezone(zone).date()
    last = absence.ends_at.astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = board.rows(schools_of(absence.officer, first, last), days)
    found = [(row, [c for c in row.cells if c.is_missed_by(absence)]) for row in rows]
    return [(row, cells) for row, cells in found if cells]


def gaps_of(absence: Absence) -> list[Gap]:
    """Where it leaves nobody, from today on; none of an absence that was called off."""
    if absence.cancelled_at:
        return []
    found = [_gap(row, cells, absence) for row, cells in missed(absence)]
    return [gap for gap in found if gap]


def _gap(row: Row, cells: Sequence[Cell], absence: Absence) -> Gap | None:
    away = absence.starts_at, absence.ends_at
    lacking = [c for c in cells if c.on >= localdate() and c.is_gap_in(absence)]
    stretches = [
        both for cell in lacking for gap in cell.gaps if (both := overlap(gap, away))
    ]
    days = [cell.on for cell in lacking]
    return Gap(row.campus, row.zone, days, stretches) if days else None


def candidates(gap: Gap, absence: Absence) -> list[Candidate]:
    """The whole unit but the officer who is away, by name; the same few queries."""
    unit = unit_in(gap, absence)
    return [judged(officer, gap, unit) for officer in unit.officers]


def candidate(officer: Officer, gap: Gap, absence: Absence) -> Candidate:
    """This one alone, judged as in the list."""
    return judged(officer, gap, unit_in(gap, absence))


def unit_in(gap: Gap, absence: Absence) -> Unit:
    """What the officers of this agency have to do in that time."""
    agency = absence.officer.police_agency_id
    rows = Officer.objects.in_service().filter(police_agency=agency).for_list()
    officers = list(rows.exclude(pk=absence.officer_id))
    begins, over = gap.stretches[0][0], gap.stretches[-1][1]
    away = Absence.objects.standing().overlapping(begins, over)
    return Unit(
        officers,
        _by_officer(
            away.filter(officer__in=officers).values_list(
                "officer", "starts_at", "ends_at"
            )
        ),
        _by_officer(ports.busy(officers, begins, over)),
        _by_officer(_directed(officers, gap)),
        list(
            holding(gap.first, gap.days[-1])
            .filter(officer__police_agency=agency, officer__in_service=True)
            .select_related("officer__user", "campus")
        ),
        {
            one.officer.pk: one.may_work_alone.reason
            for one in standings(officers, gap.days[-1])
        },
    )


def _directed(officers: Sequence[Officer], gap: Gap) -> list[ports.Busy]:
    """What either superior wants at certain hours, but on this campus; times alone."""
    rows = Directive.objects.standing().exclude(starts_at=None)
    rows = rows.filter(officer__in=officers).exclude(school__campus=gap.campus.pk)
    with briefly_as_clock():
        timed = list(rows.select_related("school__district"))
    return [
        (one.officer_id, begins, over)
        for one in timed
        for begins, over in stretches(one)
    ]


def _by_officer(
    rows: Iterable[ports.Busy],
) -> Mapping[int, Sequence[Stretch]]:
    found: dict[int, list[Stretch]] = defaultdict(list)
    for officer, starts_at, ends_at in rows:
        found[officer].append((starts_at, ends_at))
    return found


def judged(officer: Officer, gap: Gap, unit: Unit) -> Candidate:
    """Free and certified; or the first reason against it."""
    if gap.touches(unit.absences.get(officer.pk, ())):
        return Candidate(officer, AWAY)
    if gap.touches(unit.talks.get(officer.pk, ())):
        return Candidate(officer, TALK)
    if gap.touches(unit.directed.get(officer.pk, ())):
        return Candidate(officer, DIRECTED)
    if reason := unit.not_alone.get(officer.pk, NOT_OFFERED):
        return Candidate(officer, reason)
    return _by_posts(officer, gap, unit)


def _by_posts(officer: Officer, gap: Gap, unit: Unit) -> Candidate:
    """Whoever is second at a campus can be spared while its first is there."""
    remarks = []
    for post in (one for one in unit.posts if one.officer_id == officer.pk):
        if post.campus_id == gap.campus.pk:
            return Candidate(officer, THERE)
        keeps = _who_stays(post, gap, unit)
        if keeps is None:
            return Candidate(officer, SERVES.format(campus=post.campus))
        remarks.append(SPARED.format(campus=post.campus, officer=keeps))
    return Candidate(officer, remark=" ".join(remarks))


def _who_stays(post: Assignment, gap: Gap, unit: Unit) -> Officer | None:
    """The primary officer of the same campus, if there on all of these days."""
    if post.kind != Assignment.Kind.SECONDARY:
        return None
    for other in unit.posts:
        is_first = other.kind == Assignment.Kind.PRIMARY
        if other.campus_id != post.campus_id or not is_first:
            continue
        is_there = all(other.holds_on(day) for day in gap.days)
        if is_there and not gap.touches(unit.absences.get(other.officer_id, ())):
            return other.officer
    return None
