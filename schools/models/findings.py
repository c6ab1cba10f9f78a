"""What has to be mended at a school: seen on a round, in a drill or in passing.

It tells where a school is weak, so it is read by those who read its floor plan
(domain.md §2.3, plan gaps), and no open record (KRS 158.4412(2)(b)).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import now

from schools.finding_states import FindingStatus
from schools.models.checklists import ChecklistItem
from schools.models.drills import Drill
from schools.models.places import Place
from schools.models.plans import FloorPlan
from schools.models.territory import School
from schools.models.walkthroughs import Walkthrough
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

MENDERS = (Role.PRINCIPAL, Role.OFFICER, Role.COMMANDER)
READERS = (*MENDERS, Role.DISTRICT)


def has_its_person() -> Exists:
    """Is it given to somebody who still has a part at its school?"""
    part = Reach.objects.filter(user=OuterRef("person"), school=OuterRef("school"))
    return Exists(part.filter(role__in=MENDERS))


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: Actor) -> "FindingQuerySet":
        """Of the schools at which one reads what is to be mended.

        The second wall says the same in SQL: migration `findings`.
        """
        return self.filter(school__in=School.objects.reached_as(user, *READERS))

    def open(self) -> "FindingQuerySet":
        """Those that nobody has done, what is due first on top."""
        return self.filter(status=FindingStatus.OPEN).order_by("due_on", "id")

    def standing(self) -> "FindingQuerySet":
        """Those that still want somebody: to do them, or to look again."""
        return self.exclude(status=FindingStatus.CHECKED).order_by("due_on", "id")

    def for_list(self) -> "FindingQuerySet":
        """With whom and what a row names."""
        return self.select_related(
            *("drill", "walkthrough__checklist", "item", "plan", "place"),
            *("school__district", "person", "written_by", "done_by", "checked_by"),
        )


@track()
class Finding(models.Model):
    """Something to be mended, and who looks whether it was. No name of a child.

    `warned` is the last of the two reminders that went out.
    """

    class Severity(models.TextChoices):
        LOW = "low", "Can wait"
        MEDIUM = "medium", "Soon"
        HIGH = "high", "At once"

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
    school = models.ForeignKey(School, models.PROTECT, related_name="findings")
    drill = models.ForeignKey(Drill, models.PROTECT, null=True, related_name="findings")
    walkthrough = models.ForeignKey(
        Walkthrough, models.PROTECT, null=True, related_name="findings"
    )
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(
        FloorPlan, models.PROTECT, null=True, related_name="findings"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="findings")
    what = models.CharField(max_length=300)
    severity = models.CharField(
        "how urgent", max_length=6, choices=Severity, default=Severity.MEDIUM
    )
    owner = models.CharField(max_length=10, choices=Owner)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    photo = models.FileField(upload_to="findings/", max_length=200, blank=True)
    photo_type = models.CharField(max_length=100, blank=True)
    status = models.CharField(
        max_length=7, choices=FindingStatus, default=FindingStatus.OPEN
    )
    warned = models.CharField(max_length=4, choices=Warned, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=now, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)

    objects = FindingQuerySet.as_manager()
    locked_with: ClassVar = (
        *("drill", "walkthrough__checklist", "item", "plan", "place"),
        *("school__district", "person"),
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["school", "due_on", "id"], name="finding_of_school"),
            models.Index(
                fields=["due_on"],
                condition=Q(status=FindingStatus.OPEN),
                name="finding_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="finding_of_our_time",
                condition=Q(due_on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="finding_at_an_item_of_a_walk",
                condition=Q(item=None) | Q(walkthrough__isnull=False),
                violation_error_message="An item is one of a walkthrough.",
            ),
            models.CheckConstraint(
                name="finding_done_by_somebody",
                condition=Q(status=FindingStatus.OPEN, done_by=None, done_at=None)
                | ~Q(status=FindingStatus.OPEN)
                & Q(done_by__isnull=False, done_at__isnull=False),
                violation_error_message="Somebody did it.",
            ),
            models.CheckConstraint(
                name="finding_looked_at_by_another",
                condition=~Q(status=FindingStatus.CHECKED)
                & Q(checked_by=None, checked_at=None)
                | Q(
                    status=FindingStatus.CHECKED,
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
        return reverse("schools:finding", args=[self.school_id, self.pk])

    @property
    def who(self) -> str:
        """Who is to do it, in words."""
        owner = self.get_owner_display()
        return f"{self.person}, {owner.lower()}" if self.person else owner

    @property
    def is_open(self) -> bool:
        return self.status == FindingStatus.OPEN
