"""Which answers fit a directive now, and what each says to this person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from officers import policy
from officers.models import Directive
from officers.states import ACKNOWLEDGE, DECLINE, FINISH, WITHDRAW
from sro_program.core.db import Actor
from sro_program.core.offers import Offer
from sro_program.core.policy import Verdict
from sro_program.workflow import Transition


@dataclass(frozen=True, slots=True)
class Verb:
    """What a button says, whom it is for, and when."""

    label: str
    may: Callable[[Actor, Directive], Verdict]
    transition: Transition
    is_post: bool = False
    kind: str = "primary"


VERBS: Mapping[str, Verb] = {
    "acknowledge": Verb("I will do it", policy.can_answer, ACKNOWLEDGE, is_post=True),
    "finish": Verb("It is done", policy.can_answer, FINISH, True, "secondary"),
    "decline": Verb(
        "Decline, with a reason", policy.can_answer, DECLINE, kind="danger"
    ),
    "withdraw": Verb("Withdraw it", policy.can_withdraw, WITHDRAW, kind="danger"),
}
"""In the order in which the page shows them."""


def offers_for(user: Actor, directive: Directive) -> list[Offer]:
    """What this person can do now; who may not is shown no button."""
    return [
        Offer(
            name,
            verb.label,
            reverse(f"officers:{name}", args=[directive.pk]),
            verb.is_post,
            verb.kind,
        )
        for name, verb in VERBS.items()
        if verb.transition.possible(directive) and verb.may(user, directive)
    ]
