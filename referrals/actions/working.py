"""While it is worked on: notes for oneself, words for the other side, a colleague."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from referrals import policy
from referrals.actions.answering import refuse_ended
from referrals.actions.sending import reveal, set_clocks
from referrals.actions.telling import answered, sender_side, tell, tell_receiver
from referrals.agents import Agent
from referrals.models import Message, Note, Referral
from referrals.states import BEGIN, IN_WORK, UNANSWERED
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.audit.models import Disclosure
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import lock, move, write

END_OF_DAY = time(23, 59)
TAKE_IT_FIRST = "Take it on first; then set a day on which you look again."


@transaction.atomic
def write_note(
    referral: Referral,
    *,
    by: Actor,
    text: str,
    record_id: UUID,
    look_again_on: date | None = None,
) -> Note:
    """Keep a note for the receiver's side, and perhaps a day to look again.

    With the first note the work has begun. Sent twice with one id it is one note;
    raises RuleBroken when it says something else the second time.
    """
    referral = lock(referral)
    require(policy.can_answer(by, referral))
    if kept := Note.objects.filter(pk=record_id, referral=referral).first():
        return _as_before(kept, text)
    note = Note(
        id=record_id,
        referral=referral,
        school_id=referral.school_id,
        written_by_id=by.pk,
        text=text,
    )
    with constraints_as_rules(Note):
        note.save(force_insert=True)
    record(by, "note", referral)
    if BEGIN.possible(referral):
        move(referral, BEGIN, by=by)
        tell(sender_side(referral), "begun", referral, but=by, in_app=True)
    if look_again_on:
        _look_again(referral, look_again_on)
    return note


@transaction.atomic
def write_message(
    referral: Referral, *, by: Actor | Agent, text: str, record_id: UUID
) -> Message:
    """Tell the other side something. Raises NotAllowed, or WrongState when it ended.

    Sent twice with one id it is one message; raises RuleBroken when it says something
    else the second time.
    """
    referral = lock(referral)
    require(policy.can_write(by, referral))
    if kept := Message.objects.filter(pk=record_id, referral=referral).first():
        return _as_before(kept, text)
    refuse_ended(referral)
    message = Message(
        id=record_id,
        referral=referral,
        school_id=referral.school_id,
        written_by_id=by.pk,
        text=text,
    )
    with constraints_as_rules(Message):
        message.save(force_insert=True)
    record(by, "message", referral)
    if policy.can_answer(by, referral):
        tell(sender_side(referral), "message", referral, but=by)
    else:
        tell_receiver(referral, "message", needs_you=False)
    return message


@transaction.atomic
def take_over(referral: Referral, *, by: Actor, version: int | None = None) -> Referral:
    """A colleague takes it while its receiver is away; from now on it is theirs.

    The notes go along. Raises NotAllowed, WrongState or Stale.
    """
    referral = lock(referral, version=version)
    require(policy.can_take_over(by, referral))
    _pass_to(referral, User.objects.get(pk=by.pk), by=by, verb="take_over")
    return referral


@transaction.atomic
def hand_over(
    referral: Referral, *, by: Actor, to: User, version: int | None = None
) -> Referral:
    """The receiver gives it to a colleague of the same school, with the notes."""
    referral = lock(referral, version=version)
    require(policy.can_answer(by, referral))
    require(policy.can_be_given(to, referral))
    _pass_to(referral, to, by=by, verb="hand_over")
    tell([to], "handed_over", referral, needs_you=True)
    return referral


def _pass_to(referral: Referral, to: User, *, by: Actor, verb: str) -> None:
    refuse_ended(referral)
    was = referral.to_counselor
    waits = referral.status in UNANSWERED
    due_at = set_clocks(referral, now()) if waits else referral.due_at
    write(referral, to_counselor=to, due_at=due_at)
    record(by, verb, referral, was=was.pk if was else None, now=to.pk)
    reveal(referral, by, Disclosure.What.TAKEN_OVER)
    answered(referral)
    tell([*sender_side(referral), *([was] if was else [])], "passed", referral, but=by)


def _as_before[Kept: (Note, Message)](kept: Kept, text: str) -> Kept:
    """A button was pressed twice; other words would be lost with it."""
    if kept.text != text:
        raise RuleBroken(USED_FORM)
    return kept


def _look_again(referral: Referral, day: date) -> None:
    if referral.status not in IN_WORK:
        raise RuleBroken(TAKE_IT_FIRST)
    write(referral, due_at=_end_of(referral, day))


def _end_of(referral: Referral, day: date) -> datetime:
    return datetime.combine(day, END_OF_DAY, referral.school.district.zone)
