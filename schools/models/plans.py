"""Floor plans, and where on them the places of a school are.

The state holds the official map (domain.md R15); ours is the unit's working picture. A
plan is no open record and is given out to nobody (KRS 158.162, domain.md §2.3).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from schools.models.places import Place
from schools.models.territory import School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

READERS = (Role.COMMANDER, Role.OFFICER, Role.PRINCIPAL, Role.DISTRICT)
"""Who sees the plan of their school (domain.md §2.3)."""
EDGE = 1000
"""Where a pin is, in thousandths of the picture's width and height."""


class FloorPlanQuerySet(models.QuerySet["FloorPlan"]):
    def visible_to(self, user: Actor) -> "FloorPlanQuerySet":
        """Plans of the schools that this person reaches as one who reads plans."""
        return self.filter(school__in=School.objects.reached_as(user, *READERS))

    def of_school(self, school: School) -> "FloorPlanQuerySet":
        """The plans of one school, for somebody who may see them."""
        return self.filter(school=school)

    def in_use(self) -> "FloorPlanQuerySet":
        """Without those that were archived."""
        return self.filter(archived_at=None)


@track()
class FloorPlan(models.Model):
    """A picture of a floor. A new picture is a new plan; the old one is archived."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="plans")
    title = models.CharField(max_length=80)
    picture = models.ImageField(
        upload_to="plans/", max_length=200, width_field="width", height_field="height"
    )
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(help_text="Pixels.")
    height = models.PositiveIntegerField(help_text="Pixels.")
    sha256 = models.CharField(max_length=64)
    verified_on = models.DateField("last compared with the building", null=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    objects = FloorPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "title"],
                condition=Q(archived_at=None),
                name="plan_titled_once",
                violation_error_message=(
                    "This school has a plan with this title. Archive it first, or "
                    "give another title."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("schools:plan", args=[self.school_id, self.pk])


class PinQuerySet(models.QuerySet["Pin"]):
    def visible_to(self, user: Actor) -> "PinQuerySet":
        """Pins on the plans that this person sees."""
        return self.filter(school__in=School.objects.reached_as(user, *READERS))


@track()
class Pin(models.Model):
    """Where on a plan a place is: thousandths from its left and from its top."""

    plan = models.ForeignKey(FloorPlan, models.CASCADE, related_name="pins")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="pins")
    x = models.PositiveSmallIntegerField("from the left")
    y = models.PositiveSmallIntegerField("from the top")

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["place__label", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "place"], name="place_pinned_once"),
            models.CheckConstraint(
                condition=Q(x__lte=EDGE, y__lte=EDGE),
                name="pin_is_on_the_plan",
                violation_error_message="That is beside the plan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} on {self.plan}"
