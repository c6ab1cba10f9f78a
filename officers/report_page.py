"""A duty report in words: what one side reads, and what the other side sees of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from officers.compiling import Figures
from officers.ledger import NO_SIDE
from officers.lens import KEPT, Field, kept_from_school, read_by_both, reads_line
from officers.models import (
    ActivityEntry,
    Directive,
    DutyReport,
    DutyReportAnswer,
    DutyReportPage,
    Lens,
)
from officers.signing import Reader
from officers.states import PageStatus, Status
from sro_program.core.db import Actor
from sro_program.core.offers import Offer

MOST_LINES = 600
SOURCES = {
    "incident": "Incident reports",
    "presentation": "Presentations",
    "advice": "Advice",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: how often, how long, with how many people."""

    label: str
    often: int
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class Function:
    """Minutes of one function: what both read, what is the command's, and both."""

    label: str
    both: int
    kept: int

    @property
    def total(self) -> int:
        return self.both + self.kept


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a report, ready to be shown."""

    good: Sequence[Kind]
    functions: Sequence[Function]
    kinds: Sequence[Kind]
    kept: Sequence[Kind]
    directed: Sequence[tuple[str, int]]
    directives: Sequence[tuple[str, int]]
    grew: Sequence[tuple[str, int]]
    coverage: Mapping[str, Any]
    besides: Sequence[tuple[str, str, Any]]
    incidents: Sequence[tuple[str, str, Any]]
    is_command: bool

    @property
    def read_by_both(self) -> Sequence[Field]:
        """The rules of `officers.lens`, in the same words for both sides."""
        return read_by_both()

    @property
    def command_only(self) -> Sequence[Field]:
        return kept_from_school()

    @property
    def both(self) -> int:
        """Minutes that both pages say."""
        return sum(row.both for row in self.functions)

    @property
    def kept_minutes(self) -> int:
        return sum(row.kept for row in self.functions)

    @property
    def total(self) -> int:
        return self.both + self.kept_minutes

    @property
    def good_minutes(self) -> int:
        return sum(kind.minutes for kind in self.good)


@dataclass(frozen=True, slots=True)
class Change:
    """What a corrected log changed since the earlier page."""

    label: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log as it is now."""

    line: ActivityEntry
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A signature or words, and to which edition of the reader's page."""

    answer: DutyReportAnswer
    edition: int | None


def shown(page: DutyReportPage) -> Shown:
    """The figures of a page with the names of what they count."""
    figures = page.figures
    kept = figures.get(KEPT) or {"functions": [], "kinds": []}
    return Shown(
        _kinds(figures["good"]),
        _functions(figures["functions"], kept["functions"]),
        _kinds(figures["kinds"]),
        _kinds(kept["kinds"]),
        [
            (str(Directive.Side(side).label) if side else NO_SIDE, minutes)
            for side, minutes in figures["directed"]
        ],
        [(str(Status(state).label), count) for state, count in figures["directives"]],
        [(SOURCES.get(kind, kind), count) for kind, count in figures["grew"] if kind],
        figures["coverage"],
        figures.get("besides", []),
        figures.get("incidents", []),
        page.lens == Lens.COMMAND,
    )


def _kinds(rows: Iterable[Sequence[Any]]) -> list[Kind]:
    return [
        Kind(str(ActivityEntry.Type(kind).label), often, minutes, people)
        for kind, often, minutes, people in rows
    ]


def _functions(
    both: Iterable[Sequence[Any]], kept: Iterable[Sequence[Any]]
) -> list[Function]:
    """In the order of the log's own list, those with any minutes."""
    shared, own = dict(map(tuple, both)), dict(map(tuple, kept))
    return [
        Function(str(one.label), shared.get(one.value, 0), own.get(one.value, 0))
        for one in ActivityEntry.Function
        if one.value in shared or one.value in own
    ]


def changes_in(pages: Sequence[DutyReportPage], page: DutyReportPage) -> list[Change]:
    """The kinds of work whose minutes a correction changed since the edition before."""
    earlier = [one for one in pages if one.edition < page.edition]
    if not earlier:
        return []
    before, after = _minutes(earlier[0].figures), _minutes(page.figures)
    return [
        Change(
            str(ActivityEntry.Type(kind).label),
            before.get(kind, 0),
            after.get(kind, 0),
        )
        for kind in before | after
        if before.get(kind) != after.get(kind)
    ]


def _minutes(figures: Figures) -> dict[str, int]:
    kept = figures.get(KEPT) or {"kinds": []}
    return {row[0]: row[2] for row in [*figures["kinds"], *kept["kinds"]]}


def lines_of(user: Actor, report: DutyReport, lens: str) -> list[LogLine]:
    """The lines of the time as they are now, as far as this side reads them."""
    rows = (
        ActivityEntry.objects.visible_to(user)
        .standing()
        .filter(
            officer=report.officer_id,
            school=report.school_id,
            on__range=(report.starts_on, report.ends_on),
        )
    )
    found = rows.order_by("on", "started_at", "pk")[:MOST_LINES]
    return [
        LogLine(line, not reads_line(Lens.SCHOOL, line.type))
        for line in found
        if reads_line(lens, line.type)
    ]


def pages_of(user: Actor, report: DutyReport, lens: str) -> list[DutyReportPage]:
    """Every edition through one lens, the newest first."""
    pages = DutyReportPage.objects.visible_to(user).filter(report=report, lens=lens)
    pages = pages.select_related("report__officer__user", "report__school__district")
    return list(pages.order_by("-edition"))


def answers_to(user: Actor, pages: Sequence[DutyReportPage]) -> list[Said]:
    """What both sides and the officer have said, oldest first, beside each other.

    Which edition stood there then is told by the reader's own pages: that the other
    side has had more of them is not theirs to learn.
    """
    rows = DutyReportAnswer.objects.visible_to(user).filter(report=pages[0].report_id)
    editions = {page.pk: page.edition for page in pages}
    return [
        Said(one, _edition(one, pages[0].lens, editions))
        for one in rows.select_related("by").order_by("given_at", "pk")
    ]


def _edition(
    answer: DutyReportAnswer, lens: str, editions: Mapping[UUID, int]
) -> int | None:
    if lens == Lens.SCHOOL:
        return answer.school_edition
    return editions.get(answer.page_id)


def offers_for(reader: Reader, page: DutyReportPage) -> list[Offer]:
    """Sign, or write beside; on the page that is current."""
    if page.replaced_at:
        return []
    found = []
    if page.status == PageStatus.WAITING and reader.may_sign(page.lens):
        found.append(_offer("sign_report", "Sign this page", page, "primary"))
    if reader.may_comment():
        found.append(_offer("comment_report", "Write beside it", page, "secondary"))
    return found


def _offer(verb: str, label: str, page: DutyReportPage, kind: str) -> Offer:
    return Offer(verb, label, reverse(f"officers:{verb}", args=[page.pk]), False, kind)
