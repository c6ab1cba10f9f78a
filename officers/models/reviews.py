"""The review of an officer by both superiors, per school year, and its goals."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from officers.models.directives import Directive
from officers.models.unit import Officer
from officers.review_states import ReviewGoalStatus
from schools.models import School
from sro_program.accounts.models import Membership, Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, JULY, LATEST

Side = Directive.Side
FIXED = "Goals are fixed since the first half of this review is signed."


def is_own(user: Actor) -> Q:
    """About oneself."""
    return Q(officer__user_id=user.pk or 0)


def is_commanded(user: Actor) -> Q:
    """Of an officer of the agency that one commands, at a school that one reaches.

    Nobody is a superior of themselves.
    """
    held = Membership.objects.current().filter(user_id=user.pk or 0)
    agencies = held.filter(role=Role.COMMANDER).values("police_agency")
    reached = Reach.objects.of(user).filter(role=Role.COMMANDER).values("school")
    return Q(officer__police_agency__in=agencies, school__in=reached) & ~is_own(user)


def is_led(user: Actor) -> Q:
    """At the school whose principal one is; not about oneself."""
    leads = Reach.objects.of(user).filter(role=Role.PRINCIPAL).values("school")
    return Q(school__in=leads) & ~is_own(user)


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Actor) -> "ReviewQuerySet":
        """The officer, the commanders of their agency, the principals of the school.

        Nobody else: neither the office nor the district. The second wall says the
        same in SQL: migration `reviews`.
        """
        return self.filter(is_own(user) | is_commanded(user) | is_led(user))

    def for_list(self) -> "ReviewQuerySet":
        """With everybody whom a list names, the newest school year first."""
        joined = self.select_related("officer__user", "school__district", "opened_by")
        return joined.order_by("-year", "-id")


@track()
class Review(models.Model):
    """One officer at one school in one school year, reviewed by both superiors.

    Two halves, one of each side; what each half says stands in `ReviewHalf`, behind
    a wall of its own. `year` is the one in which the school year begins.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="reviews")
    school = models.ForeignKey(School, models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField("school year")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()
    locked_with: ClassVar = ("officer__user", "school__district")

    class Meta:
        ordering: ClassVar = ["-year", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "school", "year"],
                name="one_review_of_a_school_year",
                violation_error_message=(
                    "There is a review of this school year already. Open it from the "
                    "list of reviews."
                ),
            ),
            models.CheckConstraint(
                name="review_is_of_our_time",
                condition=Q(year__range=(EARLIEST.year, LATEST.year)),
                violation_error_message="Choose a school year from the list.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.in_words}"

    def get_absolute_url(self) -> str:
        return reverse("officers:review", args=[self.pk])

    def half_url(self, side: str) -> str:
        """Where a half stands on the page of the review."""
        return f"{self.get_absolute_url()}#half-{side}"

    @property
    def in_words(self) -> str:
        """The school year: 2026–27."""
        return school_year_in_words(self.year)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of its school year, both included."""
        return days_of(self.year)


def school_year_in_words(year: int) -> str:
    """The school year that begins in this year: 2026–27."""
    return f"{year}–{(year + 1) % 100:02}"


def days_of(year: int) -> tuple[date, date]:
    """July to June, as `core.times.school_year` has it."""
    return date(year, JULY, 1), date(year + 1, JULY - 1, 30)


class ReviewGoalQuerySet(models.QuerySet["ReviewGoal"]):
    def visible_to(self, user: Actor) -> "ReviewGoalQuerySet":
        """As the review: all three read the goals."""
        return self.filter(is_own(user) | is_commanded(user) | is_led(user))

    def for_list(self) -> "ReviewGoalQuerySet":
        """With who proposed and who agreed, in the order in which they came."""
        joined = self.select_related(
            "review__officer__user",
            "review__school__district",
            "proposed_by",
            "answered_by",
        )
        return joined.order_by("proposed_at", "id")


@track()
class ReviewGoal(models.Model):
    """What is to be reached: where it stands now, and how one will see that it is.

    One superior proposes it and the other agrees, until the first half is signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    review = models.ForeignKey(Review, models.PROTECT, related_name="goals")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    baseline = models.CharField(max_length=300)
    seen_by = models.CharField(max_length=300)
    side = models.CharField(max_length=7, choices=Side)
    status = models.CharField(
        max_length=9, choices=ReviewGoalStatus, default=ReviewGoalStatus.PROPOSED
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

    objects = ReviewGoalQuerySet.as_manager()
    locked_with: ClassVar = (
        *("review__officer__user", "review__school__district"),
        *("officer", "school", "proposed_by"),
    )

    class Meta:
        ordering: ClassVar = ["proposed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_goal_is_complete",
                condition=~Q(words="") & ~Q(baseline="") & ~Q(seen_by=""),
                violation_error_message=(
                    "A goal says what, where it stands now, and how it will be seen."
                ),
            ),
            models.CheckConstraint(
                name="review_goal_agreed_by_both",
                condition=~Q(status=ReviewGoalStatus.AGREED)
                | (
                    Q(answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(answered_by=F("proposed_by"))
                ),
                violation_error_message="Two people agree on a goal, one of each side.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """Its place on the page of the review."""
        return f"{self.review.get_absolute_url()}#goal-{self.pk}"
