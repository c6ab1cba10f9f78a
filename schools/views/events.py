"""School events: which there are, one of them, and its verbs."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import event_policy, policy
from schools.actions import events as actions
from schools.events import (
    HEADER,
    SENTENCES,
    facts_of,
    offers_for,
    page_of,
    rows_of,
    said_of,
    schools_with_events,
)
from schools.forms.events import (
    AddEventForm,
    ChangeEventForm,
    NameKindForm,
    WhichEventsForm,
)
from schools.models import SchoolEvent
from schools.views.territory import visible_school
from sro_program.audit.timeline import happened
from sro_program.core.exports import export
from sro_program.core.forms import shown_version
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
FORM = "schools/form_in_rows.html"


@require_safe
@access(policy.can_open)
def events(request: HttpRequest) -> HttpResponse:
    """Those of all one's schools, or what the filter says."""
    form = WhichEventsForm(request.GET, schools=schools_with_events(request.user))
    asked = form.sensible
    page = page_of(request.user, asked)
    school = asked.get("school")
    context = {
        "form": form,
        "lines": page.lines,
        **form.pages(page.after),
        "school": school,
        "may_add": school and event_policy.can_write(request.user, school),
        "keeps": school and policy.can_keep(request.user, school),
    }
    return render(request, "schools/events/events.html", context)


@require_safe
@access(policy.can_open)
def export_events(request: HttpRequest, file_format: str) -> HttpResponse:
    """A line for each, as the filter says."""
    schools = schools_with_events(request.user)
    asked = WhichEventsForm(request.GET, schools=schools).sensible
    return export("School events", file_format, HEADER, rows_of(request.user, asked))


@require_safe
@access(policy.can_open)
def event(request: HttpRequest, pk: int, event: UUID) -> HttpResponse:
    """What it says, and what happened to it."""
    found = visible_event(request, pk, event)
    context = {
        "event": found,
        "facts": facts_of(found),
        "offers": offers_for(request.user, found),
        "happened": happened(found, SENTENCES),
    }
    return render(request, "schools/events/event.html", context)


@form_view
@access(event_policy.can_write_some)
def add_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one by hand."""
    school = visible_school(request.user, pk)
    require(event_policy.can_write(request.user, school))
    form = AddEventForm(request.POST or None, school=school)
    act = partial(actions.add_event, school, by=request.user)
    if added := carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Added.")
        return redirect(added)
    back = school.get_absolute_url()
    context = {"title": "Add an event", "school": school, "back_url": back}
    return form_response(request, FORM, form, context)


@form_view
@access(event_policy.can_write_some)
def change_event(request: HttpRequest, pk: int, event: UUID) -> HttpResponse:
    """Say it otherwise."""
    found = visible_event(request, pk, event)
    require(event_policy.can_change_event(request.user, found))
    form = ChangeEventForm(
        request.POST or None, school=found.school, initial=said_of(found)
    )
    act = partial(actions.change_event, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Saved.")
        return redirect(found)
    back = found.get_absolute_url()
    context = {"title": "Change the event", "school": found.school, "back_url": back}
    return form_response(request, FORM, form, context)


@form_view
@access(event_policy.can_write_some)
def name_kind(request: HttpRequest, pk: int, event: UUID) -> HttpResponse:
    """Say of what kind it is."""
    found = visible_event(request, pk, event)
    require(event_policy.can_name_kind(request.user, found))
    initial = {"kind": found.kind, "version": found.version}
    form = NameKindForm(request.POST or None, initial=initial)
    act = partial(actions.name_kind, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Saved.")
        return redirect(found)
    back = found.get_absolute_url()
    context = {"title": f"Kind of “{found}”", "school": found.school, "back_url": back}
    return form_response(request, FORM, form, context)


@require_POST
@access(event_policy.can_write_some)
def cancel_event(request: HttpRequest, pk: int, event: UUID) -> HttpResponse:
    """It does not take place."""
    return _tap(request, pk, event, actions.cancel_event, "Called off.")


@require_POST
@access(event_policy.can_write_some)
def restore_event(request: HttpRequest, pk: int, event: UUID) -> HttpResponse:
    """It takes place after all."""
    return _tap(request, pk, event, actions.restore_event, "It takes place.")


def _tap(
    request: HttpRequest, pk: int, key: UUID, act: Callable[..., SchoolEvent], done: str
) -> HttpResponse:
    """A verb that asks nothing, for the version that was shown."""
    found = visible_event(request, pk, key)
    act(found, by=request.user, version=shown_version(request))
    messages.success(request, done)
    return redirect(found)


def visible_event(request: HttpRequest, pk: int, event: UUID) -> SchoolEvent:
    """One of this school, or 404."""
    rows = SchoolEvent.objects.visible_to(request.user).for_list()
    rows = rows.select_related("written_by")
    return get_object_or_404(rows, school=pk, pk=event)
