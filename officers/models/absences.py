"""When an officer is away."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.timezone import now

from officers.models.unit import Assignment, Officer
from schools.models import Campus
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.ranges import TimeRange
from sro_program.core.times import in_this_century


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: Actor) -> "AbsenceQuerySet":
        """Of the own unit; for a school, while the officer was to serve it.

        What of it may be read, the lens in `policy` decides. The second wall says
        the same in SQL: migration `rls`.
        """
        posted = Assignment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=OuterRef("first_day")),
            officer=OuterRef("officer"),
            campus__in=Campus.objects.visible_to(user),
            starts_on__lte=OuterRef("last_day"),
        )
        unit = Officer.objects.unit_of(user)
        dated = self.alias(
            first_day=TruncDate("starts_at"), last_day=TruncDate("ends_at")
        )
        return dated.filter(Q(officer__in=unit.values("pk")) | Exists(posted))

    def standing(self) -> "AbsenceQuerySet":
        """Without those that were called off."""
        return self.filter(cancelled_at=None)

    def at(self, moment: datetime) -> "AbsenceQuerySet":
        """Those that are going on at this moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def overlapping(self, start: datetime, end: datetime) -> "AbsenceQuerySet":
        """Those that touch this half-open stretch of time."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


@track()
class Absence(models.Model):
    """A stretch of time in which an officer is not on campus, and why."""

    class Reason(models.TextChoices):
        COURT = "court", "Court"
        TRAINING = "training", "Training"
        LEAVE = "leave", "Leave"
        SICK = "sick", "Sick"
        CALL_OUT = "call_out", "Called out"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences")
    reason = models.CharField(max_length=10, choices=Reason)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["officer", "starts_at"], name="absence_of_officer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be after the start.",
            ),
            in_this_century("absence_in_this_century"),
            ExclusionConstraint(
                name="absence_recorded_once",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        TimeRange("starts_at", "ends_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
                violation_error_message=(
                    "This officer is already recorded as away in that time."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.get_reason_display().lower()}"

    @property
    def is_call_out_now(self) -> bool:
        """Is the officer out on it at this moment?"""
        is_now = self.cancelled_at is None and self.starts_at <= now() < self.ends_at
        return is_now and self.reason == self.Reason.CALL_OUT
