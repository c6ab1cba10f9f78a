"""Nothing waits unseen: the receiver is reminded, then the school. Each once.

The clocks' rows are claimed by a conditional update; whoever sets the stamp tells. A
day on which school fell out moves a clock before it rings.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from referrals.actions.telling import (
    colleagues_of,
    principals_of,
    tell,
    tell_receiver,
)
from referrals.clocks import SchoolTime
from referrals.models import Clock, MandatoryReport, Referral
from referrals.states import UNANSWERED
from sro_program.audit.log import record
from sro_program.notifications.outbox import notify
from sro_program.workflow import lock

AN_HOUR = timedelta(hours=1)
NAG_AGAIN_AFTER = timedelta(hours=20)


def due_a_reminder() -> QuerySet[Referral]:
    """Unanswered referrals of which a clock has run out."""
    ringing = Clock.objects.due(now()).values("referral")
    return Referral.objects.unanswered().filter(pk__in=ringing)


@transaction.atomic
def remind(referral: Referral) -> bool:
    """Tell the receiver, and the school when it has waited longer. Once each."""
    referral = lock(referral)
    if referral.status not in UNANSWERED:
        return False
    _move_to_school_days(referral)
    rungs = _claim(referral)
    if Clock.Rung.RECEIVER in rungs:
        tell_receiver(referral, "reminder")
        record(None, "remind", referral, rung="receiver")
    if Clock.Rung.SCHOOL in rungs:
        tell(colleagues_of(referral), "waits", referral, needs_you=True)
        tell(principals_of(referral), "waits_school", referral, opens=False)
        record(None, "remind", referral, rung="school")
    return bool(rungs)


def _claim(referral: Referral) -> set[str]:
    """The rungs that ring now and have not rung before."""
    ringing = Clock.objects.due(now()).filter(referral=referral)
    rungs = set(ringing.values_list("rung", flat=True))
    ringing.update(told_at=now())
    return rungs


def _move_to_school_days(referral: Referral) -> None:
    """Count again: a snow day since it was sent gives the receiver a day more."""
    waiting = Clock.objects.filter(referral=referral, told_at=None)
    time = SchoolTime.of(referral.school, referral.sent_at)
    for one in waiting:
        at = _time_of(one, time, referral)
        if at and at > one.due_at:
            waiting.filter(pk=one.pk).update(due_at=at)


def _time_of(one: Clock, time: SchoolTime, referral: Referral) -> datetime | None:
    urgency, since = referral.urgency, referral.sent_at
    is_first = one.step == Clock.Step.RECEIVE
    ask = time.receive_by if is_first else time.answer_by
    due = ask(urgency, since)
    if due is None or one.rung == Clock.Rung.RECEIVER:
        return due
    return time.climbs_at(urgency, due)


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
    url = report.get_absolute_url()
    notify(report.written_by, "report_unfinished", url=url, needs_you=True)
    return True
