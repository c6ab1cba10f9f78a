"""Submitting, reviewing, and what is learned later."""

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
from incidents.forms.account import RemarkForm, SupplementForm
from incidents.forms.listing import QueueForm
from incidents.models import Incident
from incidents.queue import queue_of, told_early
from incidents.views.common import keep, own, visible
from sro_program.core.errors import RuleBroken
from sro_program.core.forms import shown_version
from sro_program.core.http import access
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@access(policy.can_open_police_side)
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign it and hand it to the command."""
    incident = own(request.user, pk)
    try:
        actions.submit(incident, by=request.user, version=shown_version(request))
    except RuleBroken as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Submitted. Your command reviews it.")
    return redirect(incident)


@require_POST
@access(policy.can_open_reviews)
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign it for the command; it is locked from now on."""
    incident = visible(request.user, pk)
    require(policy.can_review(request.user, incident))
    actions.approve(incident, by=request.user, version=shown_version(request))
    messages.success(request, f"Report {incident.number} is approved and locked.")
    return redirect(incident)


@require_safe
@access(policy.can_open_reviews)
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for review, filtered by the address."""
    asked = QueueForm(request.GET).asked
    context = {
        "queue": queue_of(request.user, asked),
        "early": told_early(request.user),
        "asked": asked,
    }
    return render(request, "incidents/reviews.html", context)


@form_view
@access(policy.can_open_reviews)
def return_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it back to its author with what is to be mended."""
    incident = visible(request.user, pk)
    require(policy.can_review(request.user, incident))
    form = RemarkForm(request.POST or None, initial={"version": incident.version})
    context = {"title": "Return it with a remark", "incident": incident}
    return keep(
        request,
        form,
        lambda: actions.return_report(incident, by=request.user, **form.cleaned_data),
        "incidents/form.html",
        context,
        done="Returned to its author.",
        follow=Incident.get_absolute_url,
    )


@form_view
@access(policy.can_open_police_side)
def add_supplement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign what was learned after approval."""
    incident = visible(request.user, pk)
    require(policy.can_supplement(request.user, incident))
    form = SupplementForm(request.POST or None)
    context = {"title": "Add a supplement", "incident": incident}
    return keep(
        request,
        form,
        lambda: actions.add_supplement(incident, by=request.user, **form.cleaned_data),
        "incidents/form.html",
        context,
        done="Signed.",
        follow=lambda _: incident,
    )
