"""What belongs to a drill: words about children, what is to be mended, what is owed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from schools.drill_states import DrillTaskStatus
from schools.models.drills import (
    NOTE_READERS,
    READERS,
    Drill,
    DrillKind,
    DrillWindow,
)
from schools.models.territory import District, School
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST


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


class DrillTaskQuerySet(models.QuerySet["DrillTask"]):
    def visible_to(self, user: Actor) -> "DrillTaskQuerySet":
        """Of the schools at which one reads drills; each is of a drill that was held.

        The second wall says the same in SQL: migration `drills`.
        """
        return self.filter(school__in=School.objects.reached_as(user, *READERS))

    def open(self) -> "DrillTaskQuerySet":
        """Those that nobody has done, what is due first on top."""
        return self.filter(status=DrillTaskStatus.OPEN).order_by("due_on", "id")

    def standing(self) -> "DrillTaskQuerySet":
        """Those that still want somebody: to do them, or to look again."""
        ends = [DrillTaskStatus.CHECKED]
        return self.exclude(status__in=ends).order_by("due_on", "id")

    def for_list(self) -> "DrillTaskQuerySet":
        """With whom a row names."""
        return self.select_related(
            "drill", "school__district", "person", "done_by", "checked_by"
        )


@track()
class DrillTask(models.Model):
    """Something to be mended after a drill, and who looks whether it was.

    `warned` is the last of the two reminders that went out.
    """

    class Owner(models.TextChoices):
        SCHOOL = "school", "The school"
        FACILITIES = "facilities", "Facilities"
        AGENCY = "agency", "The sheriff’s office"

    class Warned(models.TextChoices):
        NO = "", "Not yet"
        SOON = "soon", "Due soon"
        LATE = "late", "Overdue"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    drill = models.ForeignKey(Drill, models.PROTECT, related_name="tasks")
    school = models.ForeignKey(School, models.PROTECT, related_name="drill_tasks")
    what = models.CharField(max_length=200)
    owner = models.CharField(max_length=10, choices=Owner)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    status = models.CharField(
        max_length=7, choices=DrillTaskStatus, default=DrillTaskStatus.OPEN
    )
    warned = models.CharField(max_length=4, choices=Warned, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)

    objects = DrillTaskQuerySet.as_manager()
    locked_with: ClassVar = ("drill", "school__district", "person")

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["school", "due_on"], name="drill_task_of_school"),
            models.Index(
                fields=["due_on"],
                condition=Q(status=DrillTaskStatus.OPEN),
                name="drill_task_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="drill_task_of_our_time",
                condition=Q(due_on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="drill_task_done_by_somebody",
                condition=Q(status=DrillTaskStatus.OPEN, done_by=None, done_at=None)
                | ~Q(status=DrillTaskStatus.OPEN)
                & Q(done_by__isnull=False, done_at__isnull=False),
                violation_error_message="Somebody did it.",
            ),
            models.CheckConstraint(
                name="drill_task_looked_at_by_another",
                condition=~Q(status=DrillTaskStatus.CHECKED)
                & Q(checked_by=None, checked_at=None)
                | Q(
                    status=DrillTaskStatus.CHECKED,
                    checked_by__isnull=False,
                    checked_at__isnull=False,
                )
                & ~Q(checked_by=F("done_by")),
                violation_error_message="Somebody else looks at it again.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """Its place on the page of the drill."""
        drill = reverse("schools:drill", args=[self.school_id, self.drill_id])
        return f"{drill}#task-{self.pk}"

    @property
    def who(self) -> str:
        """Who is to do it, in words."""
        owner = self.get_owner_display()
        return f"{self.person}, {owner.lower()}" if self.person else owner

    @property
    def is_open(self) -> bool:
        return self.status == DrillTaskStatus.OPEN


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
