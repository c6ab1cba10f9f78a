"""Officers and the campuses they serve."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models import Campus
from sro_program.accounts.models import Membership, PoliceAgency
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ranges import DateRange


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, user: Actor) -> "OfficerQuerySet":
        """The own unit; for a school, those who serve it, have served or will."""
        campuses = Campus.objects.visible_to(user)
        posted = Assignment.objects.filter(campus__in=campuses)
        unit = Officer.objects.unit_of(user)
        return self.filter(
            Q(pk__in=unit.values("pk")) | Q(pk__in=posted.values("officer"))
        )

    def unit_of(self, user: Actor) -> "OfficerQuerySet":
        """The officers of the agency in which one serves or runs the unit."""
        held = Membership.objects.current().filter(user_id=user.pk)
        serves = Officer.objects.filter(user_id=user.pk, in_service=True)
        return self.filter(
            Q(user_id=user.pk)
            | Q(police_agency__in=held.values("police_agency"))
            | Q(police_agency__in=serves.values("police_agency"))
        )

    def in_service(self) -> "OfficerQuerySet":
        return self.filter(in_service=True)

    def for_list(self) -> "OfficerQuerySet":
        """With the person behind the badge, by name."""
        return self.select_related("user", "police_agency").order_by("user__name", "pk")

    def with_campuses(self) -> "OfficerQuerySet":
        """With the assignments of today in `serves_now`."""
        current = Assignment.objects.current().select_related("campus")
        return self.prefetch_related(
            models.Prefetch("assignments", queryset=current, to_attr="serves_now")
        )


def officer_named(rank: str, name: str) -> str:
    """An officer as people call them."""
    return f"{rank} {name}"


@track()
class Officer(models.Model):
    """A deputy who serves as a school resource officer (KRS 158.441(5))."""

    class Authority(models.TextChoices):
        DEPUTY = "deputy", "Sworn deputy or officer"
        SPECIAL = "special", "Special law-enforcement officer"
        TROOPER = "trooper", "State police"

    class Employment(models.TextChoices):
        """How an officer comes to serve a school (KRS 158.441(5), domain.md R1, R8)."""

        AGREEMENT = "agreement", "By the agency, under its agreement with the board"
        BOARD = "board", "By the school board"
        STATE = "state", "By the state police"
        OTHER = "other", "In another way"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="officer"
    )
    police_agency = models.ForeignKey(
        PoliceAgency, models.PROTECT, related_name="officers"
    )
    badge = models.CharField(max_length=20)
    rank = models.CharField(max_length=40, default="Deputy")
    authority_type = models.CharField(
        max_length=10, choices=Authority, default=Authority.DEPUTY
    )
    employment = models.CharField(
        "employment method", max_length=10, choices=Employment, blank=True
    )
    phone = models.CharField(max_length=30, blank=True)
    in_service = models.BooleanField(default=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["badge"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["police_agency", "badge"],
                name="officer_badge_once",
                violation_error_message="Another officer has this badge number.",
            ),
        ]

    def __str__(self) -> str:
        return officer_named(self.rank, self.user.name)

    def get_absolute_url(self) -> str:
        return reverse("officers:detail", args=[self.pk])


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: Actor) -> "AssignmentQuerySet":
        """Those on the campuses one reaches, and one's own."""
        campuses = Campus.objects.visible_to(user)
        return self.filter(Q(campus__in=campuses) | Q(officer__user_id=user.pk))

    def current(self) -> "AssignmentQuerySet":
        """Those that hold today."""
        today = localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)


@track()
class Assignment(models.Model):
    """An officer serves a campus, from–until (half-open; empty end: until further)."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        RELIEF = "relief", "Relief"

    class Funding(models.TextChoices):
        """Who pays for a placement (domain.md R8, §3.10)."""

        BOARD = "board", "School board"
        LOCAL = "local", "County or city"
        SHARED = "shared", "Shared by board and county or city"
        STATE = "state", "State funds or a state grant"
        FEDERAL = "federal", "Federal grant"
        OTHER = "other", "Another source"

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    campus = models.ForeignKey(Campus, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PRIMARY)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    funding = models.CharField(
        "funding source", max_length=10, choices=Funding, blank=True
    )
    stands_in_for = models.ForeignKey(
        "officers.Absence",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reliefs",
    )

    objects = AssignmentQuerySet.as_manager()
    locked_with = ("officer__user", "campus")

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="The end must be after the start.",
            ),
            ExclusionConstraint(
                name="one_primary_assignment_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind="primary"),
                violation_error_message=(
                    "This officer already has a primary campus in that time."
                ),
            ),
            ExclusionConstraint(
                name="assignment_of_a_kind_once",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("campus", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=(
                    "This officer already has that assignment in that time."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.get_kind_display().lower()} at {self.campus}"

    def holds_on(self, on: date) -> bool:
        """Is this one of its days?"""
        ended = self.ends_on is not None and self.ends_on <= on
        return self.starts_on <= on and not ended
