"""Handing someone on: the officer's referral, and a counselor's to the next."""

from datetime import datetime
from itertools import product
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers.models import Officer
from referrals import policy
from referrals.actions.concerning import Content, Who, says_the_same, write_concern
from referrals.actions.reporting import Answer, answer_duty
from referrals.actions.telling import answered, sender_side, tell, tell_receiver
from referrals.clocks import SchoolTime
from referrals.models import Advice, Agency, Clock, Concern, Referral
from referrals.models.topics import DUTY
from referrals.states import REDIRECT, Status
from schools.models import School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.audit.log import disclose, record
from sro_program.audit.models import Disclosure
from sro_program.core.db import Actor, briefly_as_clock, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.workflow import lock, move, write

ASKED = (Clock.Step.RECEIVE, Clock.Step.ANSWER)
NOT_HERE = "This receiver is not there for the school. Choose one from the list."
NO_ADDRESS = "This agency has no e-mail, so it cannot answer. Call it instead."
NOT_YOUR_ADVICE = "Only the officer who gave this advice can refer from it."
SENT_ON = "This has been referred to someone else already."


@transaction.atomic
def send(
    *,
    by: Actor,
    school: School,
    record_id: UUID,
    who: Who,
    content: Content,
    reason: str,
    urgency: str,
    to: User | Agency,
    suspects_abuse: bool = False,
    report: Answer | None = None,
    advice: Advice | None = None,
) -> Referral:
    """Refer someone to a counselor of the school or to an agency.

    Sent twice with one id it is one referral. Raises NotAllowed, or RuleBroken for a
    receiver who is not there for the school, a missing reason for no consent, a
    suspicion of abuse without the answer to the duty (KRS 620.030), or a form that was
    sent before and says something else now.
    """
    require(policy.can_refer_at(by, school))
    sender = _lock_sender(by)
    if sent := Referral.objects.filter(pk=record_id, referred_by_id=by.pk).first():
        if not says_the_same(sent, school, to, reason, urgency, who, content):
            raise RuleBroken(USED_FORM)
        return sent
    concern = write_concern(by, school, who, content, advice)
    answer = ""
    if suspects_abuse or reason in DUTY or (advice and advice.has_duty):
        answer = answer_duty(by=by, concern=concern, answer=report)
    if advice:
        _refer_from(advice, by)
    referral = Referral(
        id=record_id,
        school=school,
        concern=concern,
        reason=reason,
        urgency=urgency,
        suspects_abuse=suspects_abuse,
        report_answer=answer,
        referred_by=sender,
        handed_on_by=sender,
    )
    return _hand_over_to(referral, to, by=by, what=Disclosure.What.SENT)


@transaction.atomic
def redirect(
    referral: Referral, *, by: Actor, to: User | Agency, version: int | None = None
) -> Referral:
    """Hand it on to another receiver; this one ends, and the next begins.

    Returns the next. Raises NotAllowed, WrongState, Stale or RuleBroken.
    """
    referral = lock(referral, version=version)
    require(policy.can_hand_on(by, referral))
    move(referral, REDIRECT, by=by, ended_at=now(), due_at=None)
    stop_clocks(referral)
    answered(referral)
    following = _next(referral, User.objects.get(pk=by.pk))
    made = _hand_over_to(following, to, by=by, what=Disclosure.What.REDIRECTED)
    tell(sender_side(referral), "redirected", made, but=by)
    return made


@transaction.atomic
def send_again(
    referral: Referral, *, by: Actor, to: User | Agency, version: int | None = None
) -> Referral:
    """Turn to someone else with what was declined or taken back.

    Returns the next referral. Raises NotAllowed, WrongState, Stale or RuleBroken.
    """
    referral = lock(referral, version=version)
    require(policy.can_send_again(by, referral))
    if not is_open_to_send_again(referral):
        raise WrongState(SENT_ON)
    answered(referral)
    following = _next(referral, User.objects.get(pk=by.pk))
    return _hand_over_to(following, to, by=by, what=Disclosure.What.SENT)


