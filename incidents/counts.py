"""How many incidents, for those who read none of them, and for those who read all.

The numbers come through a door of the database that decides who is counted for whom and
keeps small cells back (migration `counts_door`). Behind each number that someone may
look behind stands a list of exactly its rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db import connection
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.timezone import localdate

from incidents.models import CaseFile, CrdcType, Incident, Involvement
from incidents.states import COUNTED, Status
from schools import grades
from sro_program.core.times import school_year

YEARS = 4
HIDDEN = "hidden"
COUNTS = "SELECT * FROM incidents_counts(%s, %s, %s, %s)"
MONTHS = [*range(7, 13), *range(1, 7)]
KINDS = {
    "violence": "Violence",
    "weapons": "Weapons",
    "drugs": "Drugs",
    "charges": "Charges",
    "arrests": "Arrests",
}
FEDERAL = {"referrals": "Referred to law enforcement", "arrests": "Arrested"}
NOT_KNOWN = ("unknown", "Not known")
DISPOSITIONS = [
    *CaseFile.Disposition.choices,
    ("returned", "Returned to school"),
    ("open", "Not said yet"),
]
GRADES = [*((str(grade), name) for grade, name in grades.CHOICES), NOT_KNOWN]
UNIT_ONLY = {"disposition", "status", "month", "charges", "unidentified"}
IN_A_HEADER = {"all", "initiated_by", "outcome"}
"""Numbers whose incidents a principal or the office may list."""

type Keys = Sequence[tuple[str, str]]


class Report(TextChoices):
    """Whom the numbers are for."""

    LEDGER = "ledger", "Ledger (KRS 158.449)"
    STATE = "state", "State data (KRS 158.444)"
    FEDERAL = "federal", "Federal data (CRDC)"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which numbers: a report of a school year; the unit also asks for less of it."""

    report: str
    year: int
    month: int = 0
    school: int = 0

    @property
    def query(self) -> dict[str, int | str]:
        """As an address says it; what is not narrowed is left out."""
        narrowed = {"month": self.month, "school": self.school}
        told = {name: value for name, value in narrowed.items() if value}
        return {"report": self.report, "year": self.year, **told}

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of what is asked for."""
        begins, ends = date(self.year, 7, 1), date(self.year + 1, 6, 30)
        if not self.month:
            return begins, ends
        first = date(self.year + (self.month < MONTHS[0]), self.month, 1)
        return first, last_of_month(first)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: how often, of how many students, and where its rows are listed."""

    column: str
    instances: str
    students: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: one answer, with a figure for each column."""

    label: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a report, counted along one question."""

    title: str
    columns: Sequence[str]
    lines: Sequence[Line]
    by_student: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """A report's total and its tables; without a total there is nothing to show.

    `is_exact` says that whoever looks reads every number as it is now.
    """

    total: Figure | None
    tables: Sequence[Table]
    is_exact: bool

    @property
    def is_hidden(self) -> bool:
        return self.total is not None and self.total.instances == HIDDEN


type Found = Mapping[tuple[str, str], tuple[str, int, int | None]]
"""Dimension and key → label, instances, students."""


def years() -> list[int]:
    """The school years that can be looked at, the latest first."""
    return [school_year(localdate()) - n for n in range(YEARS)]


