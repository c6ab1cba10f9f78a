"""Which verbs fit the moment, and what each says to this person."""

from collections.abc import Callable, Mapping

from presentations import policy
from presentations.actions.signing import fits
from presentations.models import Feedback, Presentation, ProposedSlot
from presentations.states import (
    ACCEPT,
    APPROVE,
    ASK_CHANGES,
    CANCEL,
    CHOOSE_SLOT,
    DECLINE,
    DELIVER,
    GIVE_FEEDBACK,
    MISS,
    SEND,
    WITHDRAW,
)
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict
from sro_program.workflow import Transition

type Rule = Callable[[Actor, Presentation], Verdict]

OFFERS: Mapping[Transition, Rule] = {
    APPROVE: policy.can_decide,
    ACCEPT: policy.can_accept,
    SEND: policy.can_edit,
    CHOOSE_SLOT: policy.can_choose_slot,
    DELIVER: policy.can_deliver,
    GIVE_FEEDBACK: policy.can_give_feedback,
    ASK_CHANGES: policy.can_ask_changes,
    MISS: policy.can_miss,
    DECLINE: policy.can_decline,
    WITHDRAW: policy.can_withdraw,
    CANCEL: policy.can_cancel,
}
"""In the order in which a page shows them."""
ONCE = {
    CHOOSE_SLOT: lambda talk: _has_times_to_come(talk),
    GIVE_FEEDBACK: lambda talk: not _is_answered(talk),
}


def offers(user: Actor, presentation: Presentation) -> dict[str, Verdict]:
    """The verbs that fit this moment, each with the verdict for this person."""
    me = policy.standing(user, presentation)
    return {
        transition.verb: may(me, presentation)
        for transition, may in OFFERS.items()
        if fits(transition, presentation) and _is_open(transition, presentation)
    }


def _is_open(transition: Transition, presentation: Presentation) -> bool:
    return transition not in ONCE or ONCE[transition](presentation)


def _has_times_to_come(presentation: Presentation) -> bool:
    return ProposedSlot.objects.to_come().filter(presentation=presentation).exists()


def _is_answered(presentation: Presentation) -> bool:
    return Feedback.objects.filter(presentation=presentation).exists()
