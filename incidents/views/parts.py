"""Adding to a report and taking out of it: people, measures, interviews and so on."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from incidents import actions, policy
from incidents.forms.interviews import InterviewForm
from incidents.forms.parts import AttachmentForm, MeasureForm, OffenceForm
from incidents.forms.people import AddPersonForm, ChangePersonForm
from incidents.masking import mask_of
from incidents.models import (
    Attachment,
    Incident,
    Interview,
    Involvement,
    Measure,
    Offence,
)
from incidents.views.common import keep, own, to_write
from sro_program.core.errors import RuleBroken
from sro_program.core.files import MAX_RECORDING, download
from sro_program.core.http import access, takes_large_files
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
PERSON = [
    *("role", "given_name", "family_name", "is_student", "grade", "birth_date"),
    *("sex", "race", "injury", "statement", "parent_told_at", "parent_told_by"),
]
REMOVABLE: Mapping[str, type[Measure | Interview | Offence | Attachment]] = {
    "measures": Measure,
    "interviews": Interview,
    "offences": Offence,
    "attachments": Attachment,
}


@form_view
@access(policy.can_open_police_side)
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was involved."""
    incident = to_write(request, pk)
    form = AddPersonForm(request.POST or None)
    return _add(request, incident, form, actions.add_person, "Add a person")


@form_view
@access(policy.can_open_police_side)
def change_person(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Mend what is known of someone."""
    incident = to_write(request, pk)
    person = _part(Involvement.objects.visible_to(request.user), incident, involved)
    initial = {name: getattr(person, name) for name in PERSON}
    form = ChangePersonForm(
        request.POST or None, initial={**initial, "version": person.version}
    )
    context = {"title": "Change a person", "incident": incident, "person": person}
    return keep(
        request,
        form,
        lambda: actions.change_person(person, by=request.user, **form.cleaned_data),
        "incidents/person.html",
        context,
        done="Saved.",
        follow=lambda _: incident,
    )


@require_POST
@access(policy.can_open_police_side)
def remove_person(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Take someone out of the report."""
    incident = own(request.user, pk)
    person = _part(Involvement.objects.visible_to(request.user), incident, involved)
    try:
        actions.remove_person(person, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Removed.")
    return redirect(incident)


@form_view
@access(policy.can_open_police_side)
def add_measure(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """What was done, with the facts that its kind needs."""
    incident = to_write(request, pk)
    if kind not in Measure.Kind.values:
        raise Http404
    form = MeasureForm(request.POST or None, incident=incident, kind=kind)
    return _add(request, incident, form, actions.add_measure, Measure.Kind(kind).label)


@form_view
@access(policy.can_open_police_side)
def add_interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who asked whom, and which rights were read."""
    incident = to_write(request, pk)
    form = InterviewForm(request.POST or None, incident=incident)
    return _add(
        request,
        incident,
        form,
        actions.add_interview,
        "Interview",
        "incidents/interview_form.html",
    )


@form_view
@access(policy.can_open_police_side)
def add_offence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An offense by its code."""
    incident = to_write(request, pk)
    form = OffenceForm(request.POST or None, incident=incident)
    return _add(request, incident, form, actions.add_offence, "Add an offense")


@form_view
@access(policy.can_open_police_side)
@takes_large_files(MAX_RECORDING)
def add_attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photo, a PDF or a recording."""
    incident = to_write(request, pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    return _add(
        request,
        incident,
        form,
        actions.add_attachment,
        "Add a file",
        "incidents/attachment_form.html",
    )


@require_POST
@access(policy.can_open_police_side)
def remove_part(
    request: HttpRequest, pk: UUID, section: str, part: UUID
) -> HttpResponse:
    """Take something out of the report."""
    incident = own(request.user, pk)
    if section not in REMOVABLE:
        raise Http404
    rows = REMOVABLE[section].objects.visible_to(request.user)
    actions.remove_part(_part(rows, incident, part), by=request.user)
    messages.success(request, "Removed.")
    return redirect(incident)


@require_safe
@access(policy.can_open_police_side)
def attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file itself, for the police side alone."""
    found = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("incident"), pk=pk
    )
    require(policy.reads_police_side(request.user, found.incident))
    actions.open_attachment(found, by=request.user)
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.file,
        title=mask_of(found.incident.people.all())(found.title),
        media_type=found.media_type,
    )


def _add(
    request: HttpRequest,
    incident: Incident,
    form: Form,
    act: Callable[..., object],
    title: str,
    template: str = "incidents/form.html",
) -> HttpResponse:
    """Add what the form says, and go back to the report."""
    return keep(
        request,
        form,
        lambda: act(incident, by=request.user, **form.cleaned_data),
        template,
        {"title": title, "incident": incident},
        done="Added.",
        follow=lambda _: incident,
    )


def _part(rows: QuerySet[Any], incident: Incident, pk: UUID) -> Any:  # noqa: ANN401  # any kind of part
    return get_object_or_404(rows.select_related("incident"), incident=incident, pk=pk)
