"""Where it happens: the places of a school, ranked by how many incidents each had.

A school and a whole school year, so that no small number can be told from two periods
of one's own choosing; outside the sheriff's office cells under 5 are kept back, and the
next ones with them where they would give one away (as `referrals.counts`). Drafts and
discarded reports count for nobody, as in every other number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from incidents.listing import PAGE, Choices, Wanted, find
from incidents.listing.finding import NO_PLACE, SENT
from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet
from schools.plans import DrawnPlan, Heat, heated
from sro_program.core.db import Actor
from sro_program.core.times import JULY, school_year

YEARS = 4
LEAST = 5
"""Numbers under it are shown to the sheriff's office only."""
KINDS = dict(Incident.SubPlace.choices)
NOT_NAMED = "No place named"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, its incidents, and the address of the list that holds them."""

    label: str
    number: int
    url: str
    place: int | None = None
    share: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The places with the most first; `is_cut` where small numbers are kept back."""

    title: str
    spots: Sequence[Spot]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """One school in one school year; `total` is None where it is under 5."""

    total: int | None
    url: str
    rankings: Sequence[Ranking]

    def on(self, plans: Sequence[DrawnPlan]) -> list[DrawnPlan]:
        """The plans with the numbers of this ranking where they happened.

        The largest mark is that of the place with the most of those that are pinned.
        """
        pinned = {mark.place for plan in plans for mark in plan.marks}
        spots = [spot for ranking in self.rankings for spot in ranking.spots]
        shown = [spot for spot in spots if spot.place in pinned]
        most = max((spot.number for spot in shown), default=1)
        heat = {
            spot.place: Heat(spot.number, spot.url, _share(spot.number, most))
            for spot in shown
            if spot.place
        }
        return heated(plans, heat)


def this_year() -> int:
    """The calendar year in which the school year of today began."""
    return school_year(localdate())


def school_years() -> list[int]:
    """The school years that can be looked at, the latest first."""
    return [this_year() - n for n in range(YEARS)]


def ranked(user: Actor, choices: Choices, school: int, year: int) -> Ranked:
    """By kind of place and by named place. Two queries."""
    period: dict[str, Any] = {"school": school, "since": date(year, JULY, 1)}
    period["until"] = date(year + 1, JULY - 1, 30)
    if choices.is_police:
        period["state"] = SENT
    rows = find(user, Wanted(**period), choices)
    is_unit = choices.is_unit_at(school)
    kinds = [
        Spot(KINDS[kind], number, _list(period, kind=kind))
        for kind, number in _counted(rows, "sub_place")
    ]
    places = [
        Spot(label or NOT_NAMED, number, _list(period, place=key or NO_PLACE), key)
        for key, label, number in _counted(rows, "place", "place__label")
    ]
    total = sum(spot.number for spot in kinds)
    return Ranked(
        total if is_unit or not 0 < total < LEAST else None,
        _list(period),
        [
            _ranking("Kinds of place", kinds, is_unit=is_unit),
            _ranking("Places", places, is_unit=is_unit),
        ],
    )


def _counted(rows: IncidentQuerySet, *names: str) -> Iterable[tuple[Any, ...]]:
    counted = rows.order_by().values_list(*names).annotate(incidents=Count("pk"))
    return counted.order_by("-incidents", *names)


def _ranking(title: str, spots: Sequence[Spot], *, is_unit: bool) -> Ranking:
    seen = spots if is_unit else without_small(spots)
    most = max((spot.number for spot in seen), default=1)
    drawn = [replace(spot, share=_share(spot.number, most)) for spot in seen]
    return Ranking(title, drawn, is_cut=len(seen) < len(spots))


def _share(number: int, most: int) -> int:
    return round(100 * number / most)


def without_small(spots: Sequence[Spot]) -> Sequence[Spot]:
    """Without numbers under 5, and without those that the total would give away.

    The hidden ones together make at least 5, so that none can be told from the rest.
    """
    hidden, kept_back = set(), 0
    for spot in sorted(spots, key=lambda spot: spot.number):
        if spot.number < LEAST or 0 < kept_back < LEAST:
            hidden.add(spot)
            kept_back += spot.number
    return [spot for spot in spots if spot not in hidden]


def _list(period: dict[str, Any], **more: object) -> str:
    return f"{reverse(PAGE)}?{urlencode({**period, **more})}"
