"""What is discipline returns to the school, with facts and without names."""

from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import now

from incidents import policy
from incidents.actions.log_line import write_log
from incidents.actions.promoting import begin_from_line
from incidents.actions.telling import (
    answered,
    commanders_of,
    principals_of,
    tell,
)
from incidents.actions.writing import (
    Answers,
    begin,
    erase_content,
    lock_writable,
    refuse_alerts,
)
from incidents.masking import names_somebody
from incidents.models import CaseFile, HandBack, Incident, ReceivedReport
from incidents.states import HAND_BACK
from officers.models import ActivityEntry
from officers.promoting import begun_at
from schools.models import School
from sro_program.audit.log import record
from sro_program.core.db import Actor, briefly_as_clock, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import move

ASKED: Answers = {
    "possible_crime": CaseFile.Answer.NO,
    "school_alone": CaseFile.Alone.YES,
    "asked_to_discipline": True,
    "decided_by": CaseFile.Decider.OFFICER,
}
"""What the Line says of a request to discipline."""
NOT_DISCIPLINE = (
    "This was not classed as misconduct without a crime. Change its class first; what "
    "may be a crime stays with the police."
)
REVIEWED = (
    "Force was used, or a child under 12 was taken into custody: the command reviews "
    "that. Change the class, and submit the report."
)
HAS_A_NAME = (
    "A name of somebody in the draft stands in this text, or in what the school "
    "reported. Take it out: the slip has facts only."
)
NAMED_SOMEONE = "A name stood here. The slip to the school has the facts."
NO_FACTS = "Say what happened, so that the school can act on it. No names."


@transaction.atomic
def hand_back(
    incident: Incident, *, by: Actor, facts: str, version: int | None = None
) -> Incident:
    """Close the police side and give the school the facts; no pupil's name is kept.

    Everything else in the case file is erased, its history included; the event counts
    as returned to school. Raises NotAllowed, WrongState, Stale, or RuleBroken when it
    was not classed as misconduct without a crime.
    """
    incident = lock_writable(incident, by, version)
    case_file = CaseFile.objects.select_for_update().get(pk=incident.pk)
    if not case_file.is_discipline:
        raise RuleBroken(NOT_DISCIPLINE)
    if not facts.strip():
        raise RuleBroken(NO_FACTS)
    refuse_alerts(case_file, REVIEWED)
    _refuse_names(incident, facts)
    with constraints_as_rules(HandBack):
        HandBack.objects.create(incident=incident, school=incident.school, facts=facts)
    write_log(incident, case_file.minutes, by=by, returned=True)
    answered(incident)
    _forget_names_reported(incident)
    erase_content(incident)
    move(incident, HAND_BACK, by=by, outcome=Incident.Outcome.SCHOOL)
    tell(principals_of(incident.school), "handed_back", incident, needs_you=True)
    if case_file.alerts:
        tell(commanders_of(incident.school), "returned_to_school", incident, but=by)
    return incident


def _refuse_names(incident: Incident, facts: str) -> None:
    """What stays has no name of anybody in the draft."""
    if names_somebody(incident, facts, incident.school_report):
        raise RuleBroken(HAS_A_NAME)


def _forget_names_reported(incident: Incident) -> None:
    """What the school's staff reported is final by now: where it names somebody of the
    draft, a sentence takes its place, in its history too."""
    with briefly_as_clock():  # its author may serve another school by now
        reported = ReceivedReport.objects.filter(incident=incident).first()
    if reported is None:
        return
    is_named = names_somebody(incident, reported.summary)
    said = NAMED_SOMEONE if is_named else reported.summary
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_settle_summary(%s, %s)", [incident.pk, said])


@transaction.atomic
def return_request(
    *,
    by: Actor,
    school: School,
    record_id: UUID,
    asked_by: str,
    sub_place: str,
    facts: str,
    reported: str = "",
    line: ActivityEntry | None = None,
) -> Incident:
    """The officer was asked to discipline: it is the school's at once, in one step.

    `reported` is what the school said, if anything. A line of the log that said so
    becomes its own, and is counted once. Sent twice with one id it is one. Raises
    NotAllowed, or RuleBroken without facts.
    """
    began = (begun_at(line) if line else None) or now()
    begins = partial(begin_from_line, line) if line else begin
    incident = begins(
        by=by,
        school=school,
        record_id=record_id,
        answers=ASKED,
        occurred_from=began,
        reported_at=began,
        initiated_by=asked_by,
        discovered=Incident.Discovery.TOLD,
        sub_place=sub_place,
        school_report=reported,
    )
    if not incident.is_writable:
        return incident
    return hand_back(incident, by=by, facts=facts)


@transaction.atomic
def sign_slip(slip: HandBack, *, by: Actor) -> HandBack:
    """The principal has it. Signed twice it stays as it was first signed."""
    require(policy.can_sign_slip(by, slip))
    locked = HandBack.objects.select_for_update(of=("self",))
    slip = locked.select_related("incident").get(pk=slip.pk)
    if slip.seen_at is None:
        slip.seen_at, slip.seen_by_id = now(), by.pk
        slip.save(update_fields=["seen_at", "seen_by"])
        record(by, "sign_slip", slip.incident)
        answered(slip.incident)
    return slip