def counts_of(asked: Asked, *, lists_headers: bool = False) -> Counts:
    """The numbers of one report, for whoever acts. One query.

    `lists_headers`: whoever is not of the unit may list the incidents' headers.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [asked.year, asked.report, asked.month, asked.school])
        rows = cursor.fetchall()
    is_exact = all(row[-1] for row in rows)
    found = {
        (dimension, key): (label, instances, students)
        for dimension, key, label, instances, students, _ in rows
        if instances is not None
    }
    counted = _Counted(asked, found, is_exact, lists_headers)
    if not rows:
        return Counts(None, [], is_exact)
    total = counted.figure("Incidents", "all", "")
    return Counts(total, [] if total.instances == HIDDEN else counted.tables, is_exact)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the door told, on its way to tables."""

    asked: Asked
    found: Found
    is_exact: bool
    lists_headers: bool

    @property
    def tables(self) -> list[Table]:
        made = {
            Report.LEDGER: self._ledger,
            Report.STATE: self._state,
            Report.FEDERAL: self._federal,
        }[Report(self.asked.report)]()
        return [table for table in made if table.lines]

    def figure(self, column: str, dimension: str, key: str) -> Figure:
        if (dimension, key) not in self.found:
            return Figure(column, "0" if self.is_exact else HIDDEN)
        _, instances, students = self.found[dimension, key]
        of_students = "" if students is None else f"{students:,}"
        url = self._url(dimension, key)
        return Figure(column, f"{instances:,}", of_students, url)

    def _ledger(self) -> Iterator[Table]:
        yield self._events("Who turned to the police", "initiated_by", _initiators())
        yield self._events("What it was", "conduct", CaseFile.Conduct.choices)
        yield self._events("How it was dealt with", "disposition", DISPOSITIONS)
        yield self._events("Outcome", "outcome", Incident.Outcome.choices)
        yield self._events("Report", "status", _states())
        if any(dimension == "month" for dimension, _ in self.found):
            yield self._events("Month", "month", _months())
        yield self._events("School", "school", self._schools())

    def _state(self) -> Iterator[Table]:
        kinds = self._known(KINDS.items())
        yield self._events("Incidents with", "events", kinds)
        yield from self._by_student(kinds, sex=True, race=True, grade=True)

    def _federal(self) -> Iterator[Table]:
        kinds = self._known(FEDERAL.items())
        yield from self._by_student(kinds, sex=True, race=True, grade=False)
        yield self._events("Offenses (incidents)", "offense", CrdcType.choices)

    def _events(self, title: str, dimension: str, keys: Keys) -> Table:
        if dimension in UNIT_ONLY and not self.is_exact:
            return Table(title, [], [])
        lines = [
            Line(label, [self.figure("Incidents", dimension, key)])
            for key, label in keys
        ]
        return Table(title, ["Incidents"], lines)

    def _by_student(
        self, kinds: Keys, *, sex: bool, race: bool, grade: bool
    ) -> Iterator[Table]:
        rows = [Line("All", [self.figure(label, "kind", key) for key, label in kinds])]
        if self.is_exact:
            unnamed = [(label, "unidentified", key) for key, label in kinds]
            rows.append(
                Line("Not identified", [self.figure(*each) for each in unnamed])
            )
        yield Table("Students", [label for _, label in kinds], rows, by_student=True)
        for title, name, keys, is_asked in (
            ("Sex", "sex", Involvement.Sex.choices, sex),
            ("Race", "race", Involvement.Race.choices, race),
            ("Grade", "grade", GRADES, grade),
        ):
            if is_asked:
                yield self._along(title, name, keys, kinds)

    def _along(self, title: str, name: str, keys: Keys, kinds: Keys) -> Table:
        lines = [
            Line(
                label,
                [self.figure(words, f"{kind}.{name}", key) for kind, words in kinds],
            )
            for key, label in keys
        ]
        return Table(title, [words for _, words in kinds], lines, by_student=True)

    def _known(self, kinds: Iterable[tuple[str, str]]) -> Keys:
        return [one for one in kinds if self.is_exact or one[0] not in UNIT_ONLY]

    def _schools(self) -> Keys:
        """Schools are named by the door; what is hidden of them has no line."""
        return [
            (key, label)
            for (dimension, key), (label, *_) in self.found.items()
            if dimension == "school"
        ]

    def _url(self, dimension: str, key: str) -> str:
        if self.is_exact:
            behind = {**self.asked.query, "dimension": dimension, "key": key}
            if dimension == "month":
                behind |= {"month": key, "dimension": "all", "key": ""}
            return f"{reverse('incidents:ledger')}?{urlencode(behind)}"
        if self.lists_headers and dimension in IN_A_HEADER:
            return self._list_url(dimension, key)
        return ""

    def _list_url(self, dimension: str, key: str) -> str:
        """The headers, up to the day to which the numbers go."""
        begins, ends = self.asked.days
        last_month = localdate().replace(day=1) - timedelta(days=1)
        period = {"since": begins, "until": min(ends, last_month)}
        narrowed = {dimension: key} if key else {}
        return f"{reverse('incidents:incidents')}?{urlencode({**period, **narrowed})}"


def last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _initiators() -> Keys:
    return Incident.Initiator.choices


def _states() -> Keys:
    return [(str(one), str(Status(one).label)) for one in COUNTED]


def _months() -> Keys:
    return [(str(month), f"{date(2000, month, 1):%B}") for month in MONTHS]
