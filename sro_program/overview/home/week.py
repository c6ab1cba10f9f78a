"""The week at one's schools: who covers it, where nobody does, and today's bells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from officers.board import Cell, Cover, Row, week
from officers.models import Absence
from schools.models import School
from sro_program.core.db import Actor
from sro_program.core.times import from_to
from sro_program.overview.calendar_item import midnight

SATURDAY = 5
MOST_SCHOOLS = 40
"""Beyond, the board itself is the place to look; a home page must stay quick."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours on one campus without an officer."""

    campus: str
    on: date
    when: str


@dataclass(frozen=True, slots=True)
class Here:
    """Who is on a campus today, and when nobody is."""

    campus: str
    officers: str
    gaps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday; at a weekend those that come."""

    monday: date
    rows: Sequence[Row]

    @property
    def gaps(self) -> list[Gap]:
        """Each stretch of school hours without an officer, the next day's first."""
        gaps = [
            Gap(str(row.campus), cell.on, words(gap, row.zone, cell))
            for row in self.rows
            for cell in row.cells
            for gap in cell.gaps
        ]
        return sorted(gaps, key=lambda gap: gap.on)

    def here_on(self, on: date) -> list[Here]:
        """One day, by campus; nothing without school."""
        return [
            Here(str(row.campus), _present(cell), _times(cell, row.zone))
            for row, cell in self._cells(on)
            if cell.is_instructional
        ]

    def hours_on(self, on: date) -> list[tuple[str, datetime, datetime]]:
        """First and last bell of a day by campus, in its own time."""
        return [
            (
                ", ".join(school.label for school in row.schools),
                cell.hours[0].astimezone(row.zone),
                cell.hours[1].astimezone(row.zone),
            )
            for row, cell in self._cells(on)
            if cell.hours
        ]

    def _cells(self, on: date) -> Iterator[tuple[Row, Cell]]:
        for row in self.rows:
            for cell in row.cells:
                if cell.on == on:
                    yield row, cell


def week_for(user: Actor, today: date) -> Week | None:
    """Six queries; None when there are too many schools for one look."""
    seen = School.objects.visible_to(user).open().for_list()
    schools = list(seen[: MOST_SCHOOLS + 1])
    if len(schools) > MOST_SCHOOLS:
        return None
    monday = monday_of(today)
    return Week(monday, week(schools, monday) if schools else [])


def absences_of(user: Actor, today: date) -> list[Absence]:
    """When this officer is away, from today until the end of the week shown."""
    seen = Absence.objects.visible_to(user).filter(officer__user_id=user.pk)
    until = midnight(monday_of(today) + timedelta(days=7))
    return list(seen.standing().overlapping(midnight(today), until))


def monday_of(today: date) -> date:
    """Of this week; at a weekend of the next."""
    is_weekend = today.weekday() >= SATURDAY
    ahead = 7 if is_weekend else 0
    return today + timedelta(days=ahead - today.weekday())


def words(gap: tuple[datetime, datetime], zone: ZoneInfo, cell: Cell) -> str:
    """From when until when, or that it is the whole day."""
    if gap == cell.hours:
        return "all day"
    return from_to(*(at.astimezone(zone) for at in gap))


def _times(cell: Cell, zone: ZoneInfo) -> list[str]:
    return [words(gap, zone, cell) for gap in cell.gaps]


def _present(cell: Cell) -> str:
    there = [cover for cover in cell.covers if not cover.is_away_all_day]
    return ", ".join(map(_name, there))


def _name(cover: Cover) -> str:
    is_away = any(a.starts_at <= now() < a.ends_at for a in cover.absences)
    return f"{cover.officer} (away now)" if is_away else str(cover.officer)
