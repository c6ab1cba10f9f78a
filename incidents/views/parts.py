"""What was done, who was asked, which offense: added, changed, taken out."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from incidents import actions, policy
from incidents.forms.interviews import AddInterviewForm, ChangeInterviewForm
from incidents.forms.parts import (
    ASKED,
    AddMeasureForm,
    AddOffenceForm,
    ChangeMeasureForm,
    ChangeOffenceForm,
)
from incidents.models import Attachment, Interview, Measure, Offence
from incidents.views.common import add, change, known, part_of, remove, to_write
from sro_program.core.http import access

form_view = require_http_methods(["GET", "HEAD", "POST"])
INTERVIEW_FORM = "incidents/interview_form.html"
INTERVIEW = [
    *("about", "at", "ended_at", "where", "door_open", "led_by", "sro_present"),
    *("present", "purpose", "free_to_leave", "rights_read", "rights_by", "rights_at"),
    *("rights_waived", "plain_words", "parent_contacted", "parent_reason"),
    *("is_recorded", "joined_late", "left_early", "guard_reason"),
]
REMOVABLE: Mapping[str, type[Measure | Interview | Offence | Attachment]] = {
    "measures": Measure,
    "interviews": Interview,
    "offences": Offence,
    "attachments": Attachment,
}


@form_view
@access(policy.can_open_police_side)
def add_measure(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """What was done, with the facts that its kind needs."""
    incident = to_write(request, pk)
    if kind not in Measure.Kind.values:
        raise Http404
    form = AddMeasureForm(request.POST or None, incident=incident, kind=kind)
    return add(request, incident, form, actions.add_measure, Measure.Kind(kind).label)


@form_view
@access(policy.can_open_police_side)
def change_measure(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Mend what was done; its kind stays."""
    incident = to_write(request, pk)
    measure = part_of(Measure.objects.visible_to(request.user), incident, part)
    initial = known(measure, ["at", "about", *ASKED[measure.kind]])
    form = ChangeMeasureForm(
        request.POST or None, incident=incident, kind=measure.kind, initial=initial
    )
    title = f"Change: {measure.get_kind_display().lower()}"
    return change(request, measure, form, actions.change_measure, title)


@form_view
@access(policy.can_open_police_side)
def add_interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who asked whom, and which rights were read."""
    incident = to_write(request, pk)
    form = AddInterviewForm(request.POST or None, incident=incident)
    act = actions.add_interview
    return add(request, incident, form, act, "Interview", INTERVIEW_FORM)


@form_view
@access(policy.can_open_police_side)
def change_interview(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Mend the record of an interview."""
    incident = to_write(request, pk)
    interview = part_of(Interview.objects.visible_to(request.user), incident, part)
    form = ChangeInterviewForm(
        request.POST or None, incident=incident, initial=known(interview, INTERVIEW)
    )
    act, title = actions.change_interview, "Change an interview"
    return change(request, interview, form, act, title, INTERVIEW_FORM)


@form_view
@access(policy.can_open_police_side)
def add_offence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An offense by its code."""
    incident = to_write(request, pk)
    form = AddOffenceForm(request.POST or None, incident=incident)
    return add(request, incident, form, actions.add_offence, "Add an offense")


@form_view
@access(policy.can_open_police_side)
def change_offence(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """Mend an offense."""
    incident = to_write(request, pk)
    offence = part_of(Offence.objects.visible_to(request.user), incident, part)
    form = ChangeOffenceForm(
        request.POST or None,
        incident=incident,
        initial=known(offence, ["about", "code", "charge", "is_attempt"]),
    )
    return change(request, offence, form, actions.change_offence, "Change an offense")


@form_view
@access(policy.can_open_police_side)
def remove_part(
    request: HttpRequest, pk: UUID, section: str, part: UUID
) -> HttpResponse:
    """Take something out of the report, after one question."""
    incident = to_write(request, pk)
    if section not in REMOVABLE:
        raise Http404
    rows = REMOVABLE[section].objects.visible_to(request.user)
    found = part_of(rows, incident, part)
    return remove(request, incident, found, actions.remove_part)
