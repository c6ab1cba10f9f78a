"""Carrying out a court's order to seal: the command prepares it, two people sign."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from incidents import actions, policy
from incidents.choosing import choices_for, commanded_by
from incidents.findings import Findings, look, passages
from incidents.forms.sealing import BeginSealingForm, ChooseSealedForm, SignSealingForm
from incidents.models import SealingName, SealingOrder
from incidents.states import CONFIRM_SEALING, SEAL, WITHDRAW_SEALING
from incidents.views.common import keep
from sro_program.accounts.confirm import confirmed
from sro_program.audit.log import record_view
from sro_program.core.errors import WrongState
from sro_program.core.forms import shown_version
from sro_program.core.http import access, get_visible_or_404
from sro_program.core.policy import require
from sro_program.workflow import Transition

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(policy.can_open_sealing)
def sealing_orders(request: HttpRequest) -> HttpResponse:
    """Orders to carry out, and the proofs of those that were."""
    context = {
        "orders": SealingOrder.objects.visible_to(request.user).for_list(),
        "can_prepare": policy.can_prepare_sealing(request.user),
    }
    return render(request, "incidents/sealing_orders.html", context)


@form_view
@access(policy.can_prepare_sealing)
def begin_sealing(request: HttpRequest) -> HttpResponse:
    """What the court ordered, and about whom."""
    agencies = commanded_by(request.user)
    form = BeginSealingForm(request.POST or None, agencies=agencies)
    return keep(
        request,
        form,
        lambda: actions.begin_sealing(by=request.user, **form.as_action()),
        "incidents/form.html",
        {"title": "Carry out an order to seal"},
        done="Written down. Choose the records that the order is about.",
        follow=SealingOrder.get_absolute_url,
    )


@require_safe
@access(policy.can_open_sealing)
def sealing_order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The dry run; afterwards the proof."""
    order = _order(request, pk)
    reads_names = policy.can_prepare_sealing_for(request.user, order.police_agency)
    is_over = not WITHDRAW_SEALING.possible(order)
    is_chosen = bool(order.involved or order.people)
    found = look(order) if is_chosen and not is_over else None
    record_view(request.user, order)
    names = SealingName.objects.visible_to(request.user) if reads_names else None
    context = {
        "order": order,
        "name": names.filter(pk=order.pk).first() if names is not None else None,
        **_counted(found.counts if found else order.counts),
        "hindrances": found.hindrances if found else [],
        "is_chosen": is_chosen or is_over,
        "may_prepare": reads_names and not is_over,
        "can_confirm": reads_names and CONFIRM_SEALING.possible(order),
        "seal": policy.can_seal(request.user, order),
        "is_confirmed": SEAL.possible(order),
    }
    return render(request, "incidents/sealing_order.html", context)


@form_view
@access(policy.can_prepare_sealing)
def choose_sealed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which of the records under this name are meant."""
    order = _prepared(request, pk)
    _require(CONFIRM_SEALING, order)
    shown = {
        name: [str(key) for key in getattr(order, name)]
        for name in ("involved", "people", "attachments")
    }
    form = ChooseSealedForm(
        request.POST or None,
        choices=choices_for(order),
        initial={
            "version": order.version,
            "other_names": order.name.other_names,
            **shown,
        },
    )
    return keep(
        request,
        form,
        lambda: actions.choose_sealed(order, by=request.user, **_chosen(form)),
        "incidents/sealing_choice.html",
        {"title": "Choose the records", "order": order},
        done="Saved. Look at what was found before you confirm it.",
        follow=SealingOrder.get_absolute_url,
    )


@require_safe
@access(policy.can_prepare_sealing)
def sealing_texts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The texts as they will read, for a second look at what no machine finds."""
    order = _prepared(request, pk)
    _require(WITHDRAW_SEALING, order)
    record_view(request.user, order)
    context = {"order": order, "passages": passages(look(order))}
    return render(request, "incidents/sealing_texts.html", context)


@form_view
@access(policy.can_prepare_sealing)
@confirmed
def confirm_sealing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first signature."""
    order = _prepared(request, pk)
    _require(CONFIRM_SEALING, order)
    form, found = _to_sign(request, order, "Confirm it")
    return keep(
        request,
        form,
        lambda: actions.confirm_sealing(order, by=request.user, **_signed(form)),
        "incidents/sealing_sign.html",
        {"title": "Confirm the order", "order": order, **_counted(found.counts)},
        done="Confirmed. A second person carries it out.",
        follow=SealingOrder.get_absolute_url,
    )


@form_view
@access(policy.can_open_sealing)
@confirmed
def seal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second signature: it is carried out at once."""
    order = _order(request, pk)
    require(policy.can_seal(request.user, order))
    _require(SEAL, order)
    form, found = _to_sign(request, order, "Seal it now")
    return keep(
        request,
        form,
        lambda: actions.seal(order, by=request.user, version=_signed(form)["version"]),
        "incidents/sealing_sign.html",
        {"title": "Carry it out", "order": order, **_counted(found.counts)},
        done="Sealed. This page is the proof; print it for the court.",
        follow=SealingOrder.get_absolute_url,
    )


@require_POST
@access(policy.can_prepare_sealing)
def reopen_sealing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the confirmation back."""
    order = _prepared(request, pk)
    actions.reopen_sealing(order, by=request.user, version=shown_version(request))
    messages.success(request, "The confirmation is taken back.")
    return redirect(order)


@require_POST
@access(policy.can_prepare_sealing)
def withdraw_sealing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nothing is sealed."""
    order = _prepared(request, pk)
    actions.withdraw_sealing(order, by=request.user, version=shown_version(request))
    messages.success(request, "Withdrawn. Nothing was sealed, and the name is gone.")
    return redirect(order)


def _order(request: HttpRequest, pk: UUID) -> SealingOrder:
    rows = SealingOrder.objects.visible_to(request.user).for_list()
    return get_visible_or_404(rows.select_related("police_agency"), request.user, pk=pk)


def _prepared(request: HttpRequest, pk: UUID) -> SealingOrder:
    """The order, for the command of its agency."""
    order = _order(request, pk)
    require(policy.can_prepare_sealing_for(request.user, order.police_agency))
    return order


def _require(transition: Transition, order: SealingOrder) -> None:
    """What no longer fits is not even shown."""
    if not transition.possible(order):
        state = order.get_status_display().lower()
        raise WrongState(f"This order is: {state}.", order.get_absolute_url())


def _counted(counts: Mapping[str, int]) -> dict[str, object]:
    """The table of places, with their sum."""
    return {"counts": counts.items(), "total": sum(counts.values())}


def _to_sign(
    request: HttpRequest, order: SealingOrder, submit: str
) -> tuple[SignSealingForm, Findings]:
    found = look(order)
    shown = {"version": order.version, "mark": found.mark}
    return SignSealingForm(request.POST or None, initial=shown, submit=submit), found


def _signed(form: SignSealingForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("version", "mark")}


def _chosen(form: ChooseSealedForm) -> dict[str, Any]:
    """The ids; what is not offered is not chosen."""
    data = form.cleaned_data
    keys = {
        name: [UUID(key) for key in data.get(name, [])]
        for name in ("involved", "people", "attachments")
    }
    return {**keys, "other_names": data["other_names"], "version": data["version"]}
