"""One page for each verb on one presentation."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from presentations import actions, policy, states
from presentations.forms.afterwards import DeliverForm, FeedbackForm
from presentations.forms.decisions import (
    AcceptForm,
    ApproveForm,
    AskChangesForm,
    CancelForm,
    ChooseSlotForm,
    DecisionForm,
    DeclineForm,
    MissForm,
    SeriesForm,
    WithdrawForm,
)
from presentations.forms.fields import NO_TALK
from presentations.models import Presentation
from presentations.views.common import form_view, verb_page, visible
from sro_program.core.db import Actor
from sro_program.core.errors import AlreadyDone, RuleBroken
from sro_program.core.http import access, form_response
from sro_program.core.policy import Verdict, require

type May = Callable[[Actor, Presentation], Verdict]


def _form(
    request: HttpRequest,
    pk: UUID,
    may: May,
    form_class: type[DecisionForm],
) -> DecisionForm:
    """The verb's form, for whom it is offered and while it fits."""
    presentation = visible(request.user, pk)
    require(may(request.user, presentation))
    if request.method != "POST":
        actions.refuse_misfit(form_class.transition, presentation)
    return form_class(
        request.POST or None, presentation=presentation, user=request.user
    )


@form_view
@access(policy.can_open)
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_decide, ApproveForm)
    series = actions.waiting_for_school(form.presentation)
    page = "presentations/approve.html"
    return verb_page(
        request,
        form,
        actions.approve,
        page,
        "You signed for the school.",
        series=series,
    )


@require_POST
@access(policy.can_open)
def approve_series(request: HttpRequest, pk: UUID) -> HttpResponse:
    presentation = visible(request.user, pk)
    require(policy.can_decide(request.user, presentation))
    signed = _sign_series(request, presentation, actions.approve_series)
    count = "one talk" if len(signed) == 1 else f"{len(signed)} talks"
    messages.success(request, f"You approved {count}.")
    return redirect(presentation)


@form_view
@access(policy.can_open)
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.refuse_slower(visible(request.user, pk), request.user)
    form = _form(request, pk, policy.can_accept, AcceptForm)
    series = actions.waiting_for_officer(form.presentation, request.user)
    page, done = "presentations/accept.html", "You accepted it."
    return verb_page(request, form, actions.accept, page, done, series=series)


@require_POST
@access(policy.can_open)
def accept_series(request: HttpRequest, pk: UUID) -> HttpResponse:
    presentation = visible(request.user, pk)
    actions.refuse_slower(presentation, request.user)
    require(policy.can_accept(request.user, presentation))
    signed = _sign_series(request, presentation, actions.accept_series)
    talks = "1 talk" if len(signed) == 1 else f"{len(signed)} talks"
    messages.success(request, f"You accepted {talks}.")
    return redirect(presentation)


def _sign_series(
    request: HttpRequest,
    presentation: Presentation,
    sign: Callable[..., list[Presentation]],
) -> list[Presentation]:
    """Sign what the page showed, as it showed it. Raises Stale or RuleBroken."""
    form = SeriesForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(NO_TALK)
    return sign(presentation, by=request.user, shown=form.cleaned_data["talks"])


@form_view
@access(policy.can_open)
def ask_changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_ask_changes, AskChangesForm)
    page = "presentations/ask_changes.html"
    done = f"Sent back to {form.presentation.requested_by}."
    return verb_page(request, form, actions.ask_changes, page, done)


@form_view
@access(policy.can_open)
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_decline, DeclineForm)
    page = "presentations/decline.html"
    return verb_page(request, form, actions.decline, page, "It is declined.")


@form_view
@access(policy.can_open)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    if visible(request.user, pk).status == states.Status.WITHDRAWN:
        raise AlreadyDone("You have already withdrawn this.")
    form = _form(request, pk, policy.can_withdraw, WithdrawForm)
    page = "presentations/withdraw.html"
    return verb_page(request, form, actions.withdraw, page, "It is withdrawn.")


@form_view
@access(policy.can_open)
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_cancel, CancelForm)
    page = "presentations/cancel.html"
    return verb_page(request, form, actions.cancel, page, "It is cancelled.")


@form_view
@access(policy.can_open)
def choose_slot(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_choose_slot, ChooseSlotForm)
    page = "presentations/choose_slot.html"
    done = "It is asked for again, at the new time."
    return verb_page(request, form, actions.choose_slot, page, done)


@form_view
@access(policy.can_open)
def deliver(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_deliver, DeliverForm)
    page = "presentations/deliver.html"
    done = "It is recorded, and stands in the officer's log."
    return verb_page(request, form, actions.deliver, page, done)


@form_view
@access(policy.can_open)
def miss(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = _form(request, pk, policy.can_miss, MissForm)
    page = "presentations/miss.html"
    return verb_page(request, form, actions.miss, page, "It is noted as missed.")


@form_view
@access(policy.can_open)
def give_feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    presentation = visible(request.user, pk)
    require(policy.can_give_feedback(request.user, presentation))
    if request.method != "POST":
        actions.refuse_misfit(states.GIVE_FEEDBACK, presentation)
    form = FeedbackForm(request.POST or None)
    if form.is_valid():
        try:
            actions.give_feedback(presentation, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Thank you. The officer reads your answers.")
            return redirect(presentation)
    context = {"presentation": presentation}
    return form_response(request, "presentations/give_feedback.html", form, context)
