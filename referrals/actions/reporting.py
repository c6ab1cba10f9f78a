"""The duty to report: a referral is not a report (KRS 620.030)."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from referrals import policy
from referrals.models import Advice, Concern, MandatoryReport
from referrals.models.reports import FORM_REVISION
from schools.models import School
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.notifications.outbox import settle
from sro_program.workflow import lock, write

NOT_A_REPORT = (
    "Say first to whom it was reported, or why there is no reasonable cause. "
    "A referral is not a report."
)
NOT_YET = "What was reported lies in the past. Check the time."


class Answer(TypedDict, total=False):
    """“Reported to … at …, number …”, or “no reasonable cause, because …”."""

    answer: str
    reported_to: str
    reported_to_name: str
    reported_at: datetime | None
    intake_number: str
    no_cause_because: str


class Content(Answer, total=False):
    """What the statute asks for, besides the answer (KRS 620.030)."""

    known_at: datetime
    child: str
    parents: str
    extent: str
    responsible: str
    other: str
    written_asked: bool
    written_sent_at: datetime | None


@transaction.atomic
def begin_report(
    *,
    by: Actor,
    school: School,
    record_id: UUID,
    concern: Concern | None = None,
    advice: Advice | None = None,
    **content: Unpack[Content],
) -> MandatoryReport:
    """Begin a report; half-done it is kept, too. Sent twice with one id it is one.

    Raises NotAllowed, or RuleBroken when an answer is given that is not whole.
    """
    require(policy.can_report(by, concern, advice))
    if kept := MandatoryReport.objects.filter(
        pk=record_id, written_by_id=by.pk
    ).first():
        return kept
    refuse_to_come(content)
    report = MandatoryReport(
        id=record_id,
        school=school,
        written_by_id=by.pk,
        concern=concern,
        about_id=concern.about_id if concern else None,
        advice=advice,
        **content,
    )
    with constraints_as_rules(MandatoryReport):
        report.save(force_insert=True)
    record(by, "begin_report", report, answer=report.answer or None)
    return report


@transaction.atomic
def change_report(
    report: MandatoryReport,
    *,
    by: Actor,
    version: int | None = None,
    **content: Unpack[Content],
) -> MandatoryReport:
    """Go on with a report; every earlier version of it stays in its history.

    Raises NotAllowed, Stale, or RuleBroken when an answer is not whole.
    """
    report = lock(report, version=version)
    require(policy.can_change_report(by, report))
    refuse_to_come(content)
    write(report, **content, form_revision=FORM_REVISION)
    record(by, "change_report", report, answer=report.answer or None)
    settle(report.get_absolute_url())
    return report


def answer_duty(
    *, is_asked: bool, by: Actor, concern: Concern, answer: Answer | None
) -> str:
    """Keep the answer as the beginning of a report; returns which it is.

    Raises RuleBroken when it is asked for and not given.
    """
    given = answer.get("answer", "") if answer else ""
    if not given or answer is None:
        if is_asked:
            raise RuleBroken(NOT_A_REPORT)
        return ""
    refuse_to_come(answer)
    report = MandatoryReport(
        school=concern.school,
        written_by_id=by.pk,
        concern=concern,
        about_id=concern.about_id,
        known_at=now(),
        child=str(concern.about),
        **answer,
    )
    with constraints_as_rules(MandatoryReport):
        report.save(force_insert=True)
    record(by, "answer_duty", report, answer=given)
    return given


def refuse_to_come(content: Content | Answer) -> None:
    """Nobody has reported what is still to come."""
    at = content.get("reported_at")
    if at is not None and at > now():
        raise RuleBroken(NOT_YET)
