"""Until when somebody has to look at a referral, and who is told when nobody has."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from referrals.models.referrals import Referral


class ClockQuerySet(models.QuerySet["Clock"]):
    def due(self, at: datetime) -> "ClockQuerySet":
        """Those whose time has come and of which nobody was told yet."""
        return self.filter(due_at__lte=at, told_at=None)


class Clock(models.Model):
    """One reminder that a referral will need unless its receiver is faster.

    First the receiver is told, then the school; each once, however late the clock
    runs. Answering stops them: what was not told is deleted. Each keeps its own
    beginning, so that a snow day after a hand-over counts from the hand-over.

    That a receiver has left is told once: then there is a clock that has rung.
    """

    class Step(models.TextChoices):
        RECEIVE = "receive", "Received"
        ANSWER = "answer", "Answered"
        LEFT = "left", "Its receiver has left"

    class Rung(models.TextChoices):
        RECEIVER = "receiver", "The receiver"
        SCHOOL = "school", "The school"

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="clocks")
    step = models.CharField(max_length=8, choices=Step)
    rung = models.CharField(max_length=8, choices=Rung)
    since = models.DateTimeField(help_text="From when its time is counted.")
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(told_at=None), name="clock_due"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "step", "rung"], name="clock_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.rung}"
