"""The report of suspected abuse that everybody owes (KRS 620.030), and its clocks."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q
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
KNOWN_FIRST = "You learned of it before you reported it. Check both times."
BEGUN_ALREADY = "You have begun a report of this already. Go on with that one."
UNFINISHED = Q(goes_on_in=None) & (
    Q(answer="")
    | Q(answer="reported") & (Q(child="") | Q(extent=""))
    | Q(written_asked=True, written_sent_at=None)
)
"""What its author still owes; `MandatoryReport.missing` says it in words."""


class MandatoryReportQuerySet(models.QuerySet["MandatoryReport"]):
    def visible_to(self, user: Actor) -> "MandatoryReportQuerySet":
        """Whoever wrote it, and the commander of whoever wrote it as an officer.

        Domain.md §2.3: a principal reads it only as its author; so does a counselor,
        also one who was an officer of the unit before.
        """
        if user.pk is None:
            return self.none()
        commands = Membership.objects.current().filter(
            user_id=user.pk, role=Role.COMMANDER
        )
        unit = Officer.objects.filter(
            police_agency__in=commands.values("police_agency")
        )
        of_unit = Q(as_officer=True, written_by__in=unit.values("user"))
        return self.filter(Q(written_by_id=user.pk) | of_unit)

    def begun(
        self, user: Actor, concern: Concern | None, advice: Advice | None = None
    ) -> "MandatoryReportQuerySet":
        """This person's own report of it: there is one at most.

        A report of the advice from which someone is referred is the referral's, too,
        unless it has become that of another referral.
        """
        same = Q(advice=advice)
        if concern is not None:
            same = Q(concern=concern)
            if concern.advice_id:
                same |= Q(concern=None, advice=concern.advice_id)
        own = self.filter(same, written_by_id=user.pk, goes_on_in=None)
        return own.order_by(F("concern").asc(nulls_last=True))

    def unfinished(self) -> "MandatoryReportQuerySet":
        """Not answered, not complete, or still to be sent in writing."""
        return self.filter(UNFINISHED)

    def for_list(self) -> "MandatoryReportQuerySet":
        """What is to be finished first, then the latest."""
        is_unfinished = ExpressionWrapper(UNFINISHED, BooleanField())
        rows = self.select_related("school", "written_by")
        return rows.annotate(is_unfinished=is_unfinished).order_by(
            "-is_unfinished", "-known_at", "-id"
        )


@track()
class MandatoryReport(models.Model):
    """What the statute asks for, when it was reported and to whom.

    Half-done it can always be kept; each version of it stays in its history. Everybody
    has one of a concern and one of a piece of advice. Where there were two from before,
    both are kept, and the other one `goes_on_in` the one that counts.
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

    class Missing(models.TextChoices):
        ANSWER = "answer", "not answered yet"
        FIELDS = "fields", "the child or the extent is missing"
        PAPER = "paper", "not sent in writing yet"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    as_officer = models.BooleanField("written as an officer", default=False)
    concern = models.ForeignKey(
        Concern, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    advice = models.ForeignKey(
        Advice, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    goes_on_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
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
                fields=["written_by"], condition=UNFINISHED, name="report_unfinished"
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
            models.CheckConstraint(
                name="report_known_before_reported",
                condition=Q(reported_at=None) | Q(known_at__lte=F("reported_at")),
                violation_error_message=KNOWN_FIRST,
            ),
            models.UniqueConstraint(
                fields=["written_by", "concern"],
                condition=Q(concern__isnull=False, goes_on_in=None),
                name="report_once_of_a_concern",
                violation_error_message=BEGUN_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["written_by", "advice"],
                condition=Q(advice__isnull=False, goes_on_in=None),
                name="report_once_of_advice",
                violation_error_message=BEGUN_ALREADY,
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

    @property
    def missing(self) -> Missing | None:
        """The first thing that its author still owes: `UNFINISHED`, in words."""
        if self.goes_on_in_id:
            return None
        if not self.answer:
            return self.Missing.ANSWER
        is_reported = self.answer == self.Answer.REPORTED
        if is_reported and not (self.child and self.extent):
            return self.Missing.FIELDS
        owes_paper = self.written_asked and self.written_sent_at is None
        return self.Missing.PAPER if owes_paper else None
