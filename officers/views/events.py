"""Attending school events: one tap, and what is mended of it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers import attendance_policy as policy
from officers.actions import event_line as actions
from officers.attendance_states import AttendanceStatus
from officers.attending import with_event
from officers.forms.events import AttendanceForm, AttendForm
from officers.models import EventAttendance
from officers.unvisited import unvisited_for
from schools.models import SchoolEvent
from sro_program.core.forms import shown_version
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@access(policy.can_attend_some)
def plan_event(request: HttpRequest, event: UUID) -> HttpResponse:
    """Mean to come."""
    found = _visible_event(request, event)
    actions.plan_event(found, by=request.user)
    messages.success(request, "It is on your day. When it is on, one tap logs it.")
    return redirect(found)


@form_view
@access(policy.can_attend_some)
def attend_event(request: HttpRequest, event: UUID) -> HttpResponse:
    """Have been there: by one tap; with a form where more has to be said."""
    found = _visible_event(request, event)
    require(policy.can_attend(request.user, found.school))
    form = AttendForm(request.POST if request.method == "POST" else None)
    act = partial(actions.attend_event, found, by=request.user)
    if attendance := carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _logged(attendance))
        return redirect(found)
    context = {"event": found, "title": found.title}
    context |= {"back_url": found.get_absolute_url(), "back_label": "The event"}
    return form_response(request, "officers/events/attendance.html", form, context)


@form_view
@access(policy.can_attend_some)
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own part in an event: how long, or not after all."""
    mine = _own(request, pk)
    initial = {
        "minutes": mine.minutes,
        "elsewhere_because": mine.elsewhere_because,
        "version": mine.version,
    }
    was_there = mine.status == AttendanceStatus.ATTENDED
    form = AttendanceForm(
        request.POST if request.method == "POST" else None, initial=initial
    )
    act = partial(actions.change_attendance, mine, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), mine):
        messages.success(request, "Corrected. The history keeps what it was.")
        return redirect(_way_back(request, mine)[0])
    back_url, back_label = _way_back(request, mine)
    context = {
        "back_url": back_url,
        "back_label": back_label,
        "event": mine.event,
        "title": mine.event.title,
        "attendance": mine,
        "was_there": was_there,
        "is_standing": mine.status != AttendanceStatus.NOT,
    }
    return form_response(request, "officers/events/attendance.html", form, context)


@require_POST
@access(policy.can_attend_some)
def take_back_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not there after all; the line goes."""
    mine = _own(request, pk)
    actions.take_back_attendance(mine, by=request.user, version=shown_version(request))
    messages.success(request, "Taken back. The history keeps that it was there.")
    return redirect(_way_back(request, mine)[0])


@require_safe
@access(policy.can_read_unvisited)
def unvisited(request: HttpRequest) -> HttpResponse:
    """Which clubs, teams and kinds nobody of the unit has been at this school year."""
    context = {"schools": unvisited_for(request.user)}
    return render(request, "officers/events/unvisited.html", context)


def _visible_event(request: HttpRequest, event: UUID) -> SchoolEvent:
    rows = SchoolEvent.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=event)


def _own(request: HttpRequest, pk: UUID) -> EventAttendance:
    """One that this officer may change, at a school that they may have left since."""
    rows = EventAttendance.objects.visible_to(request.user)
    mine = get_object_or_404(rows.select_related("officer"), pk=pk)
    require(policy.can_change_attendance(request.user, mine))
    return with_event(mine)


def _way_back(request: HttpRequest, mine: EventAttendance) -> tuple[str, str]:
    """To the event; where its school is reached no longer, to the day in the log."""
    seen = SchoolEvent.objects.visible_to(request.user)
    if seen.filter(pk=mine.event_id).exists():
        return mine.get_absolute_url(), "The event"
    return f"{reverse('officers:log')}?on={mine.event.first_day}", "My log"


def _logged(attendance: EventAttendance) -> str:
    """What was saved, and where it can be mended at once."""
    change = reverse("officers:attendance", args=[attendance.pk])
    said = f"Logged: {attendance.event.title}, {attendance.minutes} min."
    return format_html('{} <a href="{}">Change it</a>', said, change)
