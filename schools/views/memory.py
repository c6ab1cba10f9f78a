"""Campus memory: what is known of each place, and the hand-over for a relief."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import memory_policy as policy
from schools.actions import memory as actions
from schools.findings import first_to_mend
from schools.forms.memory import AddNoteForm, ChangeNoteForm
from schools.memory import by_place, notes_of
from schools.models import PlaceNote
from schools.notices import notices_at
from schools.plans import plans_of
from schools.staff import leads_of
from schools.today import today_on
from schools.views.territory import visible_school
from sro_program.audit.log import record_views
from sro_program.core.forms import shown_version
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
FORM = "schools/form_in_rows.html"


@require_safe
@access(policy.can_open_memory)
def memory(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a campus, by place; what has faded asks whether it holds."""
    school = visible_school(request.user, pk)
    require(policy.can_read_memory(request.user, school))
    context = {
        "school": school,
        "places": by_place(notes_of(request.user, school)),
        "can_remember": policy.can_remember(request.user, school),
    }
    return render(request, "schools/memory/memory.html", context)


@require_safe
@access(policy.can_open_memory)
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for an officer who has never been here, to be printed.

    Whom it names as barred or under an order is noted, as where they are looked up.
    """
    school = visible_school(request.user, pk)
    require(policy.can_read_memory(request.user, school))
    notices = notices_at(request.user, school)
    record_views(request.user, [one for one in notices if one.is_sensitive])
    context = {
        "school": school,
        "campus_today": today_on(request.user, school),
        "notices": notices,
        "people": leads_of(school),
        "plans": plans_of(request.user, school.pk),
        "places": by_place(notes_of(request.user, school)),
        "findings": first_to_mend(request.user, school),
    }
    return render(request, "schools/memory/handover.html", context)


@form_view
@access(policy.can_remember_some)
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a colleague should know."""
    school = visible_school(request.user, pk)
    require(policy.can_remember(request.user, school))
    chosen = {"place": request.GET.get("place", "")}
    form = AddNoteForm(request.POST or None, school=school, initial=chosen)
    act = partial(actions.add_note, school, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Written down.")
        return redirect("schools:memory", school.pk)
    context = {
        "title": "What a colleague should know",
        "school": school,
        "back_url": reverse("schools:memory", args=[school.pk]),
    }
    return form_response(request, FORM, form, context)


@form_view
@access(policy.can_remember_some)
def change_note(request: HttpRequest, pk: int, place_note: UUID) -> HttpResponse:
    """Say it anew; that confirms it."""
    found = _visible_note(request, pk, place_note)
    require(policy.can_remember(request.user, found.school))
    said = {"place": found.place, "text": found.text, "version": found.version}
    form = ChangeNoteForm(request.POST or None, school=found.school, initial=said)
    act = partial(actions.change_note, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {
        "title": "Say it anew",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


@require_POST
@access(policy.can_remember_some)
def confirm_note(request: HttpRequest, pk: int, place_note: UUID) -> HttpResponse:
    """It still holds."""
    return _tap(request, pk, place_note, actions.confirm_note, "It holds, as of today.")


@require_POST
@access(policy.can_remember_some)
def end_note(request: HttpRequest, pk: int, place_note: UUID) -> HttpResponse:
    """It is no longer so."""
    done = "It is no longer shown. The audit trail keeps it."
    return _tap(request, pk, place_note, actions.end_note, done)


def _visible_note(request: HttpRequest, pk: int, key: UUID) -> PlaceNote:
    rows = PlaceNote.objects.visible_to(request.user)
    found = rows.select_related("school", "place")
    return get_object_or_404(found, school=pk, pk=key)


def _tap(
    request: HttpRequest, pk: int, key: UUID, act: Callable[..., PlaceNote], done: str
) -> HttpResponse:
    """A verb that asks nothing, for the version that was shown."""
    found = _visible_note(request, pk, key)
    act(found, by=request.user, version=shown_version(request))
    messages.success(request, done)
    return redirect("schools:memory", found.school_id)
