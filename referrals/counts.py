"""How many referrals and how long they took, for those who read none of them.

The numbers come through a door of the database that decides who is counted for whom,
until when, and keeps small cells back (migration `counts_by_year`). It knows whole
school years only: from two periods of one's own choosing a hidden number could be told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import connection
from django.utils.timezone import localdate

from referrals.models import Referral, Topic
from referrals.states import Status
from sro_program.core.times import length, school_year

YEARS = 4
HIDDEN = "hidden"
NOBODY = "–"
COUNTS = "SELECT * FROM referrals_counts(%s)"
TITLES = {
    "status": "State",
    "reason": "Reason",
    "urgency": "How soon",
    "school": "School",
    "receiver": "Receiver",
    "outcome": "Closed as",
}
LABELS = {
    "status": dict(Status.choices),
    "reason": dict(Topic.choices),
    "urgency": dict(Referral.Urgency.choices),
    "outcome": dict(Referral.Outcome.choices),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a table; what is hidden says so."""

    label: str
    total: str
    to_received: str
    to_accepted: str
    to_closed: str

    @property
    def is_bare(self) -> bool:
        """There is no time to show beside it."""
        return {self.to_received, self.to_accepted, self.to_closed} == {NOBODY}

    @property
    def values(self) -> Sequence[str]:
        return [
            self.label,
            self.total,
            self.to_received,
            self.to_accepted,
            self.to_closed,
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """The referrals of a school year, counted along one dimension."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Counts:
    """All tables of one school year, and its total.

    Without a total there is nothing to count; a hidden one may also stand for none.
    """

    total: Cell | None
    tables: Sequence[Table]

    @property
    def is_hidden(self) -> bool:
        return self.total is not None and self.total.total == HIDDEN


def this_year() -> int:
    """The calendar year in which the school year of today began, in July."""
    return school_year(localdate())


def years() -> list[int]:
    """The school years that can be looked at, the latest first."""
    return [this_year() - n for n in range(YEARS)]


def counts_of(year: int) -> Counts:
    """The numbers of one school year, for whoever acts. One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [year])
        rows = cursor.fetchall()
    found = {
        dimension: [_cell(*row) for *row, _ in group]
        for dimension, group in groupby(rows, key=lambda row: row[0])
    }
    total = found.get("all", [None])[0]
    is_exact = all(is_exact for *_, is_exact in rows)
    return Counts(total, list(_tables(found, is_exact=is_exact)))


def _tables(found: Mapping[str, Sequence[Cell]], *, is_exact: bool) -> Iterator[Table]:
    for dimension, title in TITLES.items():
        kept_back = [] if is_exact else _kept_back(dimension, found)
        if cells := [*found.get(dimension, ()), *kept_back]:
            yield Table(title, cells)


def _kept_back(dimension: str, found: Mapping[str, Sequence[Cell]]) -> list[Cell]:
    """Every line that is not shown, in the usual order: none looks like one to four.

    Schools and receivers are not known here: what is hidden of them has no line. How
    referrals were closed has no table where it is hidden how many were.
    """
    shown = {key: {cell.label for cell in cells} for key, cells in found.items()}
    if dimension == "outcome" and Status.CLOSED.label not in shown.get("status", ()):
        return []
    every = LABELS.get(dimension, {}).values()
    return [_hidden(str(one)) for one in every if one not in shown.get(dimension, ())]


def _cell(dimension: str, value: str, total: int | None, *times: object) -> Cell:
    label = str(LABELS.get(dimension, {}).get(value, value))
    if total is None:
        return _hidden(label)
    return Cell(label, f"{total:,}", *_in_words(times))


def _hidden(label: str) -> Cell:
    return Cell(label, HIDDEN, *[NOBODY] * 3)


def _in_words(times: Iterable[object]) -> list[str]:
    return [length(time) if isinstance(time, timedelta) else NOBODY for time in times]
