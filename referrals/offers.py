"""Which verbs fit the moment, and what each says to this person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from referrals import policy
from referrals.actions.sending import SENT_ON, is_open_to_send_again
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
from sro_program.core.errors import WrongState
from sro_program.core.offers import Offer
from sro_program.core.policy import Verdict, require

type Rule = Callable[[Actor, Referral], Verdict]
type Fits = Callable[[Referral], bool]
ACCEPT_FIRST = "Take it on first; then it can be closed."
IS_TAKEN_ON = "It is taken on already. Close it, or hand it on."
STILL_ASKED = "Its receiver has not said no. Take it back first."


@dataclass(frozen=True, slots=True)
class Verb:
    """What a button says, whom it is for, and when.

    `too_soon` and `too_late` say why it does not fit what is open, or has ended.
    """

    label: str
    may: Rule
    fits: Fits
    is_post: bool = False
    kind: str = "primary"
    too_soon: str = ""
    too_late: str = ""


def _is_open(referral: Referral) -> bool:
    return referral.status in OPEN


VERBS: Mapping[str, Verb] = {
    "accept": Verb("Take it on", policy.can_answer, ACCEPT.possible, is_post=True),
    "receive": Verb(
        "I have it", policy.can_answer, RECEIVE.possible, is_post=True, kind="secondary"
    ),
    "close": Verb("Close", policy.can_answer, CLOSE.possible, too_soon=ACCEPT_FIRST),
    "begin": Verb(
        "Begin the work",
        policy.can_answer,
        BEGIN.possible,
        is_post=True,
        kind="secondary",
    ),
    "take_over": Verb("Take it over", policy.can_take_over, _is_open, is_post=True),
    "send_again": Verb(
        "Turn to someone else",
        policy.can_send_again,
        is_open_to_send_again,
        too_soon=STILL_ASKED,
        too_late=SENT_ON,
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
    "decline": Verb(
        "Decline",
        policy.can_answer,
        DECLINE.possible,
        kind="danger",
        too_soon=IS_TAKEN_ON,
    ),
    "revoke": Verb("Take it back", policy.can_revoke, REVOKE.possible, kind="danger"),
}
"""In the order in which a page shows them."""


def offers_for(user: Actor, referral: Referral) -> list[Offer]:
    """What this person can do now; who may not is shown no button."""
    return [
        Offer(
            name,
            f"{verb.label}{_to_whom(name, referral)}",
            reverse(f"referrals:{name}", args=[referral.pk]),
            verb.is_post,
            verb.kind,
        )
        for name, verb in VERBS.items()
        if verb.fits(referral) and verb.may(user, referral)
    ]


def refuse_misfit(name: str, user: Actor, referral: Referral) -> None:
    """Raise NotAllowed or WrongState, with the reason, before a form is filled in."""
    require(VERBS[name].may(user, referral))
    if not VERBS[name].fits(referral):
        raise WrongState(why_not(name, referral), referral.get_absolute_url())


def why_not(name: str, referral: Referral) -> str:
    """Why a verb does not fit this referral now."""
    if _is_open(referral):
        return VERBS[name].too_soon
    ended = f"This referral has ended: {referral.get_status_display().lower()}."
    return VERBS[name].too_late or ended


def _to_whom(verb: str, referral: Referral) -> str:
    """Where a new link would go: whoever sent it looks at the address first."""
    agency = referral.to_agency
    if verb != "renew_link" or agency is None or not agency.email:
        return ""
    return f" to {agency.email}"
