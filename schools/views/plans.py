"""Floor plans: looked at, added, compared with the building, places pinned to them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import finding_policy, memory_policy, policy
from schools.actions import plans as actions
from schools.forms import AddPlanForm, PinForm
from schools.memory import at_places, notes_of
from schools.models import Finding, FloorPlan, Pin, School
from schools.plans import PINS, drawn
from schools.views.territory import visible_school
from sro_program.core.db import Actor
from sro_program.core.files import MAX_SIZE, download
from sro_program.core.http import access, carried_out, form_response, takes_large_files
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


def visible_plans(user: Actor) -> QuerySet[FloorPlan]:
    """The plans in use that this person sees."""
    return FloorPlan.objects.visible_to(user).in_use().select_related("school")


def visible_plan(user: Actor, pk: int, plan: UUID) -> FloorPlan:
    """A plan in use of this school, or 404."""
    return get_object_or_404(visible_plans(user), school=pk, pk=plan)


def _places_of(school: School) -> str:
    return reverse("schools:places", args=[school.pk])


@form_view
@access(policy.can_open)
@takes_large_files(MAX_SIZE)
def add_plan(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    require(policy.can_keep_plans(request.user, school))
    form = AddPlanForm(request.POST or None, request.FILES or None)
    if added := carried_out(
        form,
        lambda: actions.add_plan(school, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, "The plan is added. Pin the places to it.")
        return redirect(added)
    context = {
        "title": "Add a floor plan",
        "school": school,
        "back_url": _places_of(school),
    }
    return form_response(request, "schools/form.html", form, context)


@form_view
@access(policy.can_open)
def plan(request: HttpRequest, pk: int, plan: UUID) -> HttpResponse:
    """The picture with its numbered places, and for the unit the form that pins."""
    rows = visible_plans(request.user).prefetch_related(PINS)
    found = get_object_or_404(rows, school=pk, pk=plan)
    may_keep = policy.can_keep_plans(request.user, found.school)
    if request.method == "POST":
        require(may_keep)
    chosen = {"place": request.GET.get("place", "")}
    form = PinForm(request.POST or None, school=found.school, initial=chosen)
    if carried_out(
        form,
        lambda: actions.pin_place(found, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, f"{form.cleaned_data['place']} is pinned.")
        return redirect(found)
    shown = drawn(found)
    notes = at_places(notes_of(request.user, found.school))
    differs = Finding.objects.visible_to(request.user).filter(plan=found)
    context = {
        "school": found.school,
        "drawn": shown,
        "places": [(mark, notes[mark.place]) for mark in shown.marks],
        "can_keep": may_keep,
        "differences": differs.standing().for_list(),
        "may_mend": finding_policy.can_mend(request.user, found.school),
        "may_remember": memory_policy.can_remember(request.user, found.school),
        "today": localdate(),
        "back_url": _places_of(found.school),
    }
    return form_response(request, "schools/plan.html", form, context)


@require_safe
@access(policy.can_open)
def plan_picture(request: HttpRequest, pk: int, plan: UUID) -> HttpResponse:
    """The picture alone, after the same check as its page."""
    found = visible_plan(request.user, pk, plan)
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.picture, title=found.title, media_type=found.media_type
    )


@require_POST
@access(policy.can_open)
def verify_plan(request: HttpRequest, pk: int, plan: UUID) -> HttpResponse:
    """Compared with the building today."""
    found = visible_plan(request.user, pk, plan)
    actions.verify_plan(found, by=request.user)
    messages.success(request, "Compared today.")
    return redirect(found)


@form_view
@access(policy.can_open)
def archive_plan(request: HttpRequest, pk: int, plan: UUID) -> HttpResponse:
    found = visible_plan(request.user, pk, plan)
    require(policy.can_keep_plans(request.user, found.school))
    if request.method == "POST":
        actions.archive_plan(found, by=request.user)
        messages.success(request, f"{found} is archived.")
        return redirect(_places_of(found.school))
    context = {
        "title": f"Archive {found}?",
        "text": "It is no longer shown. Places and the reports that name them stay.",
        "label": "Archive",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return render(request, "schools/confirm.html", context)


@require_POST
@access(policy.can_open)
def unpin(request: HttpRequest, pk: int, plan: UUID, pin: int) -> HttpResponse:
    """Take a place off the plan."""
    found = visible_plan(request.user, pk, plan)
    rows = Pin.objects.visible_to(request.user).select_related("plan__school", "place")
    one = get_object_or_404(rows, plan=found, pk=pin)
    actions.unpin(one, by=request.user)
    messages.success(request, f"{one.place} is off the plan.")
    return redirect(found)
