"""Certificates and training: an officer's page, the unit at once, and the forms."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from officers import actions, policy
from officers.forms.training import (
    ChangeCertificateForm,
    ChangeHoursForm,
    KindForm,
    LostForm,
    NewCertificateForm,
    NewHoursForm,
)
from officers.models import Certificate, Officer, TrainingHours
from officers.training_page import page_of, unit_of
from sro_program.core.files import MAX_SIZE
from sro_program.core.forms import ProductForm
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    takes_large_files,
)
from sro_program.core.policy import require

CERTIFICATE = ["kind", "title", "number", "earned_on", "expires_on", "version"]
HOURS = ["on", "hours", "course", "topic", "provider", "counts", "version"]
CORRECTED = "Corrected. The history keeps what it was."

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(policy.can_oversee_training)
def overview(request: HttpRequest) -> HttpResponse:
    """The officers of the unit with what is due next, the soonest first."""
    context = {"unit": unit_of(request.user)}
    return render(request, "officers/training/overview.html", context)


@require_safe
@access(policy.can_open_training)
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """One officer: the ladder, the hours of the year, every certificate."""
    context = {"page": page_of(request.user, _officer(request, pk))}
    return render(request, "officers/training/page.html", context)


@form_view
@access(policy.can_open_training)
@takes_large_files(MAX_SIZE)
def add_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """What an officer has earned."""
    asked = KindForm(request.GET)
    known = {"kind": asked.cleaned_data["kind"]} if asked.is_valid() else {}
    form = NewCertificateForm(
        request.POST or None, request.FILES or None, initial=known
    )
    officer, verb = _officer(request, pk), actions.record_certificate
    return _add(request, officer, form, verb, "Record a certificate")


@form_view
@access(policy.can_open_training)
@takes_large_files(MAX_SIZE)
def add_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """What an officer has learned on one day."""
    form = NewHoursForm(request.POST or None, request.FILES or None)
    officer, verb = _officer(request, pk), actions.record_hours
    return _add(request, officer, form, verb, "Record hours of training")


@form_view
@access(policy.can_open_training)
@takes_large_files(MAX_SIZE)
def change_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a certificate, or take it out."""
    one = _certificate(request, pk)
    require(policy.can_change_training(request.user, one))
    shown = {name: getattr(one, name) for name in CERTIFICATE}
    context = {
        "title": f"Correct: {one}",
        "remove_url": reverse("officers:remove_certificate", args=[one.pk]),
    }
    verb = actions.correct_certificate
    return _change(request, one, ChangeCertificateForm, shown, verb, context)


@form_view
@access(policy.can_open_training)
@takes_large_files(MAX_SIZE)
def change_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct hours, or take them out."""
    one = _hours(request, pk)
    require(policy.can_change_training(request.user, one))
    shown = {name: getattr(one, name) for name in HOURS}
    remove_url = reverse("officers:remove_hours", args=[one.pk])
    context = {"title": f"Correct: {one.course}", "remove_url": remove_url}
    return _change(request, one, ChangeHoursForm, shown, actions.correct_hours, context)


@form_view
@access(policy.can_open_training)
def lose_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say when and why a certificate was lost."""
    one = _certificate(request, pk)
    context = {"title": f"Lost: {one}"}
    shown = {"version": one.version}
    return _change(request, one, LostForm, shown, actions.mark_lost, context)


def _add(
    request: HttpRequest,
    officer: Officer,
    form: ProductForm,
    verb: Callable[..., Certificate | TrainingHours],
    title: str,
) -> HttpResponse:
    if one := carried_out(
        form, lambda: verb(officer, by=request.user, **form.cleaned_data)
    ):
        waits = "" if one.is_confirmed else " Your command confirms it."
        messages.success(request, f"Recorded.{waits}")
        return redirect("officers:training", pk=officer.pk)
    context = {"officer": officer, "title": title}
    return form_response(request, "officers/training/form.html", form, context)


def _change(
    request: HttpRequest,
    one: Certificate | TrainingHours,
    form_of: type[ProductForm],
    shown: Mapping[str, Any],
    verb: Callable[..., Certificate | TrainingHours],
    context: Mapping[str, object],
) -> HttpResponse:
    form = form_of(request.POST or None, request.FILES or None, initial=shown)
    if carried_out(form, lambda: verb(one, by=request.user, **form.cleaned_data), one):
        messages.success(request, CORRECTED)
        return redirect("officers:training", pk=one.officer_id)
    context = {**context, "officer": one.officer, "one": one}
    return form_response(request, "officers/training/form.html", form, context)


def _officer(request: HttpRequest, pk: int) -> Officer:
    officers = Officer.objects.visible_to(request.user).select_related("user")
    officer = get_object_or_404(officers, pk=pk)
    require(policy.can_keep_training(request.user, officer))
    return officer


def _certificate(request: HttpRequest, pk: UUID) -> Certificate:
    rows = Certificate.objects.visible_to(request.user).standing()
    return get_object_or_404(rows.select_related("officer__user"), pk=pk)


def _hours(request: HttpRequest, pk: UUID) -> TrainingHours:
    rows = TrainingHours.objects.visible_to(request.user).standing()
    return get_object_or_404(rows.select_related("officer__user"), pk=pk)
