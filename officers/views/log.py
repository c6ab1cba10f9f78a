"""The ten-second log: a tap, the day, and what is mended in it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers import actions, policy
from officers.day import day_of
from officers.directing import directives_for_a_line
from officers.forms.log import ChangeLineForm, NewLineForm, TapForm, WhichDayForm
from officers.models import ActivityEntry
from officers.ports import promotions
from officers.promoting import schools_to_grow_at
from officers.quick import me, quick_log_of, schools_open_to
from sro_program.core.differences import show_differences
from sro_program.core.errors import RuleBroken, Stale, WrongState
from sro_program.core.forms import of_version, shown_version
from sro_program.core.http import access, form_response
from sro_program.core.policy import require

OWN = [
    *("type", "on", "minutes", "school", "with_whom", "audience_count", "origin"),
    *("place", "outcome", "note", "elsewhere_because", "directive"),
]
ASKED = [
    *("on", "started", "minutes", "type", "school", "directive"),
    *("with_whom", "audience_count"),
]
"""What a link to an empty line may say of it already."""


@require_POST
@access(policy.can_keep_a_log)
def tap(request: HttpRequest) -> HttpResponse:
    """One tap of the log on the home page, where no script is there to keep it."""
    officer = me(request.user)
    form = TapForm(request.POST, schools=schools_open_to(officer))
    if form.is_valid():
        try:
            entry = actions.write_line(by=request.user, **form.as_line())
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _logged(entry))
            return redirect("home")
    context = {"title": "Log it"}
    return form_response(request, "officers/log/line.html", form, context)


@require_safe
@access(policy.can_keep_a_log)
def day(request: HttpRequest) -> HttpResponse:
    """One day of one's own log, with the hours that it leaves out."""
    asked = WhichDayForm(request.GET)
    on = asked.cleaned_data.get("on") if asked.is_valid() else None
    today = localdate()
    shown = min(max(on or today, today - actions.OLDEST), today)
    context = {
        "day": day_of(me(request.user), shown),
        "title": "Today" if shown == today else f"{shown:%A}",
        "lead": f"{shown:%B} {shown.day}, {shown.year}",
        "promotions": promotions,
        "grows_at": set(schools_to_grow_at(request.user).values_list("pk", flat=True)),
        "previous": shown - timedelta(days=1),
        "next": shown + timedelta(days=1) if shown < today else None,
    }
    return render(request, "officers/log/day.html", context)


@require_http_methods(["GET", "POST"])
@access(policy.can_keep_a_log)
def add_line(request: HttpRequest) -> HttpResponse:
    """A line that was not tapped, or one for a gap of the day."""
    quick = quick_log_of(request.user)
    asked = {name: request.GET.get(name, "") for name in ASKED}
    shown = {name: value for name, value in asked.items() if value}
    form = NewLineForm(
        request.POST or None,
        schools=schools_open_to(me(request.user)),
        directives=directives_for_a_line(request.user),
        initial={"school": quick.school, **shown},
    )
    if form.is_valid():
        try:
            entry = actions.write_line(by=request.user, **form.as_line())
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _logged(entry))
            return redirect(_address(entry.on))
    context = {"title": "Add a line"}
    return form_response(request, "officers/log/line.html", form, context)


@require_http_methods(["GET", "POST"])
@access(policy.can_keep_a_log)
def change_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a line, or take it out again."""
    entry = _own(request, pk)
    choices: dict[str, Any] = {
        "schools": schools_open_to(entry.officer),
        "directives": directives_for_a_line(request.user, entry.directive_id),
    }
    form = ChangeLineForm(request.POST or None, initial=_shown(entry), **choices)
    if form.is_valid():
        try:
            said = form.as_line()
            version = said.pop("version")
            actions.change_line(entry, by=request.user, version=version, **said)
        except Stale as refusal:
            entry = _own(request, pk)
            typed = of_version(request.POST, entry.version)
            form = ChangeLineForm(typed, initial=_shown(entry), **choices)
            form.add_error(None, refusal.sentence)
            form.refused_with = refusal.status  # type: ignore[attr-defined]  # for form_response
            show_differences(form)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Corrected. The history keeps what it was.")
            return redirect(_address(said["on"]))
    context = {"title": "Correct a line", "entry": entry}
    return form_response(request, "officers/log/line.html", form, context)


@require_POST
@access(policy.can_keep_a_log)
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a line out of the log again."""
    entry = _own(request, pk)
    actions.take_out(entry, by=request.user, version=shown_version(request))
    messages.success(request, "Taken out. The history keeps that it was there.")
    return redirect(_address(entry.on))


def _own(request: HttpRequest, pk: UUID) -> ActivityEntry:
    """A line by hand that this officer may change now."""
    rows = ActivityEntry.objects.visible_to(request.user)
    entry = get_object_or_404(rows.select_related("officer", "school__district"), pk=pk)
    require(policy.can_change_line(request.user, entry))
    if not entry.is_by_hand or entry.removed_at:
        raise WrongState(actions.NOT_BY_HAND, _address(entry.on))
    return entry


def _shown(entry: ActivityEntry) -> dict[str, Any]:
    shown = {name: getattr(entry, name) for name in OWN}
    started = entry.started_at and localtime(
        entry.started_at, entry.school.district.zone
    )
    return {**shown, "version": entry.version, "started": started and started.time()}


def _address(on: date) -> str:
    return f"{reverse('officers:log')}?on={on}"


def _logged(entry: ActivityEntry) -> str:
    """What was saved, and where it can be mended at once."""
    change = reverse("officers:change_line", args=[entry.pk])
    said = f"Logged: {entry.get_type_display()}, {entry.minutes} min."
    return format_html('{} <a href="{}">Change it</a>', said, change)
