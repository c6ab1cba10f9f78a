"""The presentation itself."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from officers.models import Officer
from presentations.models.topics import Topic
from presentations.states import BOOKED, UNDECIDED, Status
from schools import grades
from schools.models import Place, School, SchoolClass
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.ranges import TimeRange
from sro_program.core.times import in_this_century

SEES_ALL_OF_A_SCHOOL = [role for role in Role if role != Role.TEACHER]
SENT = Q(requested_at__isnull=False)
"""Somebody has been asked; also true of what was called off afterwards."""


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def visible_to(self, user: Actor) -> "PresentationQuerySet":
        """All that was sent at one's schools; a teacher only the own (product.md §2).

        What nobody has been asked for yet is its author's alone. The second wall says
        the same in SQL: migration `hidden_drafts`.
        """
        reached = Reach.objects.of(user)
        wide = reached.filter(role__in=SEES_ALL_OF_A_SCHOOL)
        own = Q(requested_by_id=user.pk, school__in=reached.values("school"))
        return self.filter(own | SENT & Q(school__in=wide.values("school")))

    def undecided(self) -> "PresentationQuerySet":
        """Still waiting for somebody's word."""
        return self.filter(status__in=UNDECIDED)

    def scheduled(self) -> "PresentationQuerySet":
        return self.filter(status=Status.SCHEDULED)

    def booked(self) -> "PresentationQuerySet":
        """Those that take up the officer's and the room's time."""
        return self.filter(status__in=BOOKED)

    def touching(
        self, starts_at: datetime, ends_at: datetime
    ) -> "PresentationQuerySet":
        """Those that share time with this stretch, half-open."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def for_list(self) -> "PresentationQuerySet":
        """With what a row shows, newest first."""
        return self.select_related(
            "topic", "school", "officer__user", "requested_by"
        ).order_by("-starts_at", "-id")


@track(exclude=["search_text"])
class Presentation(models.Model):
    """A talk, asked for or offered. Change it only through `presentations.actions`."""

    class Direction(models.TextChoices):
        REQUEST = "request", "Requested by the school"
        OFFER = "offer", "Offered by the officer"

    class Kind(models.TextChoices):
        CLASSROOM = "classroom", "Classroom"
        ASSEMBLY = "assembly", "Assembly"
        STAFF = "staff", "Staff training"
        PARENT_NIGHT = "parent_night", "Parent night"
        CLUB = "club", "Club"

    class Because(models.TextChoices):
        SCHOOL = "school", "The school"
        OFFICER = "officer", "The officer"
        WEATHER = "weather", "Weather"
        CALL_OUT = "call_out", "Officer called out"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(
        default=1,
        help_text="Which asking this is; a mail's signed link is good for one only.",
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    direction = models.CharField(max_length=8, choices=Direction)
    kind = models.CharField(max_length=14, choices=Kind)
    school = models.ForeignKey(School, models.PROTECT, related_name="presentations")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="presentations")
    series_id = models.UUIDField(null=True, blank=True, db_index=True)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="presentations"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    period_name = models.CharField(max_length=40, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="presentations"
    )
    place_text = models.CharField(
        "place, if not in the list", max_length=80, blank=True
    )
    school_class = models.ForeignKey(
        SchoolClass, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    class_name = models.CharField("class or group", max_length=120, blank=True)
    grades = ArrayField(
        models.SmallIntegerField(choices=grades.CHOICES), default=list, blank=True
    )
    expected_count = models.PositiveSmallIntegerField("how many people", default=25)
    staff_present = models.CharField("staff member who stays", max_length=120)
    equipment = models.CharField(max_length=200, blank=True)
    shows_gear = models.BooleanField("weapons, props or a K-9 are shown", default=False)
    curriculum_link = models.CharField(
        "how it fits the curriculum", max_length=300, blank=True
    )
    parents_told_on = models.DateField(null=True, blank=True)
    wishes = models.TextField("anything else", max_length=2000, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requested_presentations"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    school_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    school_signed_at = models.DateTimeField(null=True, blank=True)
    officer_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    officer_signed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    cancelled_because = models.CharField(max_length=8, choices=Because, blank=True)
    week_reminder_at = models.DateTimeField(null=True, blank=True)
    day_reminder_at = models.DateTimeField(null=True, blank=True)
    decision_reminder_at = models.DateTimeField(null=True, blank=True)
    delivery_reminder_at = models.DateTimeField(null=True, blank=True)
    search_text = models.CharField(max_length=600, blank=True, editable=False)

    objects = PresentationQuerySet.as_manager()
    locked_with = ("school__district", "topic", "officer__user", "requested_by")

    class Meta:
        ordering: ClassVar = ["-starts_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "-starts_at", "-id"], name="presentation_of_school"
            ),
            models.Index(fields=["-starts_at", "-id"], name="presentation_newest"),
            models.Index(
                fields=["requested_by", "-starts_at", "-id"],
                name="presentation_of_requester",
            ),
            models.Index(
                fields=["officer", "-starts_at", "-id"], name="presentation_of_officer"
            ),
            models.Index(
                fields=["starts_at"],
                condition=Q(status=Status.SCHEDULED),
                name="presentation_coming",
            ),
            models.Index(
                fields=["status", "-starts_at", "-id"], name="presentation_by_status"
            ),
            GinIndex(
                fields=["search_text"],
                opclasses=["gin_trgm_ops"],
                name="presentation_words",
            ),
            models.Index(
                fields=["school", "starts_at"],
                condition=Q(status__in=UNDECIDED),
                name="presentation_undecided",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="presentation_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be after the start.",
            ),
            in_this_century("presentation_in_this_century"),
            models.CheckConstraint(
                name="presentation_draft_was_not_sent",
                condition=~Q(status=Status.DRAFT) | ~SENT,
                violation_error_message="What was sent is no draft any more.",
            ),
            models.CheckConstraint(
                name="presentation_booked_has_both_signatures",
                condition=~Q(status__in=BOOKED)
                | Q(
                    officer__isnull=False,
                    school_signed_by__isnull=False,
                    officer_signed_by__isnull=False,
                ),
                violation_error_message=(
                    "A presentation is scheduled only with an officer and the "
                    "signatures of the school and of the officer."
                ),
            ),
            models.CheckConstraint(
                name="presentation_signed_by_two_people",
                condition=Q(school_signed_by=None)
                | Q(officer_signed_by=None)
                | ~Q(school_signed_by=F("officer_signed_by")),
                violation_error_message=(
                    "One person cannot sign for the school and for the officer."
                ),
            ),
            models.CheckConstraint(
                name="presentation_refused_with_a_reason",
                condition=~Q(
                    status__in=[
                        Status.DECLINED,
                        Status.CANCELLED,
                        Status.CHANGES_REQUESTED,
                    ]
                )
                | ~Q(reason=""),
                violation_error_message="Say why, so that the others can act on it.",
            ),
            models.CheckConstraint(
                name="presentation_cancelled_because",
                condition=~Q(status=Status.CANCELLED) | ~Q(cancelled_because=""),
                violation_error_message="Say whose reason it was to cancel.",
            ),
            ExclusionConstraint(
                name="officer_not_double_booked",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        TimeRange("starts_at", "ends_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status__in=BOOKED, officer__isnull=False),
                violation_error_message="That officer is already booked at that time.",
            ),
            ExclusionConstraint(
                name="room_not_double_booked",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (
                        TimeRange("starts_at", "ends_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status__in=BOOKED, place__isnull=False),
                violation_error_message="That room is already booked at that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} at {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("presentations:detail", args=[self.pk])

    @property
    def speaker(self) -> Officer:
        """The officer of a talk that is booked, or was: a CHECK sees to it."""
        assert self.officer is not None  # noqa: S101  # ..._booked_has_both_signatures
        return self.officer

    @property
    def is_sensitive(self) -> bool:
        """Opening it is written down: words about a class after a sensitive topic.

        A note or an answer names no child, and may still tell of one.
        """
        note = getattr(getattr(self, "delivery", None), "note", "")
        comment = getattr(getattr(self, "feedback", None), "comment", "")
        return self.topic.sensitive and bool(note or comment)

    @property
    def where(self) -> str:
        """The room as people say it."""
        return self.place.label if self.place else self.place_text

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
