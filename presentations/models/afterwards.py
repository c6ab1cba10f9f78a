"""What comes after a talk: its record, the teacher's answer, time for advice."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from officers.models import Officer
from presentations.models.presentation import Presentation
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.times import in_this_century


@track()
class Delivery(models.Model):
    """What the officer noted after the talk. The note names no child."""

    presentation = models.OneToOneField(
        Presentation, models.PROTECT, primary_key=True, related_name="delivery"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    head_count = models.PositiveSmallIntegerField("people present")
    minutes = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=2000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delivery_took_time",
                condition=Q(minutes__range=(1, 480)),
                violation_error_message="Minutes go from 1 to 480.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min, {self.head_count} people"


def stars() -> "models.PositiveSmallIntegerField[int, int]":
    """An answer from 1 (no) to 5 (yes, very)."""
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


@track()
class Feedback(models.Model):
    """The teacher's three answers; once for each presentation."""

    presentation = models.OneToOneField(
        Presentation, models.PROTECT, primary_key=True, related_name="feedback"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    was_clear = stars()
    fitted_the_class = stars()
    would_ask_again = stars()
    student_count = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(max_length=2000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "feedback"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="feedback_answers_from_one_to_five",
                condition=Q(
                    was_clear__range=(1, 5),
                    fitted_the_class__range=(1, 5),
                    would_ask_again__range=(1, 5),
                ),
                violation_error_message="Answers go from 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was_clear}, {self.fitted_the_class}, {self.would_ask_again}"


class AdviceSlot(models.Model):
    """Time the officer keeps free for talks in person after a sensitive topic."""

    presentation = models.ForeignKey(
        Presentation, models.CASCADE, related_name="advice_slots"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="advice_slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="advice_slot_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be after the start.",
            ),
            in_this_century("advice_slot_in_this_century"),
            models.UniqueConstraint(
                fields=["presentation", "starts_at"],
                name="advice_slot_once",
                violation_error_message="This time is already kept.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
