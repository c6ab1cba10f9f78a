"""What the receiver says, and what takes a referral back."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from referrals import policy
from referrals.actions.reporting import Answer, answer_duty
from referrals.actions.sending import basis_in_words, stop_clocks
from referrals.actions.telling import (
    answered,
    sender_side,
    tell,
    tell_receiver,
    tell_receiver_it_ended,
)
from referrals.agents import Agent
from referrals.models import Clock, Referral
from referrals.states import ACCEPT, BEGIN, CLOSE, DECLINE, OPEN, RECEIVE, REVOKE
from sro_program.audit.log import disclose, record
from sro_program.audit.models import Disclosure
from sro_program.core.db import Actor
from sro_program.core.errors import WrongState
from sro_program.core.policy import require
from sro_program.workflow import lock, move, write

HAS_ENDED = "This referral has ended; nothing can be added to it."


@transaction.atomic
def receive(
    referral: Referral, *, by: Actor | Agent, version: int | None = None
) -> Referral:
    """Say that it has arrived. Raises NotAllowed, WrongState or Stale."""
    referral = lock(referral, version=version)
    require(policy.can_answer(by, referral))
    move(referral, RECEIVE, by=by, received_at=now())
    stop_clocks(referral, Clock.Step.RECEIVE)
    tell(sender_side(referral), "received", referral, but=by, in_app=True)
    return referral


@transaction.atomic
def accept(
    referral: Referral, *, by: Actor | Agent, version: int | None = None
) -> Referral:
    """Take it on. Raises NotAllowed, WrongState or Stale."""
    referral = lock(referral, version=version)
    require(policy.can_answer(by, referral))
    at = now()
    move(
        referral,
        ACCEPT,
        by=by,
        received_at=referral.received_at or at,
        accepted_at=at,
        due_at=None,
    )
    _is_answered(referral, by)
    tell(sender_side(referral), "accepted", referral, but=by)
    return referral


@transaction.atomic
def begin(
    referral: Referral, *, by: Actor | Agent, version: int | None = None
) -> Referral:
    """Say that the work has begun. Raises NotAllowed, WrongState or Stale."""
    referral = lock(referral, version=version)
    require(policy.can_answer(by, referral))
    move(referral, BEGIN, by=by)
    tell(sender_side(referral), "begun", referral, but=by, in_app=True)
    return referral


@transaction.atomic
def decline(
    referral: Referral, *, by: Actor | Agent, reason: str, version: int | None = None
) -> Referral:
    """Say no, and why; its sender turns to someone else."""
    referral = lock(referral, version=version)
    require(policy.can_answer(by, referral))
    move(referral, DECLINE, by=by, ended_at=now(), due_at=None, reason_ended=reason)
    _is_answered(referral, by)
    tell(sender_side(referral), "declined", referral, but=by, needs_you=True)
    return referral


@transaction.atomic
def close(
    referral: Referral,
    *,
    by: Actor | Agent,
    outcome: str,
    learned_of_abuse: bool = False,
    report: Answer | None = None,
    version: int | None = None,
) -> Referral:
    """End it in a category, which is all that its sender learns.

    Who learned of abuse meanwhile answers the duty first: raises RuleBroken else.
    """
    referral = lock(referral, version=version)
    require(policy.can_answer(by, referral))
    changes: dict[str, Any] = {}
    if learned_of_abuse and not isinstance(by, Agent):
        answer = answer_duty(
            is_asked=True, by=by, concern=referral.concern, answer=report
        )
        changes = {"suspects_abuse": True, "report_answer": answer}
    move(
        referral,
        CLOSE,
        by=by,
        outcome=outcome,
        ended_at=now(),
        due_at=None,
        **changes,
    )
    _is_answered(referral, by)
    tell(sender_side(referral), "closed", referral, but=by)
    return referral


@transaction.atomic
def revoke(
    referral: Referral, *, by: Actor, reason: str, version: int | None = None
) -> Referral:
    """Take it back, and say why; the receiver is told, an agency's link is dead."""
    referral = lock(referral, version=version)
    require(policy.can_revoke(by, referral))
    move(
        referral,
        REVOKE,
        by=by,
        ended_at=now(),
        due_at=None,
        reason_ended=reason,
        link_revision=referral.link_revision + 1,
    )
    stop_clocks(referral)
    answered(referral)
    tell_receiver_it_ended(referral)
    return referral


@transaction.atomic
def renew_link(
    referral: Referral, *, by: Actor, version: int | None = None
) -> Referral:
    """Mail the agency a new link; every earlier one is dead."""
    referral = lock(referral, version=version)
    require(policy.can_renew_link(by, referral))
    refuse_ended(referral)
    write(referral, link_revision=referral.link_revision + 1)
    record(by, "renew_link", referral)
    tell_receiver(referral, "sent")
    return referral


def refuse_ended(referral: Referral) -> None:
    """Raise WrongState when nothing can be said about it any more."""
    if referral.status not in OPEN:
        raise WrongState(HAS_ENDED)


def _is_answered(referral: Referral, by: Actor | Agent) -> None:
    """The clocks stop; what an agency answers goes into the register."""
    stop_clocks(referral)
    answered(referral)
    if isinstance(by, Agent):
        concern = referral.concern
        disclose(
            None,
            Disclosure.What.ANSWERED,
            referral,
            person_id=concern.about_id,
            to_whom=str(referral.referred_by),
            to_user=referral.referred_by,
            basis=basis_in_words(concern),
        )
