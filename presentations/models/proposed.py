"""Other times for a talk whose own time does not suit or fell through."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from presentations.models.presentation import Presentation
from schools.models import School
from sro_program.core.times import in_this_century


class ProposedSlotQuerySet(models.QuerySet["ProposedSlot"]):
    def to_come(self) -> "ProposedSlotQuerySet":
        """Those that can still be asked for."""
        return self.filter(starts_at__gt=now())


class ProposedSlot(models.Model):
    """A time that the officer is free, offered instead of the one that fell through."""

    presentation = models.ForeignKey(
        Presentation, models.CASCADE, related_name="proposed_slots"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ProposedSlotQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposed_slot_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be after the start.",
            ),
            in_this_century("proposed_slot_in_this_century"),
            models.UniqueConstraint(
                fields=["presentation", "starts_at"],
                name="proposed_slot_once",
                violation_error_message="This time is already proposed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
