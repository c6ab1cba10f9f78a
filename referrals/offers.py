"""Which verbs fit the moment, and what each says to this person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from referrals import policy
from referrals.actions.sending import is_open_to_send_again
from referrals.models import Referral
from referrals.states import (
    ACCEPT,
    BEGIN,
    CLOSE,
    DECLINE,
    OPEN,
    RECEIVE,
    REDIRECT,
    REVOKE,
)
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict

type Rule = Callable[[Actor, Referral], Verdict]
type Fits = Callable[[Referral], bool]


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb as the page shows it: a button that acts, or a link to its form."""

    verb: str
    label: str
    url: str
    is_post: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Verb:
    """What a button says, whom it is for, and when."""

    label: str
    may: Rule
    fits: Fits
    is_post: bool = False
    kind: str = "primary"


def _is_open(referral: Referral) -> bool:
    return referral.status in OPEN


VERBS: Mapping[str, Verb] = {
    "accept": Verb("Take it on", policy.can_answer, ACCEPT.possible, is_post=True),
    "receive": Verb(
        "I have it", policy.can_answer, RECEIVE.possible, is_post=True, kind="secondary"
    ),
    "close": Verb("Close", policy.can_answer, CLOSE.possible),
    "begin": Verb(
        "Begin the work",
        policy.can_answer,
        BEGIN.possible,
        is_post=True,
        kind="secondary",
    ),
    "take_over": Verb("Take it over", policy.can_take_over, _is_open, is_post=True),
    "send_again": Verb(
        "Turn to someone else", policy.can_send_again, is_open_to_send_again
    ),
    "redirect": Verb(
        "Hand it on", policy.can_hand_on, REDIRECT.possible, kind="secondary"
    ),
    "hand_over": Verb("To a colleague", policy.can_answer, _is_open, kind="secondary"),
    "renew_link": Verb(
        "Mail a new link",
        policy.can_renew_link,
        _is_open,
        is_post=True,
        kind="secondary",
    ),
    "decline": Verb("Decline", policy.can_answer, DECLINE.possible, kind="danger"),
    "revoke": Verb("Take it back", policy.can_revoke, REVOKE.possible, kind="danger"),
}
"""In the order in which a page shows them."""


def offers_for(user: Actor, referral: Referral) -> list[Offer]:
    """What this person can do now; who may not is shown no button."""
    return [
        Offer(
            name,
            verb.label,
            reverse(f"referrals:{name}", args=[referral.pk]),
            verb.is_post,
            verb.kind,
        )
        for name, verb in VERBS.items()
        if verb.fits(referral) and verb.may(user, referral)
    ]
