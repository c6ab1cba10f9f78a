"""Advice: a talk with one person, and what was left to do (domain.md §3.2)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from officers.models import Officer
from referrals.models.topics import CRISIS, DUTY, Topic, in_words
from schools import grades
from schools.models import Place, School
from sro_program.accounts.models import Membership, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class AdviceQuerySet(models.QuerySet["Advice"]):
    def visible_to(self, user: Actor) -> "AdviceQuerySet":
        """The officer's own, and their commander's: the school never reads it.

        Domain.md §2.3: a principal reads a line of the log without a name.
        """
        if user.pk is None:
            return self.none()
        commands = Membership.objects.current().filter(
            user_id=user.pk, role=Role.COMMANDER
        )
        return self.filter(
            Q(officer__user_id=user.pk)
            | Q(officer__police_agency__in=commands.values("police_agency"))
        )

    def due(self, on: date) -> "AdviceQuerySet":
        """Follow-ups that are to be done by this day and are not."""
        open_ones = self.filter(outcome=Advice.Outcome.FOLLOW_UP, followed_up_at=None)
        return open_ones.filter(follow_up_on__lte=on)

    def for_list(self) -> "AdviceQuerySet":
        rows = self.select_related("school", "officer__user", "place")
        return rows.order_by("-given_at", "-id")


@track()
class Advice(models.Model):
    """One advisory session. Who it was with is told by role and grade, not by name."""

    class With(models.TextChoices):
        STUDENT = "student", "Student"
        PARENT = "parent", "Parent"
        TEACHER = "teacher", "Teacher"
        STAFF = "staff", "Other staff"

    class Outcome(models.TextChoices):
        ADVICE = "advice", "Advice only"
        FOLLOW_UP = "follow_up", "Follow up on a date"
        REFERRAL = "referral", "Refer to someone who helps"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="advice")
    school = models.ForeignKey(School, models.PROTECT, related_name="advice")
    given_at = models.DateTimeField()
    with_whom = models.CharField(max_length=8, choices=With)
    grade = models.SmallIntegerField(choices=grades.CHOICES, null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=14, choices=Topic))
    minutes = models.PositiveSmallIntegerField()
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_text = models.CharField(max_length=80, blank=True)
    note = models.TextField("confidential note", max_length=4000, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.ADVICE)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-given_at", "-id"]
        verbose_name_plural = "advice"
        indexes: ClassVar = [
            models.Index(
                fields=["officer", "-given_at", "-id"], name="advice_of_an_officer"
            ),
            models.Index(
                fields=["officer", "follow_up_on"],
                condition=Q(outcome="follow_up", followed_up_at=None),
                name="advice_to_follow_up",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="advice_has_a_topic",
                condition=~Q(topics=[]),
                violation_error_message="Choose at least one topic.",
            ),
            models.CheckConstraint(
                name="advice_takes_time",
                condition=Q(minutes__range=(1, 480)),
                violation_error_message="Advice takes between 1 minute and 8 hours.",
            ),
            models.CheckConstraint(
                name="advice_follow_up_has_a_date",
                condition=Q(outcome="follow_up", follow_up_on__isnull=False)
                | (~Q(outcome="follow_up") & Q(follow_up_on=None)),
                violation_error_message="Say on which day you follow up.",
            ),
        ]

    def __str__(self) -> str:
        return f"Advice for {self.with_words} at {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:advice", args=[self.pk])

    @property
    def with_words(self) -> str:
        """Who it was with, as everybody may read it: “a student, grade 9”."""
        who = f"a {self.get_with_whom_display().lower()}"
        if self.with_whom == self.With.STAFF:
            who = "a member of staff"
        grade = grades.grade_name(self.grade)
        return f"{who}, grade {grade}" if grade else who

    @property
    def topics_in_words(self) -> str:
        return in_words(self.topics)

    @property
    def where(self) -> str:
        return self.place.label if self.place else self.place_text

    @property
    def is_crisis(self) -> bool:
        return bool(CRISIS & set(self.topics))

    @property
    def has_duty(self) -> bool:
        """It may have told of what everyone has to report (KRS 620.030)."""
        return bool(DUTY & set(self.topics))

    @property
    def is_open(self) -> bool:
        """Somebody still has to follow it up."""
        is_owed = self.outcome == self.Outcome.FOLLOW_UP
        return is_owed and self.followed_up_at is None
