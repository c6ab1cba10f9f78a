"""Directives: which there are, one of them, and its verbs."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers import actions, policy
from officers.directing import SHOWN, clashes_of, listed, schools_to_direct, when
from officers.forms.directives import (
    DeclineForm,
    GiveForm,
    ReasonForm,
    WhichForm,
    WhichSchoolForm,
    WithdrawForm,
)
from officers.ledger import ledger_of, schools_with_a_ledger
from officers.models import Directive, Officer
from officers.offers import offers_for
from sro_program.audit.timeline import happened
from sro_program.core.errors import NotAllowed
from sro_program.core.forms import shown_version
from sro_program.core.http import access, carried_out, form_response, get_visible_or_404
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
NOWHERE = "{officer} serves no school at which you could direct them."
SENTENCES = {
    "give": "Gave it",
    "acknowledge": "Acknowledged it",
    "finish": "Said that it is done",
    "decline": "Declined it",
    "withdraw": "Withdrew it",
}


@require_safe
@access(policy.can_open_directives)
def directives(request: HttpRequest) -> HttpResponse:
    """What is open, or what came of the rest."""
    asked = WhichForm(request.GET)
    state = asked.cleaned_data["state"] if asked.is_valid() else ""
    lines = listed(request.user, state)
    context = {
        "lines": lines,
        "most": SHOWN if len(lines) == SHOWN else None,
        "form": asked,
        "state": state,
        "may_give": policy.can_direct_somebody(request.user),
        "reads_ledger": policy.can_read_duty_ledger(request.user),
        "is_officer": policy.can_keep_a_log(request.user),
    }
    return render(request, "officers/directives/index.html", context)


@require_safe
@access(policy.can_open_directives)
def directive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with what clashes with it and what one can do."""
    found = _visible(request, pk)
    context = {
        "directive": found,
        "when": when(found),
        "clashes": clashes_of(request.user, found),
        "offers": offers_for(request.user, found),
        "may_log": policy.can_answer(request.user, found),
        "events": happened(found, SENTENCES),
    }
    return render(request, "officers/directives/directive.html", context)


@form_view
@access(policy.can_direct_somebody)
def give_directive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an officer a task."""
    officer = get_visible_or_404(
        Officer.objects.select_related("user"), request.user, pk=pk
    )
    schools = schools_to_direct(request.user, officer)
    first = schools.first()
    if first is None:
        raise NotAllowed(NOWHERE.format(officer=officer))
    require(policy.can_direct(request.user, officer, first))
    form = GiveForm(request.POST or None, schools=schools, initial={"school": first})
    if given := carried_out(
        form,
        lambda: actions.give_directive(officer, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, f"Given. {officer} is told.")
        return redirect(given)
    context = {"officer": officer, "title": f"A directive for {officer}"}
    return form_response(request, "officers/form.html", form, context)


@require_POST
@access(policy.can_keep_a_log)
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I have read it and will do it."""
    found = _visible(request, pk)
    actions.acknowledge(found, by=request.user, version=shown_version(request))
    messages.success(request, f"Acknowledged. {found.directed_by} is told.")
    return redirect(found)


@require_POST
@access(policy.can_keep_a_log)
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is done."""
    found = _visible(request, pk)
    actions.finish(found, by=request.user, version=shown_version(request))
    messages.success(request, f"Done. {found.directed_by} is told.")
    return redirect(found)


@form_view
@access(policy.can_keep_a_log)
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why it cannot be done."""
    found = _visible(request, pk)
    require(policy.can_answer(request.user, found))
    return _with_a_reason(
        request, found, DeclineForm, actions.decline, "Decline this directive"
    )


@form_view
@access(policy.can_direct_somebody)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one gave."""
    found = _visible(request, pk)
    require(policy.can_withdraw(request.user, found))
    return _with_a_reason(
        request, found, WithdrawForm, actions.withdraw, "Withdraw this directive"
    )


@require_safe
@access(policy.can_read_duty_ledger)
def duty_ledger(request: HttpRequest) -> HttpResponse:
    """Minutes of directed duty by director, kind and month, at one school."""
    schools = schools_with_a_ledger(request.user)
    asked = WhichSchoolForm(request.GET, schools=schools)
    school = asked.cleaned_data["school"] if asked.is_valid() else schools.first()
    context = {
        "ledger": ledger_of(request.user, school) if school else None,
        "schools": schools,
    }
    return render(request, "officers/directives/ledger.html", context)


def _with_a_reason(
    request: HttpRequest,
    found: Directive,
    kind: type[ReasonForm],
    act: Callable[..., Directive],
    title: str,
) -> HttpResponse:
    """Carry it out; a refusal comes back with what was typed."""
    form = kind(request.POST or None, initial={"version": found.version})
    if carried_out(
        form, lambda: act(found, by=request.user, **form.cleaned_data), found
    ):
        messages.success(request, "The other side is told why.")
        return redirect(found)
    context = {"directive": found, "title": title}
    return form_response(request, "officers/directives/form.html", form, context)


def _visible(request: HttpRequest, pk: UUID) -> Directive:
    rows = Directive.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=pk)
