"""What is printed of an incident: the whole report, or the sheet of one interview."""

from collections.abc import Sequence
from typing import Any

from incidents.masking import mask_of
from incidents.models import Incident, Interview
from incidents.police_side import Signed, masked_facts, sections_of
from incidents.showing import Fact, interview_record

NOT_SAID = "–"


def report_sheet(incident: Incident, *, unmasked: bool) -> dict[str, Any]:
    """The police side on paper, with its review."""
    return {
        "incident": incident,
        "sections": sections_of(incident, unmasked=unmasked),
        "review": review_of(incident),
        "is_unmasked": unmasked,
    }


def review_of(incident: Incident) -> Sequence[Signed]:
    """Each submission, return and approval in its order; remarks stand elsewhere."""
    steps = [
        Signed("Submitted", str(one.written_by), one.written_at)
        for one in incident.submissions.select_related("written_by")
    ]
    steps += [
        Signed("Returned with a remark", str(one.written_by), one.written_at)
        for one in incident.remarks.select_related("written_by")
    ]
    if incident.approved_at:
        approver = str(incident.approved_by)
        steps.append(Signed("Approved and locked", approver, incident.approved_at))
    return sorted(steps, key=lambda step: step.at)


def interview_sheet(interview: Interview, *, unmasked: bool) -> dict[str, Any]:
    """The record of an interview with every field (domain.md §3.6)."""
    incident = interview.incident
    mask = mask_of([] if unmasked else incident.people.all())
    record = interview_record(interview, incident, unmasked=unmasked)
    return {
        "incident": incident,
        "interview": interview,
        "facts": _whole(masked_facts(record, mask)),
        "is_unmasked": unmasked,
    }


def _whole(facts: Sequence[Fact]) -> list[Fact]:
    """What was not said has its line too."""
    return [(term, value or NOT_SAID) for term, value in facts]
