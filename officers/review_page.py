"""A review as its reader sees it: the goals, each half as far as it is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from officers import reviewing
from officers.actions.reviews import answer_first, missing_in
from officers.models import Review, ReviewAnswer, ReviewComment, ReviewGoal, ReviewHalf
from officers.models.reviews import FIXED, Side
from officers.review_evidence import Evidence, figures_of, in_words
from officers.review_list import signed_sides
from officers.review_states import AGREE, WITHDRAW, HalfStatus, ReviewGoalStatus
from officers.standards import Seen, standards_of
from sro_program.audit.timeline import Event, happened
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, deny

TITLES = {
    Side.COMMAND: "The command’s half",
    Side.SCHOOL: "The school’s half",
}
SENTENCES = {
    "open_review": "Opened the review",
    "sign_half": "Signed {}",
    "take_back_half": "Took the signature of {} back",
    "answer_half": "Answered {}",
}
LATER = frozenset({"write_half"})
"""A draft that is saved is nobody's news."""


@dataclass(frozen=True, slots=True)
class Button:
    """A verb of the page: a link or a button, or the reason why not yet."""

    verb: str
    label: str
    url: str
    is_post: bool = False
    kind: str = "primary"
    version: int = 0
    verdict: Verdict = ALLOWED


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal, and what this person can do with it."""

    goal: ReviewGoal
    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class Line:
    """What a half says of one standard or goal; nothing where it is not said yet."""

    label: str
    seen: str
    words: str


@dataclass(frozen=True, slots=True)
class HalfShown:
    """One half, as far as its reader may read it."""

    side: str
    is_signed: bool
    is_mine: bool
    half: ReviewHalf | None = None
    lines: Sequence[Line] = ()
    outcomes: Sequence[Line] = ()
    evidence: Evidence | None = None
    comment: ReviewComment | None = None
    buttons: Sequence[Button] = field(default_factory=list)

    @property
    def title(self) -> str:
        return TITLES[Side(self.side)]

    @property
    def readers(self) -> str:
        return reviewing.READERS[Side(self.side)]

    @property
    def status(self) -> str:
        """The word of the badge."""
        return HalfStatus.SIGNED if self.is_signed else HalfStatus.DRAFT

    @property
    def get_status_display(self) -> str:
        return "Signed" if self.is_signed else "Not signed yet"


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review, ready to be shown to one person."""

    review: Review
    goals: Sequence[GoalShown]
    halves: Sequence[HalfShown]
    events: Sequence[Event]
    may_propose: Verdict
    is_fixed: bool

    @property
    def fixed(self) -> str:
        return FIXED


def shown_to(user: Actor, review: Review) -> ReviewShown:
    """The same few queries for any number of goals and answers."""
    signed = signed_sides([review]).get(review.pk, frozenset())
    goals = goals_of(user, review)
    seen = ReviewHalf.objects.visible_to(user).filter(review=review).for_page()
    halves = {half.side: half for half in seen}
    answers = _answers(user, review)
    comments = _comments(user, review)
    mine = reviewing.side_in(user, review)
    shown = []
    for side in TITLES:
        half = halves.get(side)
        own, is_signed = side == mine, side in signed
        if half is None:
            buttons = [_write(review, "Write this half")] if own else []
            shown.append(HalfShown(side, is_signed, own, buttons=buttons))
            continue
        said, comment = answers.get(half.pk, []), comments.get(half.pk)
        shown.append(
            HalfShown(
                side,
                is_signed,
                own,
                half,
                _lines(side, said),
                _outcomes(goals, said),
                in_words(half.figures or figures_of(user, review, side)),
                comment,
                _buttons(user, half, own, comment),
            )
        )
    return ReviewShown(
        review,
        [GoalShown(goal, _of_goal(user, mine, goal, bool(signed))) for goal in goals],
        shown,
        _events(review, halves.values()),
        _may_propose(user, review, bool(signed)),
        bool(signed),
    )


def goals_of(user: Actor, review: Review) -> list[ReviewGoal]:
    """What is proposed or agreed, in the order in which it came."""
    goals = ReviewGoal.objects.visible_to(user).filter(review=review)
    standing = goals.exclude(status=ReviewGoalStatus.WITHDRAWN)
    return list(standing.for_list())


