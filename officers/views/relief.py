"""A subpoena in one step, and who stands in where an absence leaves a gap."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers import actions, cover_policy, policy
from officers.forms.relief import SubpoenaForm, TakeReliefForm
from officers.models import Absence, Officer
from officers.panels import relief_panels
from officers.ports import planned
from officers.relief import gaps_of, missed, relief_url
from officers.views.unit import with_links
from schools.models import Campus
from sro_program.accounts.confirm import confirmed
from sro_program.audit.log import record_view
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.http import access, form_response
from sro_program.core.policy import require

COVERED = "Recorded. Your principals know; your campus has another officer then."
GAP = "Recorded. Your principals know, and your command is asked for a relief."
OUTSIDE = "Recorded. No school hours of yours lie in that time."
NOT_THERE = "This officer or campus is not there any more. Look at the list again."


@require_http_methods(["GET", "HEAD", "POST"])
@access(cover_policy.can_bring_subpoena)
def subpoena(request: HttpRequest) -> HttpResponse:
    """In court then: an absence, a gap, and everybody told; nothing of the case."""
    officer = get_object_or_404(
        Officer.objects.visible_to(request.user), user=request.user.pk
    )
    form = SubpoenaForm(request.POST or None)
    if form.is_valid():
        starts_at, ends_at = form.span
        try:
            absence = actions.subpoena(
                officer,
                by=request.user,
                starts_at=starts_at,
                ends_at=ends_at,
                record_id=form.cleaned_data["record_id"],
            )
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            talks = planned(request.user, officer, starts_at, ends_at)
            done = with_links(_outcome(absence), "In that time lie", talks)
            messages.success(request, done)
            return redirect(officer)
    context = {"officer": officer}
    return form_response(request, "officers/subpoena.html", form, context)


@require_safe
@access(cover_policy.can_find_reliefs)
def relief(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each campus that an absence leaves alone, and who is free and certified."""
    absence = _absence(request, pk)
    if policy.absence_lens(request.user).is_sensitive(absence):
        record_view(request.user, absence)
    context = {
        "absence": absence,
        "reason": policy.absence_lens(request.user).reason(absence),
        "gaps": relief_panels(request.user, absence),
    }
    return render(request, "officers/relief.html", context)


@require_POST
@access(policy.can_assign_somewhere)
@confirmed
def take_relief(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This officer stands in."""
    absence = _absence(request, pk)
    form = TakeReliefForm(
        request.POST,
        campuses=Campus.objects.visible_to(request.user),
        officers=Officer.objects.visible_to(request.user).for_list(),
    )
    if not form.is_valid():
        messages.error(request, NOT_THERE)
        return redirect(relief_url(absence))
    officer, campus = form.cleaned_data["officer"], form.cleaned_data["campus"]
    try:
        actions.relieve(absence, by=request.user, officer=officer, campus=campus)
    except (RuleBroken, WrongState) as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request, f"{officer} stands in at {campus}. Both and the principals know."
        )
    return redirect(relief_url(absence))


def _absence(request: HttpRequest, pk: UUID) -> Absence:
    rows = Absence.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("officer__user"), pk=pk)
    require(cover_policy.can_find_relief(request.user, found.officer))
    return found


def _outcome(absence: Absence) -> str:
    if gaps_of(absence):
        return GAP
    return COVERED if missed(absence) else OUTSIDE
