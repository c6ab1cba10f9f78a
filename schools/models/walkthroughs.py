"""A walk through a school with its answers, as it was sent (domain.md §3.8).

It tells where a school is weak, so it is read as findings are (§2.3, plan gaps), and is
no open record (KRS 158.4412(2)(b)). Nobody changes what was sent; what was found lives
on as findings, and only sealing takes a name out.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from schools.models.checklists import Answer, Checklist, ChecklistItem, Scale
from schools.models.territory import School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST, clock

WALKERS = (Role.PRINCIPAL, Role.OFFICER, Role.COMMANDER)
READERS = (*WALKERS, Role.DISTRICT)


class WalkthroughQuerySet(models.QuerySet["Walkthrough"]):
    def visible_to(self, user: Actor) -> "WalkthroughQuerySet":
        """Of the schools at which one reads what was found.

        The second wall says the same in SQL: migration `walkthroughs`.
        """
        return self.filter(school__in=School.objects.reached_as(user, *READERS))

    def of_scale(self, scale: str) -> "WalkthroughQuerySet":
        return self.filter(checklist__scale=scale)

    def for_list(self) -> "WalkthroughQuerySet":
        """With what a row names."""
        return self.select_related("school__district", "checklist", "walked_by")


@track()
class Walkthrough(models.Model):
    """Who went through, when and where; no name of a child.

    `begins` is a time on the clock of the district. `digest` is a mark of all that was
    sent with it, findings too: the same id with another mark is another walk.
    """

    class Weather(models.TextChoices):
        NOT_SAID = "", "Not said"
        CLEAR = "clear", "Clear"
        CLOUDY = "cloudy", "Cloudy"
        RAIN = "rain", "Rain"
        SNOW = "snow", "Snow or ice"
        FOG = "fog", "Fog"
        DARK = "dark", "Dark"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="walkthroughs")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    on = models.DateField()
    begins = models.TimeField()
    route = models.CharField(max_length=100, blank=True)
    weather = models.CharField(max_length=6, choices=Weather, blank=True)
    in_session = models.BooleanField(default=True)
    note = models.TextField(max_length=1000, blank=True)
    walked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=now, editable=False)
    digest = models.CharField(max_length=64)

    objects = WalkthroughQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["school", "-on", "-id"], name="walkthrough_of_school"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="walkthrough_of_our_time",
                condition=Q(on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.on:%b} {self.on.day}, {self.on.year}"

    def get_absolute_url(self) -> str:
        return reverse("schools:walkthrough", args=[self.school_id, self.pk])

    @property
    def title(self) -> str:
        """Such as “Round”."""
        return str(Scale(self.checklist.scale).label)

    @property
    def began_at(self) -> datetime:
        return datetime.combine(self.on, self.begins, self.school.district.zone)

    @property
    def when(self) -> str:
        """Day and time, in words."""
        return f"{self.on:%a, %b} {self.on.day}, {self.on.year}, {clock(self.begins)}"


class WalkAnswerQuerySet(models.QuerySet["WalkAnswer"]):
    def visible_to(self, user: Actor) -> "WalkAnswerQuerySet":
        """As the walks that they belong to."""
        return self.filter(school__in=School.objects.reached_as(user, *READERS))


class WalkAnswer(models.Model):
    """What was seen at one item. It is never changed, and so its own history."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    walkthrough = models.ForeignKey(Walkthrough, models.PROTECT, related_name="answers")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=11, choices=Answer)
    note = models.CharField(max_length=200, blank=True)

    objects = WalkAnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["walkthrough", "item"],
                name="one_answer_at_an_item",
                violation_error_message="Each item has one answer.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
