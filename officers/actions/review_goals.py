"""A review of an officer is opened, and both superiors agree on its goals."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers import reviewing
from officers.models import Officer, Review, ReviewGoal
from officers.models.reviews import school_year_in_words
from officers.review_news import others_of, tell, tell_side
from officers.review_states import AGREE, WITHDRAW, ReviewGoalStatus
from schools.models import School
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.notifications.outbox import settle
from sro_program.workflow import lock, move

NOT_SERVED = "{officer} had no assignment at {school} in the school year {year}."


@transaction.atomic
def open_review(
    officer: Officer,
    *,
    by: Actor,
    school: School,
    year: int,
    record_id: UUID | None = None,
) -> Review:
    """Begin the review of an officer's school year; sent twice it is one.

    Raises NotAllowed, or RuleBroken where the officer did not serve in that year and
    where there is a review of it.
    """
    require(reviewing.can_review(by, officer, school))
    if record_id and (sent := officer.reviews.filter(pk=record_id).first()):
        return sent
    if not reviewing.served_at(officer, school, year):
        words = school_year_in_words(year)
        raise RuleBroken(
            NOT_SERVED.format(officer=officer, school=school.name, year=words)
        )
    review = Review(
        id=record_id or uuid7(),
        officer=officer,
        school=school,
        year=year,
        opened_by=User.objects.get(pk=by.pk),
    )
    with constraints_as_rules(Review):
        review.save(force_insert=True)
    record(by, "open_review", review)
    told = [officer.user, *others_of(review, reviewing.side_in(by, review))]
    tell(review, told, "is opened", "Both superiors set its goals first.")
    return review


@transaction.atomic
def propose_review_goal(
    review: Review,
    *,
    by: Actor,
    words: str,
    baseline: str,
    seen_by: str,
    record_id: UUID | None = None,
) -> ReviewGoal:
    """Propose what is to be reached; the other side agrees. Sent twice it is one.

    Raises NotAllowed, or RuleBroken with an empty part and once a half is signed.
    """
    require(reviewing.can_propose_goal(by, review))
    review = lock(review)
    if record_id and (sent := review.goals.filter(pk=record_id).first()):
        return sent
    goal = ReviewGoal(
        id=record_id or uuid7(),
        review=review,
        officer=review.officer,
        school=review.school,
        words=words,
        baseline=baseline,
        seen_by=seen_by,
        side=reviewing.side_in(by, review),
        proposed_by=User.objects.get(pk=by.pk),
    )
    with constraints_as_rules(ReviewGoal):
        goal.save(force_insert=True)
    record(by, "propose_review_goal", goal, side=goal.side)
    tell_side(review, goal.side, goal.get_absolute_url())
    return goal


@transaction.atomic
def agree_review_goal(
    goal: ReviewGoal, *, by: Actor, version: int | None = None
) -> ReviewGoal:
    """From now on both want it.

    Raises NotAllowed, Stale or WrongState; RuleBroken once a half is signed.
    """
    require(reviewing.can_agree_goal(by, goal))
    goal = _held(goal, version)
    move(goal, AGREE, by=by, answered_by_id=by.pk, answered_at=now())
    told = [goal.proposed_by, goal.review.officer.user]
    url = goal.get_absolute_url()
    tell(goal.review, told, "has a goal that both agreed on", url=url)
    return goal


@transaction.atomic
def withdraw_review_goal(
    goal: ReviewGoal, *, by: Actor, version: int | None = None
) -> ReviewGoal:
    """Take back what nobody agreed to yet.

    Raises NotAllowed, Stale or WrongState; RuleBroken once a half is signed.
    """
    require(reviewing.can_withdraw_goal(by, goal))
    goal = _held(goal, version)
    move(goal, WITHDRAW, by=by, answered_at=now())
    return goal


def settle_goals(review: Review) -> None:
    """What nobody agreed to in time waits for nobody any more."""
    waiting = review.goals.filter(status=ReviewGoalStatus.PROPOSED)
    for goal in waiting.select_related("review"):
        settle(goal.get_absolute_url())


def _held(goal: ReviewGoal, version: int | None) -> ReviewGoal:
    """With its review, so that no half is signed meanwhile; it waits no more."""
    lock(goal.review)
    goal = lock(goal, version=version)
    settle(goal.get_absolute_url())
    return goal