def agreed_of(user: Actor, review: Review) -> list[ReviewGoal]:
    """What each half says at the end what became of."""
    goals = goals_of(user, review)
    return [goal for goal in goals if goal.status == ReviewGoalStatus.AGREED]


def _may_propose(user: Actor, review: Review, is_fixed: bool) -> Verdict:
    may = reviewing.can_propose_goal(user, review)
    return deny(FIXED) if may and is_fixed else may


def _answers(user: Actor, review: Review) -> Mapping[UUID, list[ReviewAnswer]]:
    rows = ReviewAnswer.objects.visible_to(user).filter(half__review=review)
    found: dict[UUID, list[ReviewAnswer]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.half_id, []).append(row)
    return found


def _comments(user: Actor, review: Review) -> Mapping[UUID, ReviewComment]:
    rows = ReviewComment.objects.visible_to(user).filter(half__review=review)
    return {row.half_id: row for row in rows.select_related("by")}


def _lines(side: str, said: Sequence[ReviewAnswer]) -> list[Line]:
    by_standard = {row.standard: row for row in said if row.standard}
    return [
        _line(str(one.label), by_standard.get(one.value)) for one in standards_of(side)
    ]


def _line(label: str, row: ReviewAnswer | None) -> Line:
    if row is None:
        return Line(label, "", "")
    return Line(label, str(Seen(row.seen).label), row.words)


def _outcomes(goals: Sequence[ReviewGoal], said: Sequence[ReviewAnswer]) -> list[Line]:
    words = {row.goal_id: row.words for row in said if row.goal_id}
    return [Line(goal.words, "", words[goal.pk]) for goal in goals if goal.pk in words]


def _of_goal(user: Actor, side: str, goal: ReviewGoal, is_fixed: bool) -> list[Button]:
    """Agree, or take back; nothing once the first half is signed."""
    if is_fixed:
        return []
    verbs: list[Any] = [
        ("agree_review_goal", "Agree", "primary", AGREE, reviewing.may_agree),
        (
            *("withdraw_review_goal", "Take it back", "secondary", WITHDRAW),
            reviewing.may_withdraw,
        ),
    ]
    return [
        Button(name, label, _url(name, goal.pk), True, kind, goal.version)
        for name, label, kind, transition, may in verbs
        if transition.possible(goal) and may(user, side, goal)
    ]


def _buttons(
    user: Actor, half: ReviewHalf, is_mine: bool, comment: ReviewComment | None
) -> list[Button]:
    if half.status == HalfStatus.DRAFT:
        return [
            _post(half, "sign_half", "Sign this half", _may_sign(user, half)),
            _write(half.review, "Go on writing", "secondary"),
        ]
    if comment:
        return []
    if reviewing.can_answer_in(user, half.review):
        url = reverse("officers:answer_half", args=[half.review_id, half.side])
        return [Button("answer_half", "Answer this half", url)]
    if is_mine and half.signed_by_id == user.pk:
        may = reviewing.can_take_back_half(user, half)
        label = "Take the signature back"
        return [_post(half, "take_back_half", label, may, "secondary")]
    return []


def _may_sign(user: Actor, half: ReviewHalf) -> Verdict:
    """Whether they may, and whether there is enough to sign."""
    may = reviewing.can_sign_half(user, half)
    missing = missing_in(half)
    return deny(answer_first(missing)) if may and missing else may


def _post(
    half: ReviewHalf, verb: str, label: str, may: Verdict, kind: str = "primary"
) -> Button:
    return Button(verb, label, _url(verb, half.pk), True, kind, half.version, may)


def _write(review: Review, label: str, kind: str = "primary") -> Button:
    return Button("write_half", label, _url("write_half", review.pk), kind=kind)


def _url(verb: str, key: UUID) -> str:
    return reverse(f"officers:{verb}", args=[key])


def _events(review: Review, halves: Any) -> list[Event]:  # noqa: ANN401  # the values of a dict
    """What happened to the review, and to the halves that this person reads."""
    found = happened(review, SENTENCES)
    for half in halves:
        name = TITLES[Side(half.side)].lower()
        said = {verb: text.format(name) for verb, text in SENTENCES.items()}
        found += happened(half, said, hidden=LATER)
    return sorted(found, key=lambda event: event.at)
