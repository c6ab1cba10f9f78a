"""The board of what schools owe in drills, filtered, page by page, and as lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.timezone import localdate

from schools.drills import Duty, DutyState, SchoolDrills, drills_of
from schools.models import School
from schools.models.drills import READERS
from sro_program.core.db import Actor

SIZE = 50
"""Schools of one page."""
HEADER = ["School", "District", "Window", "Kind", "State", "How far"]

type Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """A page of it; numbers are of all schools that were asked for."""

    rows: Sequence[SchoolDrills]
    schools: int
    owed: int
    overdue: int
    after: int


def schools_read_by(user: Actor) -> list[School]:
    """Those of whose drills this person reads, by name."""
    return list(School.objects.reached_as(user, *READERS).open().for_list())


def board_of(user: Actor, schools: Sequence[School], asked: Asked) -> Board:
    """What these schools owe as the filter says, what is overdue first."""
    rows = _asked_for(user, schools, asked)
    begin = asked.get("after") or 0
    end = begin + SIZE
    return Board(
        rows[begin:end],
        len(rows),
        sum(row.owed for row in rows),
        sum(row.overdue for row in rows),
        end if len(rows) > end else 0,
    )


def lines_of(
    user: Actor, schools: Sequence[School], asked: Asked
) -> Iterator[Sequence[str]]:
    """All of it, a line for each drill that is owed or was."""
    for row in _asked_for(user, schools, asked):
        for duty in row.duties:
            yield (
                row.school.name,
                row.school.district.name,
                duty.span.window.label,
                duty.kind.label,
                duty.state.label,
                duty.words,
            )


def _asked_for(
    user: Actor, schools: Sequence[School], asked: Asked
) -> list[SchoolDrills]:
    found = drills_of(user, schools, localdate())
    if not any(asked.get(name) for name in ("state", "kind", "window")):
        return found
    kept = [
        replace(row, duties=[duty for duty in row.duties if _fits(duty, asked)])
        for row in found
    ]
    return [row for row in kept if row.duties]


def _fits(duty: Duty, asked: Asked) -> bool:
    state = asked.get("state")
    return (
        asked.get("kind") in {None, "", duty.kind}
        and asked.get("window") in {None, "", duty.span.window}
        and (not state or duty.is_owed)
        and (state != DutyState.OVERDUE or duty.state == DutyState.OVERDUE)
    )
