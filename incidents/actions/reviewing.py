"""Submitting a report, its review, and what is learned after it was approved."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from incidents import policy
from incidents.actions.log_line import write_log
from incidents.actions.telling import answered, commanders_of, tell
from incidents.actions.writing import lock_writable
from incidents.masking import names_somebody
from incidents.models import CaseFile, Incident, Remark, Submission, Supplement
from incidents.outcomes import outcome_of
from incidents.states import APPROVE, RETURN, SUBMIT
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import lock, move

NO_NARRATIVE = "Tell what happened before you submit it."
NO_DISPOSITION = "Say how it was dealt with before you submit it."
NOT_CLASSED = "Say what it was: a public offense, a status offense or misconduct."
IS_DISCIPLINE = (
    "This was classed as misconduct without a crime. Return it to the school: the "
    "police keep no names of it."
)
NO_OFFENCE = "A public offense names at least one offense. Add it before you submit."
HAS_A_NAME = (
    "A name of somebody in this report stands in what the school reported, which the "
    "principal and the office read. Take it out."
)
SAY_WHAT = "Say what is to be mended."


@transaction.atomic
def submit(incident: Incident, *, by: Actor, version: int | None = None) -> Incident:
    """Sign it and hand it to the command. It writes the officer's log line.

    Raises NotAllowed, WrongState, Stale, or RuleBroken for what is still missing.
    """
    incident = lock_writable(incident, by, version)
    case_file = CaseFile.objects.select_for_update().get(pk=incident.pk)
    if missing := missing_in(incident, case_file):
        raise RuleBroken(missing[0], incident.get_absolute_url())
    Submission.objects.create(
        incident=incident,
        school=incident.school,
        written_by_id=by.pk,
        text=case_file.narrative,
    )
    answered(incident)
    outcome = outcome_of(case_file.disposition)
    move(incident, SUBMIT, by=by, submitted_at=now(), outcome=outcome)
    write_log(incident, case_file.minutes, by=by)
    tell(commanders_of(incident.school), "submitted", incident, but=by, needs_you=True)
    return incident


def missing_in(incident: Incident, case_file: CaseFile) -> list[str]:
    """What a report needs before it can be submitted, as sentences."""
    if case_file.is_discipline:
        return [IS_DISCIPLINE]
    is_offence = case_file.conduct == CaseFile.Conduct.PUBLIC_OFFENSE
    found = [
        (case_file.conduct == CaseFile.Conduct.OPEN, NOT_CLASSED),
        (not case_file.narrative.strip(), NO_NARRATIVE),
        (not case_file.disposition, NO_DISPOSITION),
        (is_offence and not incident.offences.exists(), NO_OFFENCE),
        (names_somebody(incident, incident.school_report), HAS_A_NAME),
    ]
    return [sentence for is_missing, sentence in found if is_missing]


@transaction.atomic
def return_report(
    incident: Incident, *, by: Actor, remark: str, version: int | None = None
) -> Incident:
    """Give it back to its author with what is to be mended."""
    incident = lock(incident, version=version)
    require(policy.can_review(by, incident))
    if not remark.strip():
        raise RuleBroken(SAY_WHAT)
    move(incident, RETURN, by=by, submitted_at=None)
    with constraints_as_rules(Remark):
        Remark.objects.create(
            incident=incident, school=incident.school, written_by_id=by.pk, text=remark
        )
    answered(incident)
    tell([incident.written_by], "returned", incident, needs_you=True)
    return incident


@transaction.atomic
def approve(incident: Incident, *, by: Actor, version: int | None = None) -> Incident:
    """Sign it for the command; it is locked from now on. Nobody approves their own."""
    incident = lock(incident, version=version)
    require(policy.can_review(by, incident))
    move(incident, APPROVE, by=by, approved_at=now(), approved_by_id=by.pk)
    answered(incident)
    tell([incident.written_by], "approved", incident, but=by)
    return incident


@transaction.atomic
def add_supplement(
    incident: Incident, *, by: Actor, record_id: UUID, text: str
) -> Supplement:
    """Sign what was learned after approval; the report itself stays as it is."""
    # An approved report stays approved: nothing is held, which only its author could.
    incident = Incident.objects.select_related("school__district").get(pk=incident.pk)
    require(policy.can_supplement(by, incident))
    if kept := Supplement.objects.filter(pk=record_id, written_by_id=by.pk).first():
        return kept
    supplement = Supplement(
        id=record_id,
        incident=incident,
        school=incident.school,
        written_by_id=by.pk,
        text=text,
    )
    with constraints_as_rules(Supplement):
        supplement.save(force_insert=True)
    record(by, "add_supplement", incident)
    people = [incident.written_by, *commanders_of(incident.school)]
    signer = str(supplement.written_by)
    tell(people, "supplemented", incident, but=by, signer=signer)
    return supplement
