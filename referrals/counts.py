"""How many referrals and how long they took, for those who read none of them.

The numbers come through a door of the database that decides who is counted for whom
and hides small cells (migration `counts_door`). Periods are whole school years: from
two periods of one's own choosing a hidden number could be told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import connection
from django.utils.timezone import localdate, make_aware

from referrals.models import Referral, Topic
from referrals.states import Status
from sro_program.core.times import length

JULY = 7
YEARS = 4
HIDDEN = "hidden"
NOBODY = "–"
COUNTS = "SELECT * FROM referrals_counts(%s, %s)"
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
    """All tables of one school year, and its total."""

    total: Cell | None
    tables: Sequence[Table]


def this_year() -> int:
    """The calendar year in which the school year of today began, in July."""
    today = localdate()
    return today.year if today.month >= JULY else today.year - 1


def years() -> list[int]:
    """The school years that can be looked at, the latest first."""
    return [this_year() - n for n in range(YEARS)]


def counts_of(year: int) -> Counts:
    """The numbers of one school year, for whoever acts. One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [_begins(year), _begins(year + 1)])
        rows = cursor.fetchall()
    found = {
        dimension: [_cell(dimension, row) for row in group]
        for dimension, group in groupby(rows, key=lambda row: row[0])
    }
    total = found.get("all", [None])[0]
    tables = [Table(title, found[key]) for key, title in TITLES.items() if key in found]
    return Counts(total, tables)


def _begins(year: int) -> datetime:
    return make_aware(datetime(year, JULY, 1))


def _cell(dimension: str, row: Sequence[object]) -> Cell:
    _, value, total, _, *times = row
    label = LABELS.get(dimension, {}).get(str(value), str(value))
    if total is None:
        return Cell(str(label), HIDDEN, *[NOBODY] * 3)
    return Cell(str(label), f"{total:,}", *_in_words(times))


def _in_words(times: Iterable[object]) -> list[str]:
    return [length(time) if isinstance(time, timedelta) else NOBODY for time in times]