def is_open_to_send_again(referral: Referral) -> bool:
    """It was declined or taken back, and nobody else was asked since."""
    if referral.status not in {Status.DECLINED, Status.REVOKED}:
        return False
    return not Referral.objects.filter(redirected_from=referral).exists()


def stop_clocks(referral: Referral, *steps: str) -> None:
    """Nobody needs to be reminded any more; what was told stays on record."""
    waiting = Clock.objects.filter(referral=referral, told_at=None)
    (waiting.filter(step__in=steps) if steps else waiting).delete()


def set_clocks(referral: Referral, since: datetime) -> datetime | None:
    """When the receiver, and then the school, is reminded; returns the due time."""
    time, urgency = SchoolTime.of(referral.school, since), referral.urgency
    Clock.objects.filter(referral=referral).delete()
    Clock.objects.bulk_create(
        Clock(referral=referral, step=step, rung=rung, since=since, due_at=at)
        for step, rung in product(ASKED, Clock.Rung)
        if (at := time.rings_at(step, rung, urgency, since))
    )
    return time.answer_by(urgency, since)


def _lock_sender(by: Actor) -> User:
    """The officer, held until the end: a second press waits, and finds the first."""
    officers = Officer.objects.select_for_update(of=("self",), no_key=True)
    return officers.select_related("user").get(user_id=by.pk).user


def _refer_from(advice: Advice, by: Actor) -> None:
    """The advice led to this; a follow-up that was meant is done with it."""
    advice = lock(advice)
    if advice.officer.user_id != by.pk:
        raise RuleBroken(NOT_YOUR_ADVICE)
    write(advice, outcome=Advice.Outcome.REFERRAL, follow_up_on=None)
    record(by, "refer", advice)


def _next(referral: Referral, by: User) -> Referral:
    """The same concern, on its way to the next receiver."""
    return Referral(
        id=uuid7(),
        school=referral.school,
        concern_id=referral.concern_id,
        reason=referral.reason,
        urgency=referral.urgency,
        suspects_abuse=referral.suspects_abuse,
        report_answer=referral.report_answer,
        referred_by=referral.referred_by,
        handed_on_by=by,
        redirected_from=referral,
    )


def _hand_over_to(
    referral: Referral, to: User | Agency, *, by: Actor, what: Disclosure.What
) -> Referral:
    """Write it down, start its clocks, enter it in the register, tell the receiver."""
    _refuse_stranger(referral.school, to)
    referral.to_agency = to if isinstance(to, Agency) else None
    referral.to_counselor = to if isinstance(to, User) else None
    referral.sent_to_email = to.email if isinstance(to, Agency) else ""
    referral.sent_at = now()
    with constraints_as_rules(Referral):
        referral.save(force_insert=True)
    record(by, "send", referral, now=referral.status)
    write(referral, due_at=set_clocks(referral, referral.sent_at))
    reveal(referral, by, what)
    tell_receiver(referral, "sent")
    return referral


def reveal(referral: Referral, by: Actor | None, what: Disclosure.What) -> None:
    """Enter in the register that the receiver is shown whom it is about."""
    with briefly_as_clock():  # who has just handed it over reads it no more
        concern = referral.concern
    disclose(
        by,
        what,
        referral,
        person_id=concern.about_id,
        to_whom=referral.receiver,
        to_user=referral.to_counselor,
        basis=basis_in_words(concern),
    )


def basis_in_words(concern: Concern) -> str:
    """What allowed to say it, without the reason's own words."""
    return f"Consent: {concern.get_basis_display().lower()}"


def _refuse_stranger(school: School, to: User | Agency) -> None:
    """Only counselors of the school, and agencies that are open to it."""
    if isinstance(to, Agency):
        if not Agency.objects.active().serving(school).filter(pk=to.pk).exists():
            raise RuleBroken(NOT_HERE)
        if not to.email:
            raise RuleBroken(NO_ADDRESS)
    elif not holders(Role.COUNSELOR, school=school).filter(pk=to.pk).exists():
        raise RuleBroken(NOT_HERE)
