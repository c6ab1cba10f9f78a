"""Goals for the balance of an officer's work at a school, and why a month tilted."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from officers.goal_states import GoalStatus
from officers.models.directives import SUPERIORS, Directive
from officers.models.unit import Officer
from schools.models import School
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

WHOLE = 100
Side = Directive.Side


class BalanceGoalQuerySet(models.QuerySet["BalanceGoal"]):
    def visible_to(self, user: Actor) -> "BalanceGoalQuerySet":
        """One's own; of one's agency and one's school, whichever side proposed.

        The second wall says the same in SQL: migration `balance`.
        """
        leads = Reach.objects.of(user).filter(role__in=SUPERIORS)
        return self.filter(
            Q(officer__user_id=user.pk or 0) | Q(school__in=leads.values("school"))
        )

    def for_list(self) -> "BalanceGoalQuerySet":
        """With everybody whom a page names, the newest first."""
        joined = self.select_related(
            "officer__user", "school__district", "proposed_by", "answered_by"
        )
        return joined.order_by("-proposed_at", "-id")


@track()
class BalanceGoal(models.Model):
    """What share of the work each function is to have, from a month on, in percent.

    Valid once both superiors agreed: one proposed it, the other answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="balance_goals")
    school = models.ForeignKey(School, models.PROTECT, related_name="balance_goals")
    starts_on = models.DateField("from the month of")
    law_enforcement = models.PositiveSmallIntegerField()
    presentation = models.PositiveSmallIntegerField()
    advising = models.PositiveSmallIntegerField()
    other = models.PositiveSmallIntegerField()
    margin = models.PositiveSmallIntegerField(default=10)
    side = models.CharField(max_length=7, choices=Side)
    status = models.CharField(
        max_length=9, choices=GoalStatus, default=GoalStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = BalanceGoalQuerySet.as_manager()
    locked_with: ClassVar = ("officer__user", "school__district", "proposed_by")

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["officer", "school"], name="balance_goal_of_officer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="balance_goal_is_a_whole",
                condition=Q(
                    law_enforcement=WHOLE
                    - F("presentation")
                    - F("advising")
                    - F("other")
                ),
                violation_error_message="The four shares must add up to 100.",
            ),
            models.CheckConstraint(
                name="balance_goal_has_a_margin",
                condition=Q(margin__range=(1, 50)),
                violation_error_message="The margin goes from 1 to 50 points.",
            ),
            models.CheckConstraint(
                name="balance_goal_begins_with_a_month",
                condition=Q(starts_on__day=1, starts_on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="balance_goal_agreed_by_both",
                condition=~Q(status=GoalStatus.AGREED)
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                violation_error_message="Two people agree on goals, one of each side.",
            ),
            models.CheckConstraint(
                name="balance_goal_says_why_not",
                condition=~Q(status=GoalStatus.DECLINED) | ~Q(reason=""),
                violation_error_message="Say why.",
            ),
            models.UniqueConstraint(
                fields=["officer", "school"],
                condition=Q(status=GoalStatus.PROPOSED),
                name="one_balance_goal_proposed_at_a_time",
                violation_error_message=(
                    "Goals are proposed already. They are answered or withdrawn first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Goals for {self.officer} at {self.school} from {self.starts_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("officers:balance_goal", args=[self.pk])

    def holds_in(self, month: date) -> bool:
        """Were they agreed, and for this month or one before it?"""
        return self.status == GoalStatus.AGREED and self.starts_on <= month


class TiltReasonQuerySet(models.QuerySet["TiltReason"]):
    def visible_to(self, user: Actor) -> "TiltReasonQuerySet":
        """One's own, and the command's unit; a principal's, of the school's picture.

        That the command's picture tilted would tell the school of what the law keeps
        from it. The second wall says the same in SQL: migration `balance`.
        """
        reach = Reach.objects.of(user)
        command = reach.filter(role__in=[Role.COMMANDER, Role.OFFICE])
        leads = reach.filter(role=Role.PRINCIPAL)
        return self.filter(
            Q(officer__user_id=user.pk or 0)
            | Q(school__in=command.values("school"))
            | Q(side=Side.SCHOOL, school__in=leads.values("school"))
        )


@track()
class TiltReason(models.Model):
    """Why the work of a month lay off its goals, in the picture of one side."""

    class Why(models.TextChoices):
        THREATS = "threats", "Bomb threats or other threats"
        SERIOUS = "serious", "A serious incident and what followed"
        FEW_DAYS = "few_days", "Few school days"
        AWAY = "away", "Absence, training or court"
        TESTING = "testing", "Testing or exams"
        EVENTS = "events", "Season of games and events"
        DIRECTED = "directed", "Other duty directed"
        LESSONS = "lessons", "A block of lessons"
        HELP = "help", "Many who asked for advice"
        SHORT = "short", "Officers missing elsewhere"
        OTHER = "other", "Another reason"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="tilt_reasons")
    school = models.ForeignKey(School, models.PROTECT, related_name="tilt_reasons")
    month = models.DateField()
    side = models.CharField(max_length=7, choices=Side)
    why = models.CharField(max_length=8, choices=Why)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now=True)

    objects = TiltReasonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-month", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "school", "month", "side"],
                name="one_tilt_reason_of_a_month",
                violation_error_message="Somebody has just given a reason. Look again.",
            ),
            models.CheckConstraint(
                name="tilt_reason_is_of_a_month",
                condition=Q(month__day=1, month__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}: {self.get_why_display()}"
