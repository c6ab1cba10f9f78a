"""Floor plans as they are drawn: a picture, and numbered marks where the places are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from schools.models import FloorPlan, Pin
from schools.models.plans import EDGE
from sro_program.core.db import Actor

RADIUS = 24
"""Of a mark, where the plan is 1000 wide: a finger hits it on one of 540 pixels."""
HOTTEST = 60
"""The radius of the place with the most."""
OUTLINE = 6
"""Around a mark, when it is chosen."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the plan, `x` and `y` in the plan's own measure."""

    number: int
    pin: Pin
    x: int
    y: int
    radius: int = RADIUS
    text: str = ""
    url: str = ""

    @property
    def place(self) -> int:
        return self.pin.place_id

    @property
    def label(self) -> str:
        return self.pin.place.label

    @property
    def what(self) -> str:
        """What stands there, where it is equipment or a hazard."""
        return str(self.pin.place.spot or "")


@dataclass(frozen=True, slots=True)
class DrawnPlan:
    """A plan 1000 wide and `height` high."""

    plan: FloorPlan
    height: int
    marks: Sequence[Mark]
    largest: int = RADIUS

    @property
    def view_box(self) -> str:
        """With a margin, so that a mark on the edge is whole: there are the doors."""
        margin = self.largest + OUTLINE
        width, height = EDGE + 2 * margin, self.height + 2 * margin
        return f"{-margin} {-margin} {width} {height}"

    @property
    def url(self) -> str:
        """Of the picture."""
        plan = self.plan
        return reverse("schools:plan_picture", args=[plan.school_id, plan.pk])


@dataclass(frozen=True, slots=True)
class Heat:
    """How much was at a place: a number, where it leads, its share of the most in %."""

    number: int
    url: str
    share: int


PINS = Prefetch("pins", Pin.objects.select_related("place__spot"))
"""What `drawn` needs of a plan."""


def drawn(plan: FloorPlan) -> DrawnPlan:
    """One plan with its marks; fetch it with PINS."""
    height = round(EDGE * plan.height / plan.width)
    pins = [pin for pin in plan.pins.all() if not pin.place.archived_at]
    marks = [
        Mark(number, pin, pin.x, round(pin.y * height / EDGE))
        for number, pin in enumerate(pins, 1)
    ]
    return DrawnPlan(plan, height, marks)


def plans_of(user: Actor, school: int) -> list[DrawnPlan]:
    """The plans in use of a school that this person may see, drawn. Two queries.

    Without those on which there is nothing to tap.
    """
    rows = FloorPlan.objects.visible_to(user).filter(school=school).in_use()
    plans = (drawn(plan) for plan in rows.prefetch_related(PINS))
    return [one for one in plans if one.marks]


def heated(plans: Sequence[DrawnPlan], heat: Mapping[int, Heat]) -> list[DrawnPlan]:
    """The plans with a mark for each place that has some, the larger the more."""
    return [
        DrawnPlan(
            one.plan,
            one.height,
            [_hot(mark, heat[mark.place]) for mark in one.marks if mark.place in heat],
            HOTTEST,
        )
        for one in plans
    ]


def _hot(mark: Mark, heat: Heat) -> Mark:
    radius = RADIUS + (HOTTEST - RADIUS) * heat.share // 100
    return Mark(
        mark.number, mark.pin, mark.x, mark.y, radius, str(heat.number), heat.url
    )
