"""The duty to report: a referral is not a report (KRS 620.030)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from referrals import policy
from referrals.models import Advice, Concern, MandatoryReport
from referrals.models.reports import FORM_REVISION
from schools.models import School
from sro_program.audit.log import disclose, record, record_disclosure
from sro_program.audit.models import Disclosure
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.notifications.outbox import settle
from sro_program.workflow import lock, write

NOT_A_REPORT = (
    "Say first to whom it was reported, or why there is no reasonable cause. "
    "A referral is not a report."
)
NOT_YET = "What you learned, reported or sent lies in the past. Check the time."
STAYS_ANSWERED = "Your answer stays. If it was wrong, give the other one."
BASIS = "Report of suspected abuse (KRS 620.030)"
MOMENTS = ("known_at", "reported_at", "written_sent_at")


class Answer(TypedDict, total=False):
    """“Reported to … at …, number …”, or “no reasonable cause, because …”."""

    answer: str
    reported_to: str
    reported_to_name: str
    reported_at: datetime | None
    intake_number: str
    no_cause_because: str


NO_ANSWER: Answer = {
    "answer": "",
    "reported_to": "",
    "reported_to_name": "",
    "reported_at": None,
    "intake_number": "",
    "no_cause_because": "",
}
"""Nothing is left of an answer when the other one is given."""


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
    """Begin one's report of a concern or of advice; half-done it is kept, too.

    Who has begun it already gets that one back, as it is. Raises NotAllowed, or
    RuleBroken when an answer is given that is not whole.
    """
    require(policy.can_report(by, concern, advice))
    if begun := MandatoryReport.objects.begun(by, concern, advice).first():
        return begun
    return _begin(
        by,
        "begin_report",
        school,
        id=record_id,
        concern=concern,
        advice=advice,
        **content,
    )


@transaction.atomic
def change_report(
    report: MandatoryReport,
    *,
    by: Actor,
    version: int | None = None,
    **content: Unpack[Content],
) -> MandatoryReport:
    """Go on with a report; every earlier version of it stays in its history.

    An answer can be corrected to the other one, not taken away. Raises NotAllowed,
    Stale, or RuleBroken when an answer is not whole.
    """
    report = lock(report, version=version)
    require(policy.can_change_report(by, report))
    if report.answer and content.get("answer") == "":
        raise RuleBroken(STAYS_ANSWERED)
    return _go_on(report, by, "change_report", **content)


@transaction.atomic
def print_report(report: MandatoryReport, *, by: Actor) -> MandatoryReport:
    """It leaves the product on paper; the register of the child says so (R34).

    Raises NotAllowed.
    """
    require(policy.can_print_report(by, report))
    record_disclosure(by, "print", report)
    if report.about_id:
        disclose(
            by,
            Disclosure.What.PRINTED,
            report,
            person_id=report.about_id,
            to_whom=str(by),
            to_user=by,
            basis=BASIS,
        )
    return report


def answer_duty(*, by: Actor, concern: Concern, answer: Answer | None) -> str:
    """Keep the answer in one's own report of the concern; returns which it is.

    A report that was begun is gone on with, also one of the advice that led here; else
    it begins now. Raises RuleBroken without an answer, or when it is not whole.
    """
    if answer is None or not answer.get("answer"):
        raise RuleBroken(NOT_A_REPORT)
    begun = MandatoryReport.objects.begun(by, concern).first()
    report = lock(begun) if begun else MandatoryReport(known_at=now())
    content: dict[str, Any] = {
        **NO_ANSWER,
        **answer,
        "concern": concern,
        "known_at": min(report.known_at, answer.get("reported_at") or report.known_at),
        "child": report.child or str(concern.about),
    }
    if begun:
        _go_on(report, by, "answer_duty", about_id=concern.about_id, **content)
    else:
        _begin(by, "answer_duty", concern.school, **content)
    return answer["answer"]


def _begin(
    by: Actor,
    verb: str,
    school: School,
    *,
    concern: Concern | None,
    **content: Any,  # noqa: ANN401  # fields of a report
) -> MandatoryReport:
    """Write a new report down. One that an officer writes is the commander's, too."""
    _refuse_to_come(content)
    report = MandatoryReport(
        school=school,
        written_by_id=by.pk,
        as_officer=policy.reports_as_officer(by, school),
        concern=concern,
        about_id=concern.about_id if concern else None,
        **content,
    )
    with constraints_as_rules(MandatoryReport):
        report.save(force_insert=True)
    record(by, verb, report, answer=report.answer or None)
    return report


def _go_on(
    report: MandatoryReport,
    by: Actor,
    verb: str,
    **content: Any,  # noqa: ANN401  # fields of a report
) -> MandatoryReport:
    """Write the next version of a locked report; nobody needs to be asked for it."""
    _refuse_to_come(content)
    write(report, **content, form_revision=FORM_REVISION)
    record(by, verb, report, answer=report.answer or None)
    settle(report.get_absolute_url())
    return report


def _refuse_to_come(content: Mapping[str, Any]) -> None:
    """Nobody has learned, reported or sent what is still to come."""
    moments = (content.get(name) for name in MOMENTS)
    if any(at and at > now() for at in moments):
        raise RuleBroken(NOT_YET)
