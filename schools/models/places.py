"""Buildings, rooms and doors: where on a school's grounds something happens."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from schools.models.territory import School
from sro_program.core.db import Actor


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: Actor) -> "PlaceQuerySet":
        """Places are seen by those who reach their school."""
        return self.filter(school__in=School.objects.visible_to(user))

    def of_school(self, school: School) -> "PlaceQuerySet":
        """The places of one school that was itself looked up as visible."""
        return self.filter(school=school)

    def in_use(self) -> "PlaceQuerySet":
        """Without those that were archived."""
        return self.filter(archived_at=None)

    def rooms(self) -> "PlaceQuerySet":
        """Where a class can be held."""
        return self.filter(kind=Place.Kind.ROOM)

    def for_list(self) -> "PlaceQuerySet":
        """With the place they are in; buildings first, then by label."""
        rows = self.select_related("parent", "spot")
        return rows.order_by("parent__label", "label", "pk")


class SpotKind(models.Model):
    """What can stand at a spot: a defibrillator, a key box, a hole in the radio."""

    name = models.CharField(max_length=40, unique=True)
    is_offered = models.BooleanField(
        "offered for new places", default=True, help_text="What has it keeps it."
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "kind of equipment or hazard"
        verbose_name_plural = "kinds of equipment and hazards"

    def __str__(self) -> str:
        return self.name


def offered_spots() -> models.QuerySet[SpotKind]:
    """What may be said of a new place."""
    return SpotKind.objects.filter(is_offered=True)


class Place(models.Model):
    """A named spot of a school; archived when it is gone, so that records keep it."""

    class Kind(models.TextChoices):
        BUILDING = "building", "Building"
        FLOOR = "floor", "Floor"
        ROOM = "room", "Room"
        DOOR = "door", "Door"
        AREA = "area", "Outdoor area"
        SPOT = "spot", "Equipment or hazard"

    school = models.ForeignKey(School, models.PROTECT, related_name="places")
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    spot = models.ForeignKey(
        SpotKind,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="which equipment or hazard",
        related_name="+",
    )
    label = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField("seats", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()
    locked_with = ("school",)

    class Meta:
        ordering: ClassVar = ["label"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "parent", "label"],
                condition=Q(archived_at=None),
                nulls_distinct=False,
                name="place_labelled_once",
                violation_error_message="There is already a place so labelled here.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="place_not_inside_itself",
                violation_error_message="A place cannot be inside itself.",
            ),
            models.CheckConstraint(
                condition=Q(kind="spot", spot__isnull=False)
                | ~Q(kind="spot") & Q(spot=None),
                name="place_spot_says_of_what",
                violation_error_message=(
                    "Say which equipment or hazard it is, and only of one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def what(self) -> str:
        """What it is, in words: a room, or the equipment that stands there."""
        return self.spot.name if self.spot else self.get_kind_display()
