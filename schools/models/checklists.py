"""What is looked at on a walkthrough, in editions (domain.md §2.1 R11, R14, R43; §3.8).

An edition that was walked once is never changed, so that an answer keeps what it was
an answer to: the database refuses it (migration `walkthroughs`). A change is a copy.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from schools.models.territory import District
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST


class Scale(models.TextChoices):
    """For what a checklist is walked; each has answers of its own."""

    ROUND = "round", "Round"
    ASSESSMENT = "assessment", "Yearly assessment"


class Answer(models.TextChoices):
    """Of both scales: D§3.8 for a round, R43 for the yearly assessment."""

    OK = "ok", "OK"
    FINDING = "finding", "Finding"
    NOT_CHECKED = "not_checked", "Not checked"
    NOT_APPLICABLE = "none", "Not here"
    IN_PLACE = "in_place", "In place"
    IN_PROGRESS = "in_progress", "In progress"
    FUTURE = "future", "Future"
    NOT_NEEDED = "not_needed", "Not needed"


ANSWERS = {
    Scale.ROUND: [
        *(Answer.OK, Answer.FINDING, Answer.NOT_CHECKED, Answer.NOT_APPLICABLE),
    ],
    Scale.ASSESSMENT: [
        *(Answer.IN_PLACE, Answer.IN_PROGRESS, Answer.FUTURE, Answer.NOT_NEEDED),
    ],
}


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def in_use(self, today: date) -> "ChecklistQuerySet":
        """Those that may be walked: a draft has no first day yet."""
        return self.filter(valid_from__lte=today)

    def for_district(self, district: int) -> "ChecklistQuerySet":
        """Its own, the latest edition first, and then those that are everybody's."""
        found = self.filter(Q(district=district) | Q(district=None))
        return found.order_by(F("district").asc(nulls_last=True), "-edition")


class Checklist(models.Model):
    """An edition. Without a district it is everybody's who has no own."""

    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checklists",
        help_text="Empty: for every district that has no own.",
    )
    scale = models.CharField(max_length=10, choices=Scale, default=Scale.ROUND)
    edition = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=100)
    valid_from = models.DateField(
        "used from", null=True, blank=True, help_text="Empty: it is being written."
    )
    is_walked = models.BooleanField(default=False, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["district", "scale", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "scale", "edition"],
                nulls_distinct=False,
                name="checklist_edition_once",
                violation_error_message="This edition is there already. Count on.",
            ),
            models.CheckConstraint(
                name="checklist_of_our_time",
                condition=Q(valid_from=None) | Q(valid_from__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.edition}"

    @property
    def answers(self) -> list[Answer]:
        """Those of its scale."""
        return ANSWERS[Scale(self.scale)]

    @property
    def is_round(self) -> bool:
        return self.scale == Scale.ROUND


class ChecklistItem(models.Model):
    """One thing to look at: where (R43, layer), by what means, of which area (R11)."""

    class Layer(models.TextChoices):
        """PASS, from the outside in."""

        CAMPUS = "campus", "Campus perimeter"
        BUILDING = "building", "Building perimeter"
        INTERIOR = "interior", "Classroom and interior"
        DIGITAL = "digital", "Digital infrastructure"
        DISTRICT = "district", "District-wide"

    class Means(models.TextChoices):
        """The components of PASS."""

        POLICIES = "policies", "Policies and procedures"
        PEOPLE = "people", "People"
        ARCHITECTURE = "architecture", "Architecture"
        COMMUNICATION = "communication", "Communication"
        ACCESS = "access", "Access control"
        VIDEO = "video", "Video"
        DETECTION = "detection", "Detection and alarms"

    class Area(models.TextChoices):
        """Of the state's risk assessment (KRS 158.4410(5)-(7))."""

        CRISIS = "crisis", "Crisis planning"
        POLICIES = "policies", "Policies"
        SECURITY = "security", "Physical security"
        TRAINING = "training", "Training"
        SUPPORT = "support", "Support services"
        OFFICERS = "officers", "SRO staffing and practices"
        COMMUNITY = "community", "School and community"

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    layer = models.CharField(max_length=8, choices=Layer)
    means = models.CharField(max_length=13, choices=Means)
    area = models.CharField(max_length=9, choices=Area, default=Area.SECURITY)
    text = models.CharField("what is looked at", max_length=150)
    is_marshals = models.BooleanField(
        "the marshal checks it", default=False, help_text="KRS 158.162(3)"
    )

    class Meta:
        ordering: ClassVar = ["checklist", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checklist", "text"],
                name="checklist_item_once",
                violation_error_message="This stands in the list already.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
