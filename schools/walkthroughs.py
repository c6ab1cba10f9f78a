"""The pages about walkthroughs: which there are, and what one of them says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from schools.models import Finding, School, WalkAnswer, Walkthrough
from schools.models.checklists import Answer, ChecklistItem, Scale
from schools.models.territory import SchoolQuerySet
from schools.models.walkthroughs import READERS
from sro_program.core.db import Actor
from sro_program.core.paging import beyond
from sro_program.core.times import school_year

SIZE = 50
"""Rows of one page."""
ORDER = ("-on", "-id")
HEADER = [
    *("School", "School year", "Day", "By", "Layer", "Means", "Area", "Item"),
    *("Answer", "Note"),
]
JULY = 7

type Layer = tuple[str, list[WalkAnswer]]


@dataclass(frozen=True, slots=True)
class WalksPage:
    """A page of a school's walkthroughs, and behind which the next one begins."""

    walks: Sequence[Walkthrough]
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A school on the board: when it was walked, assessed, and what is to be mended."""

    school: School
    rounds: int
    last_round: date | None
    assessed: date | None
    to_mend: int


@dataclass(frozen=True, slots=True)
class Board:
    """A page of schools by name, and how many come before the next one."""

    rows: Sequence[Row]
    after: int


def schools_walked(user: Actor) -> SchoolQuerySet:
    """Those of which one reads walkthroughs, by name."""
    return School.objects.reached_as(user, *READERS).open().for_list()


def walks_of(user: Actor, school: School, after: UUID | None = None) -> WalksPage:
    """Those of a school, the latest first. Two queries at most."""
    mine = Walkthrough.objects.visible_to(user).filter(school=school)
    rows = mine.for_list().annotate(
        found=Count("answers", filter=Q(answers__answer=Answer.FINDING))
    )
    last = mine.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(beyond(ORDER, {"on": last.on, "id": last.pk}))
    found = list(rows.order_by(*ORDER)[: SIZE + 1])
    goes_on = len(found) > SIZE
    return WalksPage(found[:SIZE], str(found[SIZE - 1].pk) if goes_on else "")


def board_of(user: Actor, today: date, begin: int = 0) -> Board:
    """Each school of which one reads it, in this school year. Four queries."""
    schools = list(schools_walked(user)[begin : begin + SIZE + 1])
    shown = schools[:SIZE]
    since = date(school_year(today), JULY, 1)
    walks = Walkthrough.objects.visible_to(user).filter(school__in=shown)
    told = walks.values("school", "checklist__scale").annotate(
        last=Max("on"), count=Count("pk", filter=Q(on__gte=since))
    )
    of = {(one["school"], one["checklist__scale"]): one for one in told}
    open_ones = Finding.objects.visible_to(user).standing().filter(school__in=shown)
    count = open_ones.order_by().values("school").annotate(count=Count("pk"))
    to_mend = {one["school"]: one["count"] for one in count}
    rows = [_row(school, of, to_mend.get(school.pk, 0), since) for school in shown]
    return Board(rows, begin + SIZE if len(schools) > SIZE else 0)


def _row(
    school: School, of: Mapping[tuple[int, str], Any], to_mend: int, since: date
) -> Row:
    rounds = of.get((school.pk, Scale.ROUND)) or {"last": None, "count": 0}
    yearly = of.get((school.pk, Scale.ASSESSMENT)) or {"last": None}
    assessed = yearly["last"]
    is_of_year = assessed and assessed >= since
    return Row(
        school,
        rounds["count"],
        rounds["last"],
        assessed if is_of_year else None,
        to_mend,
    )


def answers_of(user: Actor, walk: Walkthrough) -> list[Layer]:
    """What was seen, layer by layer, from the outside in. One query."""
    rows = WalkAnswer.objects.visible_to(user).filter(walkthrough=walk)
    answers = list(rows.select_related("item").order_by("item__position", "item"))
    return [
        (str(layer.label), found)
        for layer in ChecklistItem.Layer
        if (found := [one for one in answers if one.item.layer == layer])
    ]


def facts_of(walk: Walkthrough) -> list[tuple[str, object]]:
    """Its header."""
    return [
        ("When", walk.when),
        ("By", walk.walked_by),
        ("Route", walk.route),
        ("Weather", walk.get_weather_display() if walk.weather else ""),
        ("School", "in session" if walk.in_session else "not in session"),
        ("Checklist", walk.checklist),
    ]


def assessment_lines(
    user: Actor, *, school: School | None = None, year: int | None = None
) -> Iterator[list[str]]:
    """The last assessment of each school in a school year, a line for each answer."""
    year = year or school_year(localdate())
    walks = Walkthrough.objects.visible_to(user).of_scale(Scale.ASSESSMENT)
    walks = walks.filter(on__gte=date(year, JULY, 1), on__lt=date(year + 1, JULY, 1))
    if school:
        walks = walks.filter(school=school)
    last = walks.order_by("school_id", *ORDER).distinct("school_id")
    rows = WalkAnswer.objects.visible_to(user).filter(walkthrough__in=last.values("pk"))
    joined = rows.select_related("item", "walkthrough__walked_by", "school")
    for one in joined.order_by("school__name", "school", "item__position", "item"):
        yield _line(one, year)


def _line(one: WalkAnswer, year: int) -> list[str]:
    walk, item = one.walkthrough, one.item
    return [
        one.school.name,
        f"{year}–{(year + 1) % 100:02}",
        walk.on.isoformat(),
        walk.walked_by.name,
        item.get_layer_display(),
        item.get_means_display(),
        item.get_area_display(),
        item.text,
        one.get_answer_display(),
        one.note,
    ]
