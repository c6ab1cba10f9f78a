"""What an officer has learned: certificates, and hours of training (KRS 15.404)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from officers.models.unit import Officer
from sro_program.accounts.models import Membership, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

KEEPERS = [Role.COMMANDER, Role.OFFICE]
QUARTER, A_DAY = Decimal("0.25"), Decimal(24)


def kept_by(user: Actor) -> models.QuerySet[Officer]:
    """Whose training this person keeps: the own, and command and office their unit's.

    Nobody of a school, and no fellow officer: it is a matter of personnel. The second
    wall says the same in SQL: migration `training`.
    """
    held = Membership.objects.current().filter(user_id=user.pk, role__in=KEEPERS)
    return Officer.objects.filter(
        Q(user_id=user.pk or 0) | Q(police_agency__in=held.values("police_agency"))
    )


class TrainingQuerySet[M: models.Model](models.QuerySet[M]):
    def visible_to(self, user: Actor) -> "TrainingQuerySet[M]":
        """The own; for command and office, of every officer of the agency."""
        return self.filter(officer__in=kept_by(user).values("pk"))

    def standing(self) -> "TrainingQuerySet[M]":
        """Without those that were taken out again."""
        return self.filter(struck_at=None)


class TrainingRecord(models.Model):
    """What certificates and hours share: who recorded it, who confirmed it, a paper.

    What an officer records of themselves is not confirmed before the command says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    document = models.FileField(upload_to="training/", max_length=200, blank=True)
    document_type = models.CharField(max_length=100, blank=True)
    document_size = models.PositiveIntegerField(null=True, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_by_id is not None


@track()
class Certificate(TrainingRecord):
    """A certificate; what was lost is regained by a new one (KRS 158.4414)."""

    class Kind(models.TextChoices):
        SRO_1 = "sro_1", "SRO I"
        SRO_2 = "sro_2", "SRO II"
        SRO_3 = "sro_3", "SRO III"
        PEACE_OFFICER = "peace_officer", "Peace officer"
        FIREARMS = "firearms", "Firearms"
        FIRST_AID = "first_aid", "First aid"
        OTHER = "other", "Other"

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=13, choices=Kind)
    title = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40, blank=True)
    earned_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    lost_on = models.DateField(null=True, blank=True)
    lost_because = models.CharField(max_length=200, blank=True)

    objects = TrainingQuerySet["Certificate"].as_manager()

    class Meta:
        ordering: ClassVar = ["-earned_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="certificate_expires_after_it_is_earned",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("earned_on")),
                violation_error_message="It cannot expire before it was earned.",
            ),
            models.CheckConstraint(
                name="certificate_lost_after_it_is_earned",
                condition=Q(lost_on=None) | Q(lost_on__gte=F("earned_on")),
                violation_error_message="It cannot be lost before it was earned.",
            ),
            models.CheckConstraint(
                name="certificate_lost_with_a_reason",
                condition=Q(lost_on=None) | ~Q(lost_because=""),
                violation_error_message="Say why it was lost.",
            ),
            models.CheckConstraint(
                name="certificate_says_what_it_is",
                condition=(Q(kind="other") & ~Q(title=""))
                | (~Q(kind="other") & Q(title="")),
                violation_error_message="Say what certificate it is.",
            ),
            models.UniqueConstraint(
                fields=["officer", "kind", "title", "earned_on"],
                condition=Q(struck_at=None),
                name="certificate_once",
                violation_error_message=(
                    "This certificate of this day is recorded already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def holds_on(self, day: date) -> bool:
        """Earned, not lost, not expired; the day of its expiry still counts."""
        is_over = self.expires_on is not None and self.expires_on < day
        return self.lost_on is None and self.earned_on <= day and not is_over


@track()
class TrainingHours(TrainingRecord):
    """Hours of one course on one day; a course of a week is five of these."""

    class Topic(models.TextChoices):
        """What an SRO's curriculum is made of (domain.md R7), and the rest."""

        FOUNDATIONS = "foundations", "Foundations of school-based policing"
        THREAT = "threat", "Threat assessment"
        DRUGS = "drugs", "Drug use"
        CYBER = "cyber", "Social media and cyber safety"
        TEACHING = "teaching", "Teaching and mentoring"
        MENTAL_HEALTH = "mental_health", "Mental health"
        BIAS = "bias", "Diversity and bias"
        TRAUMA = "trauma", "Trauma-informed action"
        SPECIAL_NEEDS = "special_needs", "Special needs"
        DE_ESCALATION = "de_escalation", "De-escalation"
        FIREARMS = "firearms", "Firearms"
        FIRST_AID = "first_aid", "First aid"
        LAW = "law", "Law and procedure"
        OTHER = "other", "Other"

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="training_hours")
    on = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    course = models.CharField(max_length=120)
    topic = models.CharField(max_length=13, choices=Topic)
    provider = models.CharField(max_length=80, blank=True)
    counts = models.BooleanField("counts toward the 40 hours", default=True)

    objects = TrainingQuerySet["TrainingHours"].as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        verbose_name_plural = "training hours"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="training_within_a_day",
                condition=Q(hours__range=(QUARTER, A_DAY)),
                violation_error_message="Give between a quarter of an hour and 24.",
            ),
            models.CheckConstraint(
                name="training_in_quarters_of_an_hour",
                condition=Exact(Mod(F("hours"), Value(QUARTER)), Value(Decimal(0))),
                violation_error_message="Give quarters of an hour, like 1.5 or 0.75.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.course}, {self.hours} h"

    @property
    def in_words(self) -> str:
        """A number of hours, without zeros that say nothing."""
        return f"{self.hours.normalize():f} h"


class TrainingDueQuerySet(models.QuerySet["TrainingDue"]):
    def visible_to(self, user: Actor) -> "TrainingDueQuerySet":
        """As the records it follows from, of officers who serve."""
        return self.filter(
            officer__in=kept_by(user).values("pk"), officer__in_service=True
        )


class TrainingDue(models.Model):
    """A date that comes for an officer, and the last warning that was sent of it.

    It follows from the records (`officers.training`) and is written anew after each
    change and each morning, so that the home page can ask for it and a warning is sent
    once. `told` is how many days before, 0 when it is overdue.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="training_due")
    about = models.CharField(max_length=120)
    label = models.CharField(max_length=120)
    due_on = models.DateField()
    told = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = TrainingDueQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "about"],
                name="training_due_once",
                violation_error_message="This date is known already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.due_on}"
