"""The agreement between a district and a police agency: the MOU (domain.md §3.10)."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models.territory import District, School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ranges import DateRange
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

READERS = (Role.OFFICER, Role.PRINCIPAL)
"""Who says that they have read it: those whom it binds every day (domain.md R3)."""
OVERSEERS = (Role.COMMANDER, Role.OFFICE, Role.DISTRICT)
"""Who sees who has read it, and reviews it when its day comes."""


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: Actor) -> "AgreementQuerySet":
        """Those of the districts with a school that this person reaches."""
        return self.filter(district__in=District.objects.visible_to(user).values("pk"))

    def in_force(self) -> "AgreementQuerySet":
        """Those that hold today, with the agency that serves the district today."""
        today = localdate()
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=today),
            valid_from__lte=today,
            police_agency=F("district__police_agency"),
        )


@track()
class Agreement(models.Model):
    """What the board and the agency signed; both days are included.

    It is public. The screens that draw the line between discipline and the law quote
    its discipline clause.
    """

    police_agency = models.ForeignKey(
        "accounts.PoliceAgency", models.PROTECT, related_name="agreements"
    )
    district = models.ForeignKey(District, models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    valid_from = models.DateField("first day")
    valid_until = models.DateField(
        "last day", null=True, blank=True, help_text="Empty: until further notice."
    )
    review_on = models.DateField("to be reviewed on", null=True, blank=True)
    clause_number = models.CharField(
        "number of the discipline clause", max_length=20, blank=True
    )
    discipline_clause = models.TextField(
        max_length=4000,
        help_text="Word for word as it was signed; everybody with a role reads it.",
    )
    document = models.CharField(
        "where the signed paper is kept", max_length=200, blank=True
    )
    paper = models.FileField(
        "the signed paper",
        upload_to="agreements/",
        max_length=200,
        blank=True,
        editable=False,
    )
    paper_type = models.CharField(max_length=100, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["district", "-valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="agreement_ends_after_it_starts",
                violation_error_message="The last day must come after the first day.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__range=(EARLIEST, LATEST))
                & (Q(valid_until=None) | Q(valid_until__lte=LATEST))
                & (Q(review_on=None) | Q(review_on__range=(EARLIEST, LATEST))),
                name="agreement_is_of_our_time",
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                condition=~Q(discipline_clause=""),
                name="agreement_says_who_disciplines",
                violation_error_message="Copy the clause about discipline.",
            ),
            ExclusionConstraint(
                name="one_agreement_at_a_time",
                expressions=[
                    ("police_agency", RangeOperators.EQUAL),
                    ("district", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "valid_from",
                            "valid_until",
                            RangeBoundary(inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=(
                    "This agency and this district have an agreement in that time "
                    "already. End it first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("schools:agreement", args=[self.pk])

    @property
    def clause_label(self) -> str:
        """Where it stands, as one would cite it: its title and the clause’s number."""
        number = f", clause {self.clause_number}" if self.clause_number else ""
        return f"{self.title}{number}"


class AgreementReadingQuerySet(models.QuerySet["AgreementReading"]):
    def visible_to(self, user: Actor) -> "AgreementReadingQuerySet":
        """One's own; and those of the districts that one oversees.

        The second wall says the same in SQL: migration `agreement_readings`.
        """
        seen = School.objects.reached_as(user, *OVERSEERS).values("district")
        return self.filter(Q(reader=user.pk or 0) | Q(agreement__district__in=seen))


@track()
class AgreementReading(models.Model):
    """An officer or a principal has read this version of an agreement."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="readings")
    version = models.PositiveIntegerField()
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementReadingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["read_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "version", "reader"], name="agreement_read_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} read {self.agreement}"
