"""What a page shows of the unit, through the lens of who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from officers import cover_policy, policy
from officers.board import Cell, Cover, Row
from officers.models import Absence, Assignment, Officer
from officers.relief import Candidate, Gap, candidates, gaps_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, deny
from sro_program.core.times import clock, from_to


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence in the words this person may read."""

    absence: Absence
    reason: str
    note: str
    is_sensitive: bool
    may_cancel: Verdict
    may_find_relief: Verdict


@dataclass(frozen=True, slots=True)
class Free:
    """Someone who can stand in, and whether this person may send them."""

    candidate: Candidate
    may_send: Verdict


@dataclass(frozen=True, slots=True)
class GapPanel:
    """A campus that needs a relief: who can stand in, and who cannot and why."""

    gap: Gap
    free: Sequence[Free]
    others: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class CoverLine:
    """Who covers a day, and what takes them away."""

    officer: Officer
    kind: str
    is_away: bool
    away: Sequence[str]


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One day of one campus, ready to be shown."""

    on: date
    label: str
    is_instructional: bool
    gaps: Sequence[str]
    covers: Sequence[CoverLine]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One campus of the board."""

    campus: str
    schools: str
    cells: Sequence[BoardCell]


def absence_lines(user: Actor, officer: Officer) -> list[AbsenceLine]:
    """What is still to come of an officer's absences."""
    seen = Absence.objects.visible_to(user).filter(officer=officer)
    coming = seen.standing().filter(ends_at__gt=now())
    lens = policy.absence_lens(user)
    may_cancel = policy.can_record_absence(user, officer)
    may_find_relief = cover_policy.can_find_relief(user, officer)
    return [
        AbsenceLine(
            absence,
            lens.reason(absence),
            lens.note(absence),
            lens.is_sensitive(absence),
            may_cancel,
            may_find_relief,
        )
        for absence in coming.select_related("officer").order_by("starts_at")[:50]
    ]


def relief_panels(user: Actor, absence: Absence) -> list[GapPanel]:
    """Each gap of an absence with the unit, sorted into free and not."""
    return [_gap_panel(user, gap, absence) for gap in gaps_of(absence)]


def _gap_panel(user: Actor, gap: Gap, absence: Absence) -> GapPanel:
    found = candidates(gap, absence)
    sends = policy.can_assign(user, absence.officer)
    free = [
        Free(one, _unless_oneself(user, one.officer, sends))
        for one in found
        if not one.why_not
    ]
    return GapPanel(gap, free, [one for one in found if one.why_not])


def _unless_oneself(user: Actor, officer: Officer, otherwise: Verdict) -> Verdict:
    """All are of one agency, so one answer does for everybody but oneself."""
    if officer.user_id == user.pk:
        return deny(policy.OWN_ASSIGNMENT)
    return otherwise


def assignment_lines(user: Actor, officer: Officer) -> list[Assignment]:
    """An officer's assignments, the newest first, as far as one sees the campus."""
    seen = Assignment.objects.visible_to(user).filter(officer=officer)
    return list(seen.select_related("campus").order_by("-starts_on")[:50])


def board_rows(user: Actor, rows: Sequence[Row]) -> list[BoardRow]:
    """The board through this person's lens."""
    lens = policy.absence_lens(user)
    return [
        BoardRow(
            str(row.campus),
            ", ".join(school.label for school in row.schools),
            [_cell(cell, lens, row.zone) for cell in row.cells],
        )
        for row in rows
    ]


def _cell(cell: Cell, lens: policy.AbsenceLens, zone: ZoneInfo) -> BoardCell:
    return BoardCell(
        cell.on,
        cell.label,
        cell.is_instructional,
        ["" if gap == cell.hours else _hours(*gap, zone) for gap in cell.gaps],
        [_line(cover, cell.on, lens, zone) for cover in cell.covers],
    )


def _line(
    cover: Cover, on: date, lens: policy.AbsenceLens, zone: ZoneInfo
) -> CoverLine:
    reasons = [lens.reason(absence) for absence in cover.absences]
    times = [_on_that_day(absence, on, zone) for absence in cover.absences]
    partly = [f"{why}, {when}" for why, when in zip(reasons, times, strict=True)]
    return CoverLine(
        cover.officer,
        cover.assignment.get_kind_display(),
        cover.is_away_all_day,
        reasons if cover.is_away_all_day else partly,
    )


def _hours(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    return from_to(start.astimezone(zone), end.astimezone(zone))


def _on_that_day(absence: Absence, on: date, zone: ZoneInfo) -> str:
    """From when and until when on this day; what lies before and after is left out."""
    start, end = absence.starts_at.astimezone(zone), absence.ends_at.astimezone(zone)
    goes_on = end.date() > on
    if start.date() < on:
        return "all day" if goes_on else f"until {clock(end)}"
    return f"from {clock(start)}" if goes_on else from_to(start, end)
