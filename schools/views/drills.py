"""Drills: the board of what is owed, a school's log, and one drill with its verbs."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import drill_policy as policy
from schools.actions import drills as actions
from schools.drill_board import HEADER, board_of, lines_of, schools_read_by
from schools.drill_page import SENTENCES, facts_of, log_of, offers, said_of
from schools.drill_people import officers_to_name
from schools.drills import drills_of
from schools.finding_policy import can_mend
from schools.forms.drills import (
    BoardForm,
    CorrectDrillForm,
    HoldDrillForm,
    LogPageForm,
    PlanDrillForm,
    RecordDrillForm,
    SaidOfDrill,
    TakeOutDrillForm,
)
from schools.models import Drill, DrillNote, School
from schools.views.territory import visible_school
from sro_program.audit.timeline import happened
from sro_program.core.db import Actor
from sro_program.core.exports import export
from sro_program.core.forms import shown_version
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
FORM = "schools/form_in_rows.html"


@require_safe
@access(policy.can_open_drills)
def drill_board(request: HttpRequest) -> HttpResponse:
    """What each school that one reads owes, what is overdue first."""
    form = BoardForm(request.GET)
    board = board_of(request.user, schools_read_by(request.user), form.sensible)
    query = {name: value for name, value in form.sensible.items() if value}
    after = query.pop("after", None)
    context = {
        "form": form,
        "board": board,
        "query": urlencode(query),
        "next": f"?{urlencode(query | {'after': board.after})}" if board.after else "",
        "previous": f"?{urlencode(query)}" if after else "",
    }
    return render(request, "schools/drills/board.html", context)


@require_safe
@access(policy.can_open_drills)
def export_drill_board(request: HttpRequest, file_format: str) -> HttpResponse:
    """A line for each drill that a school owes, as the filter says."""
    asked = BoardForm(request.GET).sensible
    lines = lines_of(request.user, schools_read_by(request.user), asked)
    return export(f"Drills {localdate()}", file_format, HEADER, lines)


@require_safe
@access(policy.can_open_drills)
def drills(request: HttpRequest, pk: int) -> HttpResponse:
    """One school: what it owes, what is planned, and its log."""
    school = _school(request.user, pk)
    today = localtime(timezone=school.district.zone).date()
    (owed,) = drills_of(request.user, [school], today)
    mine = Drill.objects.visible_to(request.user).filter(school=school)
    log = log_of(request.user, school, LogPageForm(request.GET).place)
    context = {
        "school": school,
        "owed": owed,
        "planned": mine.planned().for_list().order_by("on", "id"),
        "log": log,
        "next": f"?after={log.after}" if log.after else "",
        "can_keep": policy.can_keep_drills(request.user, school),
        "today": today,
    }
    return render(request, "schools/drills/school.html", context)


@require_safe
@access(policy.can_open_drills)
def drill(request: HttpRequest, pk: int, drill: UUID) -> HttpResponse:
    """What was planned or held, what is to be mended, and what happened to it."""
    found = visible_drill(request.user, pk, drill)
    context = {
        "drill": found,
        "facts": facts_of(found),
        "note": _note(request.user, found),
        "offers": offers(request.user, found),
        "findings": found.findings.visible_to(request.user).for_list(),
        "may_add": found.was_held and can_mend(request.user, found.school),
        "events": happened(found, SENTENCES),
        "today": localdate(),
    }
    return render(request, "schools/drills/drill.html", context)


@form_view
@access(policy.can_keep_some_drills)
def plan_drill(request: HttpRequest, pk: int) -> HttpResponse:
    """A drill of a day to come."""
    school = _school_to_keep(request.user, pk)
    form = PlanDrillForm(request.POST or None, school=school)
    if found := carried_out(
        form,
        lambda: actions.plan_drill(school, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, "Planned.")
        return redirect(found)
    context = {
        "title": "Plan a drill",
        "school": school,
        "back_url": reverse("schools:drills", args=[school.pk]),
    }
    return form_response(request, FORM, form, context)


@form_view
@access(policy.can_keep_some_drills)
def record_drill(request: HttpRequest, pk: int) -> HttpResponse:
    """A drill that was held."""
    school = _school_to_keep(request.user, pk)
    here = localtime(timezone=school.district.zone)
    form = RecordDrillForm(
        request.POST or None,
        school=school,
        officers=officers_to_name(school),
        initial={"on": here.date(), "is_announced": True},
    )
    if found := carried_out(
        form,
        lambda: actions.record_drill(school, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, "Recorded. Somebody of the school certifies it.")
        return redirect(found)
    context = {
        "title": "Record a drill",
        "school": school,
        "back_url": reverse("schools:drills", args=[school.pk]),
    }
    return form_response(request, FORM, form, context)


@form_view
@access(policy.can_keep_some_drills)
def hold_drill(request: HttpRequest, pk: int, drill: UUID) -> HttpResponse:
    """How a planned drill went."""
    said = "Recorded. Somebody of the school certifies it."
    return _say(request, pk, drill, HoldDrillForm, actions.hold_drill, said)


@form_view
@access(policy.can_keep_some_drills)
def correct_drill(request: HttpRequest, pk: int, drill: UUID) -> HttpResponse:
    """Something was otherwise; what it said before is kept."""
    said = "Corrected. It wants to be certified again."
    return _say(request, pk, drill, CorrectDrillForm, actions.correct_drill, said)


@require_POST
@access(policy.can_keep_some_drills)
def certify_drill(request: HttpRequest, pk: int, drill: UUID) -> HttpResponse:
    """It was held so."""
    found = visible_drill(request.user, pk, drill)
    actions.certify_drill(found, by=request.user, version=shown_version(request))
    messages.success(request, "Certified.")
    return redirect(found)


@form_view
@access(policy.can_keep_some_drills)
def take_out_drill(request: HttpRequest, pk: int, drill: UUID) -> HttpResponse:
    """It does not take place, or was recorded by mistake."""
    found = visible_drill(request.user, pk, drill)
    require(policy.can_keep_drills(request.user, found.school))
    form = TakeOutDrillForm(request.POST or None, initial={"version": found.version})
    act = partial(actions.take_out_drill, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Taken out. It stays on record with the reason.")
        return redirect(found)
    context = {
        "title": f"Take out: {found}",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


def _say(
    request: HttpRequest,
    pk: int,
    key: UUID,
    kind: type[SaidOfDrill],
    act: Callable[..., Drill],
    done: str,
) -> HttpResponse:
    """Write down how it went; a refusal comes back with what was typed."""
    found = visible_drill(request.user, pk, key)
    require(policy.can_keep_drills(request.user, found.school))
    form = kind(
        request.POST or None,
        school=found.school,
        officers=officers_to_name(found.school, found),
        initial=said_of(found, _note(request.user, found)),
    )
    if carried_out(
        form, lambda: act(found, by=request.user, **form.cleaned_data), found
    ):
        messages.success(request, done)
        return redirect(found)
    context = {
        "title": str(found),
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


def visible_drill(user: Actor, pk: int, drill: UUID) -> Drill:
    """A drill of this school, or 404."""
    rows = Drill.objects.visible_to(user).for_list()
    return get_object_or_404(rows, school=pk, pk=drill)


def _note(user: Actor, drill: Drill) -> DrillNote | None:
    return DrillNote.objects.visible_to(user).filter(drill=drill).first()


def _school(user: Actor, pk: int) -> School:
    """A school of whose drills this person may read, or 404."""
    school = visible_school(user, pk)
    require(policy.can_read_drills(user, school))
    return school


def _school_to_keep(user: Actor, pk: int) -> School:
    school = visible_school(user, pk)
    require(policy.can_keep_drills(user, school))
    return school
