"""A line of the log becomes an incident report."""

from typing import Unpack
from uuid import UUID

from django.db import transaction

from incidents.actions.log_line import SOURCE
from incidents.actions.writing import Answers, Header, begin
from incidents.models import Incident
from officers.actions import promote
from officers.models import ActivityEntry
from schools.models import School
from sro_program.core.db import Actor


@transaction.atomic
def begin_from_line(
    line: ActivityEntry,
    *,
    by: Actor,
    school: School,
    record_id: UUID,
    answers: Answers,
    **header: Unpack[Header],
) -> Incident:
    """Begin a report with what a line of the log said: its note and its minutes.

    The line becomes the report's own; it is written anew when the report is submitted
    or handed back. Raises what `begin` raises.
    """
    incident = begin(
        by=by, school=school, record_id=record_id, answers=answers, **header
    )
    promote(line, source_kind=SOURCE, source_id=incident.pk, by=by)
    case_file = incident.case_file
    case_file.narrative, case_file.minutes = line.note, line.minutes
    case_file.save(update_fields=["narrative", "minutes"])
    return incident
