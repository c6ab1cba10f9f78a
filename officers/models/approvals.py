"""The state's leave to keep a campus without an officer for a time (KRS 158.4414)."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from schools.models import Campus
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.ranges import DateRange
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST


class CoverageApprovalQuerySet(models.QuerySet["CoverageApproval"]):
    def visible_to(self, user: Actor) -> "CoverageApprovalQuerySet":
        """Those of the campuses one reaches."""
        return self.filter(campus__in=Campus.objects.visible_to(user))


@track()
class CoverageApproval(models.Model):
    """In writing, for one campus, from a day until a day (both included).

    The State School Security Marshal gives it where funds or people lack.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    campus = models.ForeignKey(Campus, models.PROTECT, related_name="approvals")
    number = models.CharField("number of the approval", max_length=60)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until")
    document = models.CharField("where the paper is kept", max_length=120)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CoverageApprovalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-ends_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="approval_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="approval_is_of_our_time",
                condition=Q(starts_on__range=(EARLIEST, LATEST))
                & Q(ends_on__lte=LATEST),
                violation_error_message=FAR_AWAY,
            ),
            ExclusionConstraint(
                name="one_approval_of_a_campus_at_a_time",
                expressions=[
                    ("campus", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on", "ends_on", RangeBoundary(inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=(
                    "This campus already has an approval in that time."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.campus}"
