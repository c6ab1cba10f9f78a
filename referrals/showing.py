"""A referral as its pages show it: the header, whom it is about, what it says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from referrals.models import Concern, MandatoryReport, Referral
from schools import grades
from sro_program.core.db import Actor
from sro_program.core.times import clock, length

MOST_LINKS = 10

type Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of content, kept apart from the others."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """A report as it was before."""

    title: str
    facts: Facts
    parts: list[Part]


def header_facts(referral: Referral) -> Facts:
    """Who hands what kind of thing on to whom; no name and no facts."""
    sent, due = localtime(referral.sent_at), referral.due_at
    sender = str(referral.referred_by)
    if referral.handed_on_by_id != referral.referred_by_id:
        sender = f"{sender}, handed on by {referral.handed_on_by}"
    found = [
        ("Reason", referral.get_reason_display()),
        ("How soon", referral.get_urgency_display()),
        (_due_term(referral), _moment(due) if due and referral.is_open else ""),
        ("Sent", f"{sent:%a, %b %-d}, {clock(sent)}"),
        ("From", sender),
        ("To", _receiver(referral)),
        ("Days open", str(referral.days_open)),
        ("Closed as", referral.get_outcome_display()),
    ]
    return [(term, value) for term, value in found if value]


def answer_due(referral: Referral) -> str:
    """Until when its receiver is to answer, as a sentence after another one."""
    due = referral.due_at
    return f" An answer is due by {_moment(due)}." if due else ""


def _receiver(referral: Referral) -> str:
    """An agency, whose referral only its sender and itself see, with its address."""
    email = referral.sent_to_email
    return f"{referral.receiver} ({email})" if email else referral.receiver


def _due_term(referral: Referral) -> str:
    return "Look again by" if referral.accepted_at else "Answer by"


def _moment(at: datetime) -> str:
    local = localtime(at)
    return f"{local:%a, %b %-d}, {clock(local)}"


def about_facts(concern: Concern) -> Facts:
    """Whom it is about, and who knows."""
    person = concern.about
    told = concern.get_guardian_told_display()
    if concern.guardian_told_by:
        told = f"{told}, by {concern.guardian_told_by}"
    found = [
        ("Name", str(person)),
        ("Who", concern.get_about_kind_display()),
        ("Grade", grades.grade_name(person.grade)),
        ("Parent or guardian told", told),
        ("The person agrees", concern.get_agrees_display()),
        ("Consent", concern.get_basis_display()),
    ]
    return [(term, value) for term, value in found if value]


def content_of(concern: Concern) -> list[Part]:
    """What was seen, said and done, each for itself."""
    parts = [
        Part("What was seen", concern.facts),
        Part("In their words", concern.quote),
        Part("What was done so far", concern.done),
        Part("Strengths, and who supports them", concern.strengths),
        Part("Why it is sent without consent", concern.basis_reason),
    ]
    return [part for part in parts if part.text]


def report_facts(report: MandatoryReport) -> Facts:
    """When it was learned, to whom it was reported, and what is still due."""
    due = report.written_due_at
    found = [
        ("Learned of", _moment(report.known_at)),
        ("Answer", report.get_answer_display()),
        ("Reported to", report.get_reported_to_display()),
        ("Taken by", report.reported_to_name),
        ("Reported", _moment(report.reported_at) if report.reported_at else ""),
        ("Number", report.intake_number),
        ("Reported after", _span(report)),
        ("Because", report.no_cause_because),
        ("Written report due", _moment(due) if due else ""),
        (
            "Written report sent",
            _moment(report.written_sent_at) if report.written_sent_at else "",
        ),
        ("Written by", str(report.written_by)),
        ("School", str(report.school)),
        ("Form", f"Revision {report.form_revision}, version {report.version}"),
    ]
    return [(term, value) for term, value in found if value]


def _span(report: MandatoryReport) -> str:
    """How long it took from learning of it: the law says immediately."""
    if report.reported_at is None or report.reported_at < report.known_at:
        return ""
    return length(report.reported_at - report.known_at)


def report_parts(report: MandatoryReport) -> list[Part]:
    """Each field of the statute, also the empty ones: the sheet has them all."""
    return [
        Part("The child: name, address, age", report.child),
        Part("Parents or guardians: names, addresses", report.parents),
        Part("Nature and extent, and earlier incidents", report.extent),
        Part("Who is responsible", report.responsible),
        Part("What else may help", report.other),
    ]


def earlier_versions(user: Actor, report: MandatoryReport) -> list[Version]:
    """What its author wrote before, the latest first; for nobody else.

    A version is what was written; that its author was asked to finish it is none.
    """
    if report.written_by_id != user.pk:
        return []
    rows = report.history.exclude(version=report.version)  # type: ignore[attr-defined]  # made by pghistory
    rows = rows.order_by("-version", "pgh_id").distinct("version")
    return [_version(row, report) for row in rows]


def _version(row: Any, report: MandatoryReport) -> Version:  # noqa: ANN401  # made by pghistory
    names = [field.attname for field in MandatoryReport._meta.concrete_fields]
    was = MandatoryReport(**{name: getattr(row, name) for name in names})
    was.school, was.written_by = report.school, report.written_by
    title = f"Version {was.version}, {_moment(row.pgh_created_at)}"
    return Version(title, report_facts(was), report_parts(was))


def chain_of(user: Actor, referral: Referral) -> list[Referral]:
    """All the stations of one concern that this person may see, in order."""
    rows = Referral.objects.visible_to(user).filter(concern=referral.concern_id)
    stations = rows.select_related("to_counselor", "to_agency").order_by(
        "sent_at", "pk"
    )
    found = list(stations[:MOST_LINKS])
    return found if len(found) > 1 else []
