"""A referral: one handing-on of a concern to one receiver (domain.md §3.4)."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from referrals.models.agencies import Agency
from referrals.models.topics import CRISIS, DUTY, Topic
from referrals.states import ENDED, IN_WORK, OPEN, UNANSWERED, Status
from schools.models import School
from sro_program.accounts.models import Membership, Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

RESTS_AFTER = timedelta(days=30)
"""How long a declined referral asks its sender to turn to someone else."""


def counselor_of(user: Actor) -> models.QuerySet[Reach, int]:
    """The schools at which this person is a counselor."""
    held = Reach.objects.of(user).filter(role=Role.COUNSELOR)
    return held.values_list("school", flat=True)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Actor) -> "ReferralQuerySet":
        """One's own, those one received, and the headers of one's fellow counselors.

        What it says of a child stands in the concern, which colleagues do not see.
        """
        own = Q(referred_by_id=user.pk or 0) | Q(handed_on_by_id=user.pk or 0)
        here = Q(to_counselor__isnull=False, school__in=counselor_of(user))
        return self.filter(own | here)

    def held_by(self, user: Actor) -> "ReferralQuerySet":
        """Those whose content this person reads: the sender's side and the receiver."""
        own = Q(referred_by_id=user.pk or 0) | Q(handed_on_by_id=user.pk or 0)
        return self.filter(own | _received_by(user))

    def received_by(self, user: Actor) -> "ReferralQuerySet":
        """Those that this counselor answers, at the schools they still serve."""
        return self.filter(_received_by(user))

    def open(self) -> "ReferralQuerySet":
        return self.filter(status__in=OPEN)

    def unanswered(self) -> "ReferralQuerySet":
        return self.filter(status__in=UNANSWERED)

    def in_work(self) -> "ReferralQuerySet":
        return self.filter(status__in=IN_WORK)

    def left_alone(self) -> "ReferralQuerySet":
        """Open ones whose receiver is no counselor of the school any more."""
        there = Membership.objects.current().filter(
            role=Role.COUNSELOR,
            user=OuterRef("to_counselor"),
            user__is_active=True,
            school=OuterRef("school"),
        )
        return self.open().filter(~Exists(there), to_counselor__isnull=False)

    def ended(self) -> "ReferralQuerySet":
        return self.filter(status__in=ENDED)

    def left_to(self, user: Actor) -> "ReferralQuerySet":
        """Declined, with nobody asked since, and still this officer's to send again.

        After `RESTS_AFTER` it rests: who has not turned to someone else until then
        has found another way. It can be sent again all the same.
        """
        serves = Reach.objects.of(user).filter(role=Role.OFFICER).values("school")
        return self.filter(
            referred_by_id=user.pk or 0,
            school__in=serves,
            status=Status.DECLINED,
            redirected_to=None,
            ended_at__gt=now() - RESTS_AFTER,
        )

    def for_list(self) -> "ReferralQuerySet":
        """With what a row shows."""
        return self.select_related("school", "referred_by", "to_counselor", "to_agency")


def _received_by(user: Actor) -> Q:
    return Q(to_counselor_id=user.pk or 0, school__in=counselor_of(user))


