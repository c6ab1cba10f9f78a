"""What each side says in its half of a review, and what the officer answers."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from officers.models.reviews import (
    Review,
    ReviewGoal,
    Side,
    is_commanded,
    is_led,
    is_own,
)
from officers.models.unit import Officer
from officers.review_states import HalfStatus
from officers.standards import Seen, Standard
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

SAY_WHAT = "Say in words what wants work."


class ReviewHalfQuerySet(models.QuerySet["ReviewHalf"]):
    def visible_to(self, user: Actor) -> "ReviewHalfQuerySet":
        """One's own side's; signed ones: the officer both, the command the school's.

        The command's half never reaches a principal (D§2.3: own half; tactics and
        arrests stand in it). A draft is its side's alone. The second wall says the
        same in SQL: migration `reviews`.
        """
        commands = is_commanded(user)
        written_by_mine = Q(side=Side.COMMAND) & commands | Q(
            side=Side.SCHOOL
        ) & is_led(user)
        shown = is_own(user) | Q(side=Side.SCHOOL) & commands
        return self.filter(written_by_mine | Q(status=HalfStatus.SIGNED) & shown)

    def signed(self) -> "ReviewHalfQuerySet":
        """Those that nobody has taken back."""
        return self.filter(status=HalfStatus.SIGNED)

    def for_page(self) -> "ReviewHalfQuerySet":
        """With everybody whom a page names."""
        return self.select_related(
            "review__officer__user", "review__school__district", "signed_by"
        ).order_by("side")


@track()
class ReviewHalf(models.Model):
    """One side's half of a review: its answers stand in `ReviewAnswer`.

    `figures` are the evidence from the log as the side that signs reads it, kept as
    it stood when it was signed; codes and numbers alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    review = models.ForeignKey(Review, models.PROTECT, related_name="halves")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    side = models.CharField(max_length=7, choices=Side)
    status = models.CharField(
        max_length=6, choices=HalfStatus, default=HalfStatus.DRAFT
    )
    figures: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewHalfQuerySet.as_manager()
    locked_with: ClassVar = (
        *("review__officer__user", "review__school__district"),
        *("officer", "school", "signed_by"),
    )

    class Meta:
        ordering: ClassVar = ["review", "side"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "side"],
                name="one_half_of_each_side",
                violation_error_message="Somebody has just begun this half. Reload.",
            ),
            models.CheckConstraint(
                name="review_half_is_signed_by_somebody",
                condition=Q(
                    status=HalfStatus.DRAFT,
                    signed_by=None,
                    signed_at=None,
                    figures__isnull=True,
                )
                | Q(
                    status=HalfStatus.SIGNED,
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                    figures__isnull=False,
                ),
                violation_error_message="A signed half says who signed it, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}, {self.get_side_display()}"

    def get_absolute_url(self) -> str:
        """Its place on the page of the review."""
        return self.review.half_url(self.side)


class OfAHalfQuerySet[M: models.Model](models.QuerySet[M]):
    def visible_to(self, user: Actor) -> "OfAHalfQuerySet[M]":
        """As the half that it belongs to."""
        return self.filter(half__in=ReviewHalf.objects.visible_to(user))


@track()
class ReviewAnswer(models.Model):
    """What a half says of one standard, or of what became of one goal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    half = models.ForeignKey(ReviewHalf, models.PROTECT, related_name="answers")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    standard = models.CharField(max_length=13, choices=Standard, blank=True)
    goal = models.ForeignKey(
        ReviewGoal, models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    seen = models.CharField(max_length=12, choices=Seen, blank=True)
    words = models.CharField(max_length=1000, blank=True)

    objects = OfAHalfQuerySet["ReviewAnswer"].as_manager()

    class Meta:
        ordering: ClassVar = ["half", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["half", "standard"],
                condition=~Q(standard=""),
                name="review_standard_answered_once",
                violation_error_message="This standard is answered already.",
            ),
            models.UniqueConstraint(
                fields=["half", "goal"],
                name="review_goal_ended_once",
                violation_error_message="This goal is answered already.",
            ),
            models.CheckConstraint(
                name="review_answer_is_of_a_standard_or_a_goal",
                condition=(Q(goal=None) & ~Q(standard="") & ~Q(seen=""))
                | (Q(goal__isnull=False, standard="", seen="") & ~Q(words="")),
                violation_error_message="Choose an answer for each standard.",
            ),
            models.CheckConstraint(
                name="review_answer_says_what_wants_work",
                condition=~Q(seen=Seen.WANTS_WORK) | ~Q(words=""),
                violation_error_message=SAY_WHAT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_standard_display()}: {self.get_seen_display()}"


@track()
class ReviewComment(models.Model):
    """The officer's answer to one half; without words: read, nothing to add."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    half = models.OneToOneField(ReviewHalf, models.PROTECT, related_name="comment")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    objects = OfAHalfQuerySet["ReviewComment"].as_manager()

    class Meta:
        ordering: ClassVar = ["given_at", "id"]

    def __str__(self) -> str:
        return f"{self.by}, {self.given_at}"
