"""The halves of a review: written, signed, taken back, and answered by the officer.

Each verb holds the review first, so that nothing of it changes between the question
and the answer: a goal, the other half, or the officer's word.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers import reviewing
from officers.actions.review_goals import settle_goals
from officers.models import Review, ReviewAnswer, ReviewComment, ReviewHalf
from officers.models.reviews import ReviewQuerySet, Side
from officers.review_evidence import figures_of
from officers.review_list import is_due
from officers.review_news import ask_for_half, ask_officer, others_of, tell
from officers.review_states import SIGN_HALF, TAKE_BACK, HalfStatus
from officers.standards import Standard, standards_of
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import AlreadyDone, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.notifications.outbox import settle
from sro_program.workflow import lock, move, write

type Said = tuple[str, str]
"""How it was seen, and words."""
type About = tuple[str, UUID | None]
"""A standard, or a goal."""

TAKE_IT_BACK = "This half is signed. Take the signature back before you change it."
TAKEN_BACK = (
    "The signature has been taken back. Keep your words until you are asked again."
)
HAS_ANSWERED = "You have answered this half already."


@transaction.atomic
def write_half(
    review: Review,
    *,
    by: Actor,
    answers: Mapping[str, Said],
    outcomes: Mapping[UUID, str],
    version: int | None = None,
) -> ReviewHalf:
    """Keep the draft of one's own side's half: by standard, and by agreed goal.

    Whoever shows a half that is not begun shows version 1; the first draft is 2.
    Raises NotAllowed, Stale when a colleague was faster, WrongState when it is signed,
    or RuleBroken where words are missing.
    """
    side = reviewing.side_in(by, review)
    require(reviewing.can_write_half(by, review, side))
    review = lock(review)
    half = lock(_begun(review, side), version=version)
    if half.status == HalfStatus.SIGNED:
        raise WrongState(TAKE_IT_BACK)
    if not answers.keys() <= {*standards_of(side)}:
        raise RuleBroken("That is no standard of this half.")
    said: dict[About, Said] = {(name, None): one for name, one in answers.items()}
    said |= {("", goal): ("", words) for goal, words in outcomes.items()}
    with constraints_as_rules(ReviewAnswer):
        _keep(half, said)
    write(half)
    record(by, "write_half", half)
    return half


@transaction.atomic
def sign_half(half: ReviewHalf, *, by: Actor, version: int | None = None) -> ReviewHalf:
    """Sign one's own half; the figures of the log are kept with it as they are now.

    Raises NotAllowed, Stale, WrongState, or RuleBroken while a standard has no answer.
    """
    require(reviewing.can_sign_half(by, half))
    review = lock(half.review)
    half = lock(half, version=version)
    if missing := missing_in(half):
        raise RuleBroken(answer_first(missing))
    move(
        half,
        SIGN_HALF,
        by=by,
        signed_by_id=by.pk,
        signed_at=now(),
        figures=figures_of(by, review, half.side),
    )
    settle_goals(review)
    settle(half.get_absolute_url())
    ask_officer(review, half.get_absolute_url())
    tell(review, others_of(review, half.side), "has a half that is signed")
    return half


@transaction.atomic
def take_back_half(
    half: ReviewHalf, *, by: Actor, version: int | None = None
) -> ReviewHalf:
    """Take one's signature back, until the officer has answered.

    Raises NotAllowed, Stale or WrongState.
    """
    lock(half.review)
    require(reviewing.can_take_back_half(by, half))
    half = lock(half, version=version)
    move(half, TAKE_BACK, by=by, signed_by_id=None, signed_at=None, figures=None)
    settle(half.get_absolute_url())
    return half


@transaction.atomic
def answer_half(
    review: Review,
    side: str,
    *,
    by: Actor,
    text: str = "",
    record_id: UUID | None = None,
) -> ReviewComment:
    """The officer's word to a signed half; without words: read, nothing to add.

    Sent twice it is one. Raises NotAllowed, AlreadyDone, or WrongState while the half
    is not signed, which it no longer is where the signature was taken back.
    """
    require(reviewing.can_answer_in(by, review))
    review = lock(review)
    halves = ReviewHalf.objects.signed().for_page()
    half = halves.filter(review=review, side=side).first()
    if half is None:
        raise WrongState(TAKEN_BACK)
    given = ReviewComment.objects.filter(half=half).first()
    if given and given.pk == record_id:
        return given
    if given:
        raise AlreadyDone(HAS_ANSWERED)
    comment = ReviewComment(
        id=record_id or uuid7(), half=half, school=half.school, by_id=by.pk, text=text
    )
    with constraints_as_rules(ReviewComment):
        comment.save(force_insert=True)
    record(by, "answer_half", half)
    url = half.get_absolute_url()
    settle(url)
    tell(review, [half.signed_by] if half.signed_by else [], "is answered", url=url)
    return comment


def reviews_due() -> ReviewQuerySet:
    """Those whose halves are waited for; the clock asks."""
    return Review.objects.filter(is_due())


@transaction.atomic
def ask_for_halves(review: Review) -> bool:
    """Ask the sides that have not signed, each person once. The clock acts."""
    review = lock(review)
    halves = ReviewHalf.objects.signed().filter(review=review)
    signed = {*halves.values_list("side", flat=True)}
    return any([ask_for_half(review, side) for side in Side if side not in signed])


def missing_in(half: ReviewHalf) -> list[Standard]:
    """Standards that this half says nothing of yet."""
    answered = {*half.answers.values_list("standard", flat=True)}
    return [one for one in standards_of(half.side) if one not in answered]


def answer_first(missing: list[Standard]) -> str:
    """Why it cannot be signed yet, in words."""
    return f"Answer first: {'; '.join(str(one.label) for one in missing)}."


def _begun(review: Review, side: str) -> ReviewHalf:
    half = ReviewHalf.objects.filter(review=review, side=side).first()
    if half is None:
        half = ReviewHalf(
            review=review, officer=review.officer, school=review.school, side=side
        )
        half.save(force_insert=True)
    return half


def _keep(half: ReviewHalf, said: Mapping[About, Said]) -> None:
    """Make the rows say this; what did not change leaves no trace in the history."""
    kept = {(row.standard, row.goal_id): row for row in half.answers.all()}
    for about in kept.keys() - said.keys():
        kept[about].delete()
    for (standard, goal), (seen, words) in said.items():
        row = kept.get((standard, goal)) or ReviewAnswer(
            half=half, school=half.school, standard=standard, goal_id=goal
        )
        if row._state.adding or (row.seen, row.words) != (seen, words):
            row.seen, row.words = seen, words
            row.save()
