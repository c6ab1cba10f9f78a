"""Nothing waits unseen: the receiver is reminded, then the school. Each once.

The referral is locked while its clocks ring, and each is stamped. A day on which school
fell out moves a clock before it rings.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from referrals.actions.telling import tell_receiver, tell_school_it_waits
from referrals.clocks import SchoolTime
from referrals.models import Clock, MandatoryReport, Referral
from referrals.states import UNANSWERED
from sro_program.audit.log import record
from sro_program.notifications.outbox import notify
from sro_program.workflow import lock

AN_HOUR = timedelta(hours=1)
NAG_AGAIN_AFTER = timedelta(hours=20)
THE_ANSWER = (Clock.Step.ANSWER, Clock.Rung.RECEIVER)
"""The clock whose time the referral shows as its own."""


def due_a_reminder() -> QuerySet[Referral]:
    """Unanswered referrals of which a clock has run out."""
    ringing = Clock.objects.due(now()).values("referral")
    return Referral.objects.unanswered().filter(pk__in=ringing)


@transaction.atomic
def remind(referral: Referral) -> bool:
    """Tell the receiver, and the school when it has waited longer. Once each.

    A clock that finds nobody to tell goes on waiting for somebody.
    """
    referral = lock(referral)
    if referral.status not in UNANSWERED:
        return False
    _count_again(referral)
    return any([_ring(referral, rung, say) for rung, say in SAY.items()])


def _count_again(referral: Referral) -> None:
    """A snow day gives the receiver a day more, from each clock's own beginning.

    Nothing comes sooner than it was said. Nobody's open page is out of date by this.
    """
    waiting = Clock.objects.filter(referral=referral, told_at=None)
    clocks, urgency = list(waiting), referral.urgency
    first = min((one.since for one in clocks), default=referral.sent_at)
    time = SchoolTime.of(referral.school, first)
    for one in clocks:
        at = time.rings_at(one.step, one.rung, urgency, one.since)
        if at and at > one.due_at:
            waiting.filter(pk=one.pk).update(due_at=at)
            if (one.step, one.rung) == THE_ANSWER:
                Referral.objects.filter(pk=referral.pk).update(due_at=at)
                referral.due_at = at


def _ring(referral: Referral, rung: str, say: Callable[[Referral], bool]) -> bool:
    """Say it if its time has come, and never again."""
    ringing = Clock.objects.due(now()).filter(referral=referral, rung=rung)
    if not ringing.exists() or not say(referral):
        return False
    ringing.update(told_at=now())
    record(None, "remind", referral, rung=rung)
    return True


def _remind_receiver(referral: Referral) -> bool:
    """Whoever has left the school is asked for nothing."""
    if Referral.objects.left_alone().filter(pk=referral.pk).exists():
        return False
    tell_receiver(referral, "reminder")
    return True


SAY = {Clock.Rung.RECEIVER: _remind_receiver, Clock.Rung.SCHOOL: tell_school_it_waits}


def due_a_nag() -> QuerySet[MandatoryReport]:
    """Unfinished reports, an hour after they were begun and then once a day."""
    is_new = Q(nagged_at=None, begun_at__lt=now() - AN_HOUR)
    again = Q(nagged_at__lt=now() - NAG_AGAIN_AFTER)
    return MandatoryReport.objects.unfinished().filter(is_new | again)


@transaction.atomic
def nag(report: MandatoryReport) -> bool:
    """Ask the author to finish the report."""
    if not due_a_nag().filter(pk=report.pk).update(nagged_at=now()):
        return False
    notify(
        report.written_by,
        "report_unfinished",
        url=report.get_absolute_url(),
        needs_you=True,
        missing=str(report.missing),
    )
    return True
