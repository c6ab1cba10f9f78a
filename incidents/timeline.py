"""The history of a report in sentences, from the audit trail."""

from collections.abc import Sequence

from incidents.models import CaseFile, Incident
from sro_program.audit.timeline import Detail, Event, happened, reason_of

ALERTS = dict(CaseFile.Alert.choices)
SENTENCES = {
    "begin_report": "Began the report",
    "change_report": "Changed where and when",
    "change_case_file": "Changed the account",
    "add_involvement": "Added a person",
    "change_person": "Changed a person",
    "remove_involvement": "Removed a person",
    "add_measure": "Added what was done",
    "change_measure": "Changed what was done",
    "remove_measure": "Removed something that was done",
    "add_interview": "Added an interview",
    "change_interview": "Changed an interview",
    "remove_interview": "Removed an interview",
    "add_offence": "Added an offense",
    "change_offence": "Changed an offense",
    "remove_offence": "Removed an offense",
    "add_attachment": "Added a file",
    "change_attachment": "Changed what a file shows",
    "remove_attachment": "Removed a file",
    "alert": "Told the command at once",
    "submit": "Submitted it for review",
    "return_report": "Returned it with a remark",
    "approve": "Approved and locked it",
    "add_supplement": "Signed a supplement",
    "hand_back": "Returned it to the school",
    "sign_slip": "Signed that the slip has arrived",
    "discard": "Discarded the draft",
    "unmask": "Looked at names of juveniles",
    "print": "Printed it, juveniles masked",
    "print_with_names": "Printed it with names of juveniles",
    "print_interview": "Printed the sheet of an interview, juveniles masked",
    "print_interview_with_names": "Printed the sheet of an interview with names",
}


def timeline(incident: Incident) -> Sequence[Event]:
    """What happened to the report, oldest first; for the police side."""
    return happened(incident, SENTENCES, note=_note)


def _note(detail: Detail) -> str:
    """Of what the command was told; else the reason that was given."""
    return ALERTS.get(detail.get("alert", ""), "") or reason_of(detail)
