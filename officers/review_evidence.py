"""Evidence from the log beside a half of a review: figures, and no judgment.

Outcomes are judged, not counts (domain.md R41): the figures help to remember the year
and are compared with nobody's. Each side's are made of the lines that this side reads,
so the school's never count what the law keeps from it (KRS 158.153).
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from officers.balance import OTHER, PARTS, in_percent
from officers.compiling import GOOD
from officers.lens import reads_line
from officers.models import ActivityEntry, DutyReportPage, Review
from officers.states import PageStatus
from sro_program.core.db import Actor

Type = ActivityEntry.Type
TALKS = {Type.CLASSROOM, Type.ASSEMBLY, Type.STAFF_TRAINING, Type.PARENT_NIGHT}
ADVICE = {Type.ADVICE_STUDENT, Type.ADVICE_PARENT, Type.ADVICE_STAFF}
EVENTS = {Type.SPECIAL_EVENT, Type.CLUB}
KINDS: dict[str, tuple[str, Collection[str]]] = {
    "talks": ("Talks given", TALKS),
    "advice": ("Advisory sessions", ADVICE),
    "events": ("Events and clubs", EVENTS),
    "good": ("Good contacts, these among them", GOOD),
}

type Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the triad in the year: minutes, and hundredths of the whole."""

    label: str
    minutes: int
    share: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures of a half in words, ready to be shown."""

    shares: list[Share]
    counts: list[tuple[str, int]]
    until: date
    signed: int
    reports: int

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.shares)


def figures_of(user: Actor, review: Review, side: str) -> Figures:
    """The school year until today, of the lines that this side reads; two queries."""
    rows = _lines(user, review)
    seen = [row for row in rows if reads_line(side, row[1])]
    minutes: Counter[str] = Counter()
    for function, _, _, total in seen:
        minutes[function if function in PARTS else OTHER] += total
    signed, reports = _reports(user, review, side)
    return {
        "parts": [[key, minutes[key]] for key in PARTS],
        "counts": [
            [key, sum(often for _, kind, often, _ in seen if kind in kinds)]
            for key, (_, kinds) in KINDS.items()
        ],
        "reports": [signed, reports],
        "until": min(localdate(), review.days[1]).isoformat(),
    }


def _lines(user: Actor, review: Review) -> list[tuple[str, str, int, int]]:
    lines = ActivityEntry.objects.visible_to(user).standing()
    lines = lines.filter(
        officer=review.officer_id, school=review.school_id, on__range=review.days
    )
    sums = lines.order_by().values_list("function", "type")
    return list(sums.annotate(often=Count("pk"), total=Sum("minutes")))


def _reports(user: Actor, review: Review, side: str) -> tuple[int, int]:
    """How many duty reports of this side's are signed, and how many there are."""
    pages = DutyReportPage.objects.visible_to(user).current()
    pages = pages.filter(
        officer=review.officer_id,
        school=review.school_id,
        lens=side,
        report__starts_on__range=review.days,
    )
    counted = pages.aggregate(
        signed=Count("pk", filter=Q(status=PageStatus.SIGNED)), all=Count("pk")
    )
    return counted["signed"], counted["all"]


def in_words(figures: Figures) -> Evidence:
    """Kept or fresh figures with the names of what they count."""
    parts = dict(map(tuple, figures["parts"]))
    shares = in_percent([parts[key] for key in PARTS])
    return Evidence(
        [
            Share(label, parts[key], share)
            for (key, label), share in zip(PARTS.items(), shares, strict=True)
        ],
        [(KINDS[key][0], number) for key, number in figures["counts"]],
        date.fromisoformat(figures["until"]),
        *figures["reports"],
    )
