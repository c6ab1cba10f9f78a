"""The report of suspected abuse that everybody owes (KRS 620.030), and its clocks."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from officers.models import Officer
from referrals.models.advice import Advice
from referrals.models.concerns import Concern
from schools.models import Person, School
from sro_program.accounts.models import Membership, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

FORM_REVISION = "2026-11"
"""Which wording of the form was filled in; raise it when the questions change."""
WRITTEN_WITHIN = timedelta(hours=48)
"""KRS 620.030: a written report within 48 hours, if it is asked for."""


class MandatoryReportQuerySet(models.QuerySet["MandatoryReport"]):
    def visible_to(self, user: Actor) -> "MandatoryReportQuerySet":
        """Whoever wrote it, and the commander of the officer who did.

        Domain.md §2.3: a principal reads it only as its author; so does a counselor.
        """
        if user.pk is None:
            return self.none()
        commands = Membership.objects.current().filter(
            user_id=user.pk, role=Role.COMMANDER
        )
        unit = Officer.objects.filter(
            police_agency__in=commands.values("police_agency")
        )
        return self.filter(
            Q(written_by_id=user.pk) | Q(written_by__in=unit.values("user"))
        )

    def unfinished(self) -> "MandatoryReportQuerySet":
        """Neither reported nor found to be without cause, or still to be written."""
        owes_paper = Q(written_asked=True, written_sent_at=None)
        return self.filter(Q(answer="") | owes_paper)

    def for_list(self) -> "MandatoryReportQuerySet":
        rows = self.select_related("school", "written_by")
        return rows.order_by("-known_at", "-id")


@track()
class MandatoryReport(models.Model):
    """What the statute asks for, when it was reported and to whom.

    Half-done it can always be kept; each version of it stays in its history.
    """

    class Answer(models.TextChoices):
        REPORTED = "reported", "I have reported it"
        NO_CAUSE = "no_cause", "There is no reasonable cause"

    class To(models.TextChoices):
        HOTLINE = "hotline", "Child abuse hotline"
        CABINET = "cabinet", "Cabinet for Health and Family Services"
        POLICE = "police", "Sheriff or local police"
        STATE_POLICE = "state_police", "Kentucky State Police"
        ATTORNEY = "attorney", "County or Commonwealth’s attorney"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    concern = models.ForeignKey(
        Concern, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    advice = models.ForeignKey(
        Advice, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(auto_now_add=True)
    known_at = models.DateTimeField("when you learned of it")
    form_revision = models.CharField(max_length=20, default=FORM_REVISION)
    child = models.TextField(
        "the child: name, address, age", max_length=1000, blank=True
    )
    parents = models.TextField(
        "parents or guardians: names, addresses", max_length=1000, blank=True
    )
    extent = models.TextField(
        "nature and extent, and earlier incidents", max_length=4000, blank=True
    )
    responsible = models.TextField("who is responsible", max_length=1000, blank=True)
    other = models.TextField("what else may help", max_length=2000, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    reported_to = models.CharField(max_length=12, choices=To, blank=True)
    reported_to_name = models.CharField("who took it", max_length=120, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    intake_number = models.CharField(max_length=60, blank=True)
    no_cause_because = models.TextField(max_length=1000, blank=True)
    written_asked = models.BooleanField("a written report is asked for", default=False)
    written_sent_at = models.DateTimeField(null=True, blank=True)
    nagged_at = models.DateTimeField(null=True, blank=True)

    objects = MandatoryReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-known_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["written_by", "-known_at"], name="report_of_a_person"),
            models.Index(
                fields=["written_by"],
                condition=Q(answer="") | Q(written_asked=True, written_sent_at=None),
                name="report_unfinished",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_says_to_whom_and_when",
                condition=~Q(answer="reported")
                | Q(reported_at__isnull=False)
                & ~Q(reported_to="")
                & ~Q(intake_number=""),
                violation_error_message=(
                    "Say to whom it was reported, when, and under which number."
                ),
            ),
            models.CheckConstraint(
                name="report_without_cause_says_why",
                condition=~Q(answer="no_cause") | ~Q(no_cause_because=""),
                violation_error_message="Say why there is no reasonable cause.",
            ),
            models.CheckConstraint(
                name="report_is_about_something",
                condition=Q(concern__isnull=False) | Q(advice__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Report of {self.known_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:report", args=[self.pk])

    @property
    def written_due_at(self) -> datetime | None:
        """Until when the written report is due; None unless it was asked for."""
        if not self.written_asked or self.reported_at is None:
            return None
        return self.reported_at + WRITTEN_WITHIN

    @property
    def is_overdue(self) -> bool:
        due = self.written_due_at
        return due is not None and self.written_sent_at is None and due < now()
