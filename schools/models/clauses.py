"""What an agreement says clause by clause, who signed it, and its yearly review."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models.agreements import OVERSEERS, Agreement
from schools.models.territory import School
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

DISCIPLINE = "discipline"
"""The subject of the clause that each agreement has, beside the others below."""


class Subject(models.TextChoices):
    """What an agreement settles (domain.md §3.10). Discipline stands by itself."""

    PURPOSE = "purpose", "Purpose"
    FUNDING = "funding", "Funding and cost"
    PLACEMENT = "placement", "Number and placement"
    SELECTION = "selection", "Selection and removal"
    DUTIES = "duties", "Duties"
    COMMAND = "command", "Chain of command and reports to both"
    INFORMATION = "information", "Sharing of information"
    INTERVIEWS = "interviews", "Interviews, searches and arrests"
    FORCE = "force", "Force"
    CAMERAS = "cameras", "Body cameras"
    TRAINING = "training", "Training"
    EQUIPMENT = "equipment", "Equipment"
    HOURS = "hours", "Hours, overtime and summer"
    EVALUATION = "evaluation", "Evaluation"
    DATA = "data", "Data that is kept"
    COMPLAINTS = "complaints", "Complaints"
    OTHER = "other", "Other"


@track()
class AgreementClause(models.Model):
    """One clause, word for word, and what it is about."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=12, choices=Subject)
    text = models.TextField(max_length=8000, help_text="Word for word.")
    position = models.PositiveSmallIntegerField("order", default=1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.get_subject_display()}".strip()


@track()
class AgreementSignatory(models.Model):
    """Who signed it, for whom, and when."""

    class Side(models.TextChoices):
        DISTRICT = "district", "For the school district"
        AGENCY = "agency", "For the police agency"
        OTHER = "other", "For another party"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories")
    side = models.CharField(max_length=8, choices=Side)
    name = models.CharField(max_length=100)
    office = models.CharField(max_length=100, help_text="Such as “Superintendent”.")
    party = models.CharField(
        max_length=100, blank=True, help_text="Of another party: its name."
    )
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["side", "pk"]
        verbose_name_plural = "signatories"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(signed_on__range=(EARLIEST, LATEST)),
                name="signature_of_our_time",
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"


class AgreementReviewQuerySet(models.QuerySet["AgreementReview"]):
    def visible_to(self, user: Actor) -> "AgreementReviewQuerySet":
        """Of the districts that one oversees.

        The second wall says the same in SQL: migration `clauses`.
        """
        seen = School.objects.reached_as(user, *OVERSEERS).values("district")
        return self.filter(agreement__district__in=seen)


@track()
class AgreementReview(models.Model):
    """Somebody who oversees the programme went through the agreement, and what came
    of it. It stays as it is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(auto_now_add=True)
    outcome = models.TextField(max_length=2000)
    next_on = models.DateField("next review")

    objects = AgreementReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-reviewed_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(next_on__range=(EARLIEST, LATEST)),
                name="agreement_review_of_our_time",
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.agreement}"
