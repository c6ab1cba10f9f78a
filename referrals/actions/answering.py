"""What the receiver says, and what takes a referral back."""

from django.db import transaction
from django.utils.timezone import now

from referrals import policy
from referrals.actions.reporting import Answer, answer_duty
from referrals.actions.sending import NO_ADDRESS, basis_in_words, stop_clocks
from referrals.actions.telling import (
    answered,
    sender_side,
    tell,
    tell_receiver,
    tell_receiver_it_ended,
)
from referrals.agents import Agent
from referrals.models import Clock, Concern, Message, Referral
from referrals.states import ACCEPT, BEGIN, CLOSE, DECLINE, OPEN, RECEIVE, REVOKE
from sro_program.audit.log import disclose, record
from sro_program.audit.models import Disclosure
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.workflow import Transition, lock, move, write

SAY_WHY = "Say why, so that the others can act on it."
ACCEPT_FIRST = "Accept it first; then it can be closed."
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
    at, concern = now(), referral.concern
    move(
        referral,
        ACCEPT,
        by=by,
        received_at=referral.received_at or at,
        accepted_at=at,
        due_at=None,
    )
    _is_answered(referral, by, concern)
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
    say_why(referral, by, DECLINE, reason)
    concern = referral.concern  # an agency reads it no more once this has ended
    move(referral, DECLINE, by=by, ended_at=now(), due_at=None)
    _is_answered(referral, by, concern)
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
    if ACCEPT.possible(referral):
        raise WrongState(ACCEPT_FIRST, referral.get_absolute_url())
    concern = referral.concern
    if learned_of_abuse and not isinstance(by, Agent):
        # The receiver's own report; the header, which others see, says nothing of it.
        answer_duty(by=by, concern=concern, answer=report)
    move(referral, CLOSE, by=by, outcome=outcome, ended_at=now(), due_at=None)
    _is_answered(referral, by, concern)
    tell(sender_side(referral), "closed", referral, but=by)
    return referral


@transaction.atomic
def revoke(
    referral: Referral, *, by: Actor, reason: str, version: int | None = None
) -> Referral:
    """Take it back, and say why; the receiver is told, an agency's link is dead."""
    referral = lock(referral, version=version)
    require(policy.can_revoke(by, referral))
    say_why(referral, by, REVOKE, reason)
    move(
        referral,
        REVOKE,
        by=by,
        ended_at=now(),
        due_at=None,
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
    """Mail the agency a new link, to its address of now; earlier ones are dead.

    Until somebody does this, all mails go where the first one went: whoever changes
    the directory reads no referral by it.
    """
    referral = lock(referral, version=version)
    require(policy.can_renew_link(by, referral))
    refuse_ended(referral)
    agency = referral.to_agency
    if agency is None or not agency.email:
        raise RuleBroken(NO_ADDRESS)
    write(
        referral,
        link_revision=referral.link_revision + 1,
        sent_to_email=agency.email,
    )
    record(by, "renew_link", referral)
    tell_receiver(referral, "sent")
    return referral


def say_why(
    referral: Referral, by: Actor | Agent, ends: Transition, reason: str
) -> None:
    """Keep the reason where both sides read it. Raises RuleBroken without one."""
    if not ends.possible(referral):
        return  # the move says so in its own words
    if not reason.strip():
        raise RuleBroken(SAY_WHY)
    Message.objects.create(
        referral=referral,
        school_id=referral.school_id,
        written_by_id=by.pk,
        kind=Message.Kind.REASON,
        text=reason,
    )


def refuse_ended(referral: Referral) -> None:
    """Raise WrongState when nothing can be said about it any more."""
    if referral.status not in OPEN:
        raise WrongState(HAS_ENDED)


def _is_answered(referral: Referral, by: Actor | Agent, concern: Concern) -> None:
    """The clocks stop; what an agency answers goes into the register."""
    stop_clocks(referral)
    answered(referral)
    if isinstance(by, Agent):
        disclose(
            None,
            Disclosure.What.ANSWERED,
            referral,
            person_id=concern.about_id,
            to_whom=str(referral.referred_by),
            to_user=referral.referred_by,
            basis=basis_in_words(concern),
        )
