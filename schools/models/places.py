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
        return self.select_related("parent").order_by("parent__label", "label", "pk")


class Place(models.Model):
    """A named spot of a school; archived when it is gone, so that records keep it."""

    class Kind(models.TextChoices):
        BUILDING = "building", "Building"
        FLOOR = "floor", "Floor"
        ROOM = "room", "Room"
        DOOR = "door", "Door"
        AREA = "area", "Outdoor area"

    school = models.ForeignKey(School, models.PROTECT, related_name="places")
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
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
        ]

    def __str__(self) -> str:
        return self.label
