"""Other duties as directed by agency command or school administration."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from officers.models.unit import Officer
from officers.states import OPEN, WITH_A_REASON, Status
from schools.models import School
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import BEGINS, ENDS, FAR_AWAY, LATEST

SUPERIORS = [Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL]


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def visible_to(self, user: Actor) -> "DirectiveQuerySet":
        """One's own; of one's agency and one's school, whichever side gave it.

        The second wall says the same in SQL: migration `directives`.
        """
        leads = Reach.objects.of(user).filter(role__in=SUPERIORS)
        return self.filter(
            Q(officer__user_id=user.pk or 0) | Q(school__in=leads.values("school"))
        )

    def standing(self) -> "DirectiveQuerySet":
        """Those that are neither done nor declined nor taken back."""
        return self.filter(status__in=OPEN)

    def for_list(self) -> "DirectiveQuerySet":
        """With everybody whom a list names."""
        return self.select_related("officer__user", "school__district", "directed_by")


@track()
class Directive(models.Model):
    """A task that a superior gave an officer: what, where and until when; no names."""

    class Side(models.TextChoices):
        COMMAND = "command", "Agency command"
        SCHOOL = "school", "School administration"

    class Kind(models.TextChoices):
        LUNCH = "lunch", "Lunch monitor"
        DOOR = "door", "Door guard"
        TRAFFIC = "traffic", "Traffic"
        EVENT = "event", "Event"
        PATROL = "patrol", "Patrol"
        PAPER = "paper", "Report or paper"
        MEETING = "meeting", "Meeting"
        OTHER = "other", "Other"

    class Repeats(models.TextChoices):
        NO = "", "Once"
        SCHOOL_DAYS = "daily", "Each school day"
        WEEKLY = "weekly", "Each week"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="directives")
    school = models.ForeignKey(School, models.PROTECT, related_name="directives")
    directed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    side = models.CharField(max_length=7, choices=Side)
    kind = models.CharField(max_length=7, choices=Kind)
    what = models.CharField(max_length=200)
    where = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    repeats = models.CharField(max_length=6, choices=Repeats, blank=True)
    repeats_until = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.GIVEN)
    given_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = DirectiveQuerySet.as_manager()
    locked_with: ClassVar = ("officer__user", "school__district", "directed_by")

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["officer", "due_at"], name="directive_of_officer"),
            models.Index(fields=["school", "due_at"], name="directive_of_school"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directive_ends_after_it_starts",
                condition=Q(starts_at=None) | Q(due_at__gt=F("starts_at")),
                violation_error_message="The end must be after the start.",
            ),
            models.CheckConstraint(
                name="directive_in_this_century",
                condition=Q(due_at__range=(BEGINS, ENDS))
                & (Q(starts_at=None) | Q(starts_at__gte=BEGINS)),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="directive_that_repeats_has_an_end",
                condition=Q(repeats="", repeats_until=None)
                | (
                    ~Q(repeats="")
                    & Q(starts_at__isnull=False, repeats_until__isnull=False)
                    & Q(repeats_until__lte=LATEST)
                ),
                violation_error_message=(
                    "What repeats has a beginning and a last day; give both."
                ),
            ),
            models.CheckConstraint(
                name="directive_says_why_not",
                condition=~Q(status__in=WITH_A_REASON) | ~Q(reason=""),
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("officers:directive", args=[self.pk])

    @property
    def title(self) -> str:
        """Its kind, as a heading says it."""
        is_other = self.kind == self.Kind.OTHER
        return "Other duty" if is_other else str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def begins(self) -> datetime:
        """Where it stands in a list by time: its start, or else when it is due."""
        return self.starts_at or self.due_at
