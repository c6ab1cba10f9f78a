"""Who covers a campus on a day, for the page of a school. Port of `schools`."""

from collections.abc import Iterator
from datetime import date

from officers.board import rows
from officers.panels import BoardCell, board_rows
from schools.models import School
from schools.ports import Happening, OnCampus
from sro_program.core.db import Actor

NOBODY = "No officer is assigned to this campus."
NO_SCHOOL = "There is no school today."


def covers_on(user: Actor, school: School, on: date) -> OnCampus:
    """The officers of that day, who of them is away, and when nobody is there."""
    cell = board_rows(user, rows([school], [on]))[0].cells[0]
    lines = list(_lines(cell)) if cell.is_instructional else []
    return OnCampus("Who covers", lines, NOBODY if cell.is_instructional else NO_SCHOOL)


def _lines(cell: BoardCell) -> Iterator[Happening]:
    for cover in cell.covers:
        away = f"away: {', '.join(cover.away)}" if cover.away else ""
        kind = cover.kind.lower()
        yield Happening(f"{cover.officer}, {kind}", away, is_warning=cover.is_away)
    if cell.covers:
        for gap in cell.gaps:
            yield Happening("Nobody is there", gap or "all day", is_warning=True)
