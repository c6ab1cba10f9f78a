"""Duty reports: one log, compiled once for each superior (domain.md §3.2, R39 to R41).

A report has a page for each lens, so that the second wall can keep the command's from
the school as a row. Pages say figures and no words of anybody; a corrected log makes a
new page beside the old one, which stays as it was signed.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from officers.models.unit import Officer
from officers.states import PageStatus
from schools.models import District, School
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST, moments_of

COMMAND = [Role.COMMANDER, Role.OFFICE]


class Lens(models.TextChoices):
    """Through whose eyes."""

    COMMAND = "command", "Agency command"
    SCHOOL = "school", "School administration"


def read_by(user: Actor, is_for_school: Q) -> Q:
    """The officer and the command read everything, a principal what is for the school.

    The second wall says the same in SQL: migration `duty_reports`.
    """
    reach = Reach.objects.of(user)
    unit = reach.filter(role__in=COMMAND).values("school")
    leads = reach.filter(role=Role.PRINCIPAL).values("school")
    return (
        Q(officer__user_id=user.pk or 0)
        | Q(school__in=unit)
        | Q(is_for_school, school__in=leads)
    )


class ReportDay(models.Model):
    """On which day a district wants its duty reports to be sent."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    district = models.OneToOneField(
        District, models.CASCADE, primary_key=True, related_name="report_day"
    )
    weekday = models.PositiveSmallIntegerField(
        "day of the next week",
        choices=Weekday,
        default=Weekday.MONDAY,
        help_text="On which the report of a week is sent.",
    )
    day_of_month = models.PositiveSmallIntegerField(
        "day of the next month",
        default=1,
        help_text="On which the report of a month is sent, 1 to 28.",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_day_exists_in_each_month",
                condition=Q(day_of_month__range=(1, 28)) & Q(weekday__lte=6),
                violation_error_message="Choose a day from 1 to 28.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}: {self.get_weekday_display()}, day {self.day_of_month}"


class DutyReportQuerySet(models.QuerySet["DutyReport"]):
    def visible_to(self, user: Actor) -> "DutyReportQuerySet":
        """One's own; the command's; of the own school what has anything for it."""
        return self.filter(read_by(user, Q(for_school=True)))

    def for_list(self) -> "DutyReportQuerySet":
        """With everybody whom a list names, the newest period first."""
        rows = self.select_related("officer__user", "school__district")
        return rows.order_by("-ends_on", "-id")

    def to_compile(self) -> "DutyReportQuerySet":
        """Opened, or of a log that was corrected since."""
        return self.exclude(changed_at=None).order_by("changed_at", "id")


class DutyReport(models.Model):
    """An officer's week or month at one school; both days are included.

    `for_school` says that there is a line in it that a principal may read. Without one
    the school does not even learn that there is a report.
    """

    class Period(models.TextChoices):
        WEEK = "week", "Week"
        MONTH = "month", "Month"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="reports")
    school = models.ForeignKey(School, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=5, choices=Period)
    starts_on = models.DateField()
    ends_on = models.DateField()
    for_school = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DutyReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-ends_on", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["changed_at"],
                condition=Q(changed_at__isnull=False),
                name="report_to_compile",
            ),
            models.Index(
                fields=["school"], condition=Q(sent_at=None), name="report_to_send"
            ),
            models.Index(fields=["school", "-ends_on", "-id"], name="report_of_school"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "school", "period", "starts_on"],
                name="report_of_a_period_once",
                violation_error_message="There is a report of this time already.",
            ),
            models.CheckConstraint(
                name="report_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="report_is_of_our_time",
                condition=Q(starts_on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.in_words}"

    def get_absolute_url(self) -> str:
        return reverse("officers:report", args=[self.pk])

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When its time begins, and when it is over, on the clock of its school."""
        zone = self.school.district.zone
        return moments_of(self.starts_on, self.ends_on, zone)

    @property
    def in_words(self) -> str:
        """Which week, or which month."""
        first: date = self.starts_on
        if self.period == self.Period.MONTH:
            return f"{first:%B %Y}"
        return f"week of {first:%B} {first.day}, {first.year}"


class DutyReportPageQuerySet(models.QuerySet["DutyReportPage"]):
    def visible_to(self, user: Actor) -> "DutyReportPageQuerySet":
        """The school's page for both superiors, the command's for the command alone."""
        return self.filter(read_by(user, Q(lens=Lens.SCHOOL)))

    def current(self) -> "DutyReportPageQuerySet":
        """Those that no later one has replaced."""
        return self.filter(replaced_at=None)


class DutyReportPage(models.Model):
    """What one superior reads of a report, as it was compiled once: figures only.

    `fingerprint` is of the lines that this lens reads, so that a corrected line opens
    only the pages that show it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    report = models.ForeignKey(DutyReport, models.PROTECT, related_name="pages")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    lens = models.CharField(max_length=7, choices=Lens)
    edition = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=7, choices=PageStatus, default=PageStatus.WAITING
    )
    figures: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    compiled_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = DutyReportPageQuerySet.as_manager()
    locked_with: ClassVar = ("report__officer__user", "report__school__district")

    class Meta:
        ordering: ClassVar = ["report", "lens", "-edition"]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "lens"],
                condition=Q(status=PageStatus.WAITING, replaced_at=None),
                name="report_page_waiting",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "lens", "edition"],
                name="report_page_of_an_edition_once",
                violation_error_message="There is such a page already.",
            ),
            models.UniqueConstraint(
                fields=["report", "lens"],
                condition=Q(replaced_at=None),
                name="report_page_current_once",
                violation_error_message="There is a later page already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.get_lens_display()}, edition {self.edition}"


class DutyReportAnswerQuerySet(models.QuerySet["DutyReportAnswer"]):
    def visible_to(self, user: Actor) -> "DutyReportAnswerQuerySet":
        """Both superiors and the officer; a few of the command's for itself alone."""
        return self.filter(read_by(user, Q(for_school=True)))


class DutyReportAnswer(models.Model):
    """A signature, or words beside the report; neither is ever taken away.

    `for_school` is false where the command signs anew what only the command reads: the
    school must not learn from it that such a line was corrected.
    """

    class Side(models.TextChoices):
        COMMAND = "command", "Agency command"
        SCHOOL = "school", "School administration"
        OFFICER = "officer", "Officer"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    page = models.ForeignKey(DutyReportPage, models.PROTECT, related_name="answers")
    report = models.ForeignKey(DutyReport, models.PROTECT, related_name="answers")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    side = models.CharField(max_length=7, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_signature = models.BooleanField()
    text = models.CharField(max_length=1000, blank=True)
    for_school = models.BooleanField(default=True)
    school_edition = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField(auto_now_add=True)

    objects = DutyReportAnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["given_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(is_signature=True),
                name="report_page_signed_once",
                violation_error_message="This is signed already.",
            ),
            models.CheckConstraint(
                name="report_answer_says_something",
                condition=Q(is_signature=True) | ~Q(text=""),
                violation_error_message="Write what you have to say.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.given_at}"
