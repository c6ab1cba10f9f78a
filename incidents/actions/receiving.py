"""Mandatory reports by school staff, taken down by the officer (KRS 158.155).

The reporter and the principal get a receipt: category, school and times, no content.
A report becomes at most one incident, and is not changed after that.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from incidents import policy
from incidents.actions.telling import principals_of
from incidents.actions.writing import TO_COME, Answers, Header, begin
from incidents.models import Incident, ReceivedReport
from incidents.received import moment
from incidents.wording import NEWS
from officers.models import Officer
from schools.models import School
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.notifications.news import fill
from sro_program.notifications.outbox import notify_all
from sro_program.workflow import lock, write

HAS_BECOME = "This report has already become an incident report."
IS_FINAL = (
    "This report has become an incident report. What is learned now belongs there."
)
ON_THE_RECEIPT = ("category", "known_at", "reported_at", "reporter_email")


class Said(TypedDict, total=False):
    """What a school employee reported, without a child's name."""

    category: str
    reporter: str
    reporter_email: str
    known_at: datetime
    reported_at: datetime
    summary: str


@transaction.atomic
def take_report(
    *, by: Actor, school: School, record_id: UUID, **said: Unpack[Said]
) -> ReceivedReport:
    """Take down what was reported. Sent twice with one id it is one report.

    Raises NotAllowed, or RuleBroken for times that cannot be.
    """
    require(policy.can_take_report_at(by, school))
    officers = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = officers.get(user_id=by.pk)
    taken = ReceivedReport.objects.filter(pk=record_id, taken_by_id=by.pk).first()
    if taken:
        return taken
    _refuse_to_come(said)
    report = ReceivedReport(
        id=record_id,
        school=school,
        police_agency_id=officer.police_agency_id,
        taken_by_id=by.pk,
        **said,
    )
    with constraints_as_rules(ReceivedReport):
        report.save(force_insert=True)
    record(by, "take_report", report, category=report.category)
    _send_receipts(report, "received", but=by)
    return report


@transaction.atomic
def change_received(
    report: ReceivedReport,
    *,
    by: Actor,
    version: int | None = None,
    **said: Unpack[Said],
) -> ReceivedReport:
    """Mend what was taken down; a receipt that is no longer right is sent anew.

    Raises NotAllowed, Stale, RuleBroken, or WrongState once it is an incident.
    """
    report = lock(report, version=version)
    require(policy.can_change_received(by, report))
    if report.incident_id:
        raise WrongState(IS_FINAL, report.get_absolute_url())
    _refuse_to_come(said)
    was = _receipt_of(report)
    write(report, **said)
    record(by, "change_received", report)
    if _receipt_of(report) != was:
        _send_receipts(report, "received_anew", but=by)
    return report


@transaction.atomic
def begin_from_received(
    report: ReceivedReport,
    *,
    by: Actor,
    record_id: UUID,
    answers: Answers,
    **header: Unpack[Header],
) -> Incident:
    """Begin the incident report that this becomes, once. Sent twice it is one.

    Raises what `begin` raises, or WrongState when it has become one already.
    """
    report = lock(report)
    if report.incident_id and report.incident_id != record_id:
        raise WrongState(HAS_BECOME, report.get_absolute_url())
    incident = begin(
        by=by, school=report.school, record_id=record_id, answers=answers, **header
    )
    if report.incident_id is None:
        write(report, incident=incident)
        record(by, "became_incident", report, incident=str(incident.pk))
    return incident


def _refuse_to_come(said: Said) -> None:
    moments = (said.get("known_at"), said.get("reported_at"))
    if any(moment and moment > now() for moment in moments):
        raise RuleBroken(TO_COME)


def _receipt_of(report: ReceivedReport) -> list[object]:
    return [getattr(report, name) for name in ON_THE_RECEIPT]


def _send_receipts(report: ReceivedReport, news: str, *, but: Actor) -> None:
    """The principal is told where to read it; the reporter gets the times alone."""
    leads = list(principals_of(report.school))
    _owe([one for one in leads if one.pk != but.pk], report, news, opens=True)
    email = report.reporter_email
    if not email or any(one.email.lower() == email.lower() for one in leads):
        return
    account = User.objects.filter(email__iexact=email, is_active=True)
    if account.exists():
        _owe(account, report, f"{news}_receipt")
    else:
        _owe([report.taken_by], report, f"{news}_receipt", mail_to=email)


def _owe(
    people: Iterable[User],
    report: ReceivedReport,
    news: str,
    *,
    opens: bool = False,
    mail_to: str = "",
) -> None:
    zone = report.school.district.zone
    words = {
        "category": report.get_category_display(),
        "school": report.school.name,
        "known": moment(report.known_at, zone),
        "reported": moment(report.reported_at, zone),
        "elapsed": report.elapsed_in_words,
        "officer": str(report.taken_by),
    }
    notify_all(
        people,
        "incident_receipt" if mail_to else "incident",
        url=report.get_absolute_url() if opens else "",
        mail_only=bool(mail_to),
        mail_to=mail_to,
        **fill(NEWS[news], words),  # type: ignore[arg-type]  # words of the template
    )
