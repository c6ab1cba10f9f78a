"""What belongs to a drill: words about children, and what a district asks for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from schools.models.drills import (
    NOTE_READERS,
    Drill,
    DrillKind,
    DrillWindow,
)
from schools.models.territory import District, School
from sro_program.audit.history import track
from sro_program.core.db import Actor


class DrillNoteQuerySet(models.QuerySet["DrillNote"]):
    def visible_to(self, user: Actor) -> "DrillNoteQuerySet":
        """Between the school, its officers and their command."""
        return self.filter(school__in=School.objects.reached_as(user, *NOTE_READERS))


@track()
class DrillNote(models.Model):
    """How children took a drill, and what some of them need; no names."""

    drill = models.OneToOneField(
        Drill, models.PROTECT, primary_key=True, related_name="note"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    reaction = models.TextField(max_length=1000, blank=True)
    needs = models.TextField(max_length=1000, blank=True)

    objects = DrillNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Note on drill {self.drill_id}"


class DrillRuleQuerySet(models.QuerySet["DrillRule"]):
    def of_districts(self, districts: set[int]) -> "DrillRuleQuerySet":
        return self.filter(district__in=districts)


class DrillRule(models.Model):
    """How many drills of a kind a district asks for in a window.

    A district without a row has the statute's: one of each of the four kinds in each
    window (`schools.drills.BY_LAW`). With one row, its rows are all that is asked.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="drill_rules")
    kind = models.CharField(max_length=14, choices=DrillKind)
    window = models.CharField(max_length=10, choices=DrillWindow)
    times = models.PositiveSmallIntegerField("how many", default=1)

    objects = DrillRuleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["district", "window", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "kind", "window"],
                name="drill_rule_once",
                violation_error_message="This is already asked for.",
            ),
            models.CheckConstraint(
                name="drill_rule_asks_for_some",
                condition=Q(times__range=(1, 10)),
                violation_error_message="Ask for 1 to 10 drills.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_window_display()}: {self.times} × {self.get_kind_display()}"