@track()
class Referral(models.Model):
    """Who hands what kind of thing on to whom, and how far it is.

    Without a name and without facts: this much its sender, its receiver and the
    receiver's colleagues may know. Change it only through `referrals.actions`.
    """

    class Urgency(models.TextChoices):
        TODAY = "today", "Today"
        THREE_DAYS = "three_days", "Within 3 school days"
        TWO_WEEKS = "two_weeks", "Within 2 weeks"
        INFORMATION = "information", "For information"

    class Outcome(models.TextChoices):
        CONTACT = "contact", "Contact made"
        LINKED = "linked", "Service linked"
        DECLINED = "declined", "Family declined"
        UNREACHED = "unreached", "Unable to reach"
        MOVED = "moved", "Moved away"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.SENT)
    school = models.ForeignKey(School, models.PROTECT, related_name="referrals")
    concern = models.ForeignKey(
        "referrals.Concern", models.PROTECT, related_name="referrals"
    )
    reason = models.CharField(max_length=14, choices=Topic)
    urgency = models.CharField(max_length=12, choices=Urgency)
    suspects_abuse = models.BooleanField(
        "points to dependency, neglect, abuse or trafficking", default=False
    )
    report_answer = models.CharField(
        "reported",
        max_length=8,
        choices=[("reported", "Reported"), ("no_cause", "No reasonable cause")],
        blank=True,
    )
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    handed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    to_counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    redirected_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="redirected_to"
    )
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField("closed as", max_length=10, choices=Outcome, blank=True)
    sent_to_email = models.EmailField(
        "mailed to", blank=True, help_text="Where the agency's link was sent, and goes."
    )
    link_revision = models.PositiveIntegerField(
        default=1, help_text="Which of the agency's links is good."
    )

    objects = ReferralQuerySet.as_manager()
    locked_with: ClassVar = ["school__district"]

    class Meta:
        ordering: ClassVar = ["-sent_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["to_counselor", "due_at", "sent_at", "id"],
                condition=Q(status__in=OPEN),
                name="referral_inbox",
            ),
            models.Index(
                fields=["to_counselor", "-ended_at", "-id"],
                condition=Q(status__in=ENDED),
                name="referral_ended_inbox",
            ),
            models.Index(
                fields=["referred_by", "-sent_at", "-id"], name="referral_of_an_officer"
            ),
            models.Index(
                fields=["school", "due_at", "sent_at", "id"],
                condition=Q(status__in=OPEN),
                name="referral_of_colleagues",
            ),
            models.Index(fields=["school", "sent_at"], name="referral_counts"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="referral_has_one_receiver",
                condition=Q(to_counselor=None, to_agency__isnull=False)
                | Q(to_counselor__isnull=False, to_agency=None),
                violation_error_message="Choose a counselor or an agency, one of them.",
            ),
            models.CheckConstraint(
                name="referral_not_to_its_sender",
                condition=Q(to_counselor=None) | ~Q(to_counselor=F("handed_on_by")),
                violation_error_message="You cannot refer someone to yourself.",
            ),
            models.CheckConstraint(
                name="referral_closed_in_a_category",
                condition=Q(status="closed") & ~Q(outcome="")
                | ~Q(status="closed") & Q(outcome=""),
                violation_error_message="Choose how it ended.",
            ),
            models.CheckConstraint(
                name="referral_ended_when_it_ended",
                condition=Q(status__in=ENDED, ended_at__isnull=False)
                | Q(status__in=OPEN, ended_at=None),
            ),
            models.CheckConstraint(
                name="referral_is_no_report",
                condition=~Q(suspects_abuse=True) & ~Q(reason__in=DUTY)
                | ~Q(report_answer=""),
                violation_error_message=(
                    "Say first to whom it was reported, or why there is no reasonable "
                    "cause. A referral is not a report."
                ),
            ),
            models.CheckConstraint(
                name="referral_accepted_was_received",
                condition=~Q(status__in=[*IN_WORK, "closed"])
                | Q(received_at__isnull=False, accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Referral: {self.get_reason_display()}, {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:referral", args=[self.pk])

    @property
    def receiver(self) -> str:
        """Who answers: a counselor's or an agency's name."""
        return str(self.to_counselor or self.to_agency)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_crisis(self) -> bool:
        return self.reason in CRISIS

    @property
    def has_duty(self) -> bool:
        """Somebody may have to report it at once (KRS 620.030)."""
        return self.suspects_abuse or self.reason in DUTY

    @property
    def is_late(self) -> bool:
        """Its time has passed, to the minute, and it is still open."""
        due: datetime | None = self.due_at
        return self.is_open and due is not None and due < now()

    @property
    def days_open(self) -> int:
        """Calendar days from sending to its end, or to today."""
        until = self.ended_at or None
        last = localdate(until) if until else localdate()
        return (last - localdate(self.sent_at)).days
