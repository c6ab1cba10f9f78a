"""One incident on each side of the wall, and the slip."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from incidents import actions, policy
from incidents.actions.reviewing import missing_in
from incidents.forms.listing import QueueForm
from incidents.forms.names import UnmaskForm
from incidents.models import HandBack, Incident, Measure
from incidents.offers import offers_for
from incidents.outcomes import outcome_to_be
from incidents.police_side import sections_of
from incidents.queue import Steps, steps_from
from incidents.showing import header_facts
from incidents.states import Status
from incidents.timeline import timeline
from incidents.views.common import own, visible
from schools.agreements import clauses_for
from sro_program.audit.log import record_view
from sro_program.core.http import access
from sro_program.core.policy import require

JUST_NOW = timedelta(hours=12)
"""So long after an approval its page leads on to the next report."""
MASKED_AGAIN = "The names are masked again. To see them once more, say why once more."


@require_safe
@access(policy.can_read_the_line)
def line(request: HttpRequest) -> HttpResponse:
    """The rule between discipline and the law, for everybody to read."""
    clauses = clauses_for(request.user)
    return render(request, "incidents/line.html", {"clauses": clauses})


@require_safe
@access(policy.can_open)
def incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report; for the school and the office, its header."""
    found = visible(request.user, pk)
    if not policy.reads_police_side(request.user, found):
        return _school_side(request, found)
    record_view(request.user, found)
    return render(request, "incidents/incident.html", _police_side(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_open_police_side)
def unmask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the names of juveniles in this answer alone, with a reason.

    Loaded again, or sent again from the browser's history, the names are masked.
    """
    found = visible(request.user, pk)
    require(policy.can_unmask(request.user, found))
    form = UnmaskForm(request.POST or None)
    if not form.is_valid():
        context = {"title": "Show the names of juveniles", "incident": found}
        status = 422 if form.is_bound else 200
        return render(
            request, "incidents/form.html", {**context, "form": form}, status=status
        )
    if not actions.unmask(found, by=request.user, **form.cleaned_data):
        messages.info(request, MASKED_AGAIN)
        return redirect(found)
    context = _police_side(request, found, unmasked=True)
    return render(request, "incidents/incident.html", context)


@require_safe
@access(policy.can_open_police_side)
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the principal will see, for its author before it is submitted."""
    found = own(request.user, pk)
    if found.is_writable:
        found.outcome = outcome_to_be(found.case_file)
    return _school_side(request, found, is_preview=True)


@require_POST
@access(policy.can_open)
def sign_slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The principal has it."""
    found = visible(request.user, pk)
    slip = slip_of(request, found)
    if slip is None:
        return redirect(found)
    actions.sign_slip(slip, by=request.user)
    messages.success(request, "Thank you. The officer sees that it has arrived.")
    return redirect(found)


def slip_of(request: HttpRequest, found: Incident) -> HandBack | None:
    rows = HandBack.objects.visible_to(request.user).select_related("seen_by")
    return rows.filter(pk=found.pk).first()


def _school_side(
    request: HttpRequest, found: Incident, *, is_preview: bool = False
) -> HttpResponse:
    slip = slip_of(request, found)
    context = {
        "incident": found,
        "facts": header_facts(found),
        "slip": slip,
        "can_sign": slip
        and not slip.seen_at
        and policy.can_sign_slip(request.user, slip),
        "is_preview": is_preview,
    }
    return render(request, "incidents/school_side.html", context)


def _police_side(
    request: HttpRequest, found: Incident, *, unmasked: bool = False
) -> dict[str, Any]:
    """Everything of the case file; juveniles masked unless this viewing shows them."""
    may_write = found.is_writable and policy.can_change(request.user, found)
    sections = sections_of(found, unmasked=unmasked)
    return {
        "incident": found,
        "offers": offers_for(request.user, found),
        "may_write": may_write,
        "missing": missing_in(found, found.case_file) if may_write else [],
        "is_unmasked": unmasked,
        "sections": sections,
        "kinds": Measure.Kind.choices,
        "slip": getattr(found, "hand_back", None),
        "events": [
            replace(one, note=sections.mask(one.note)) for one in timeline(found)
        ],
        "steps": _steps(request, found),
    }


def _steps(request: HttpRequest, found: Incident) -> Steps | None:
    """The queue around this report, for whoever reviews it or has just done so."""
    is_mine = found.approved_by_id == request.user.pk
    is_done = is_mine and found.approved_at and now() - found.approved_at < JUST_NOW
    is_in_review = found.status in {Status.SUBMITTED, Status.RETURNED} or is_done
    if not is_in_review or not policy.can_review(request.user, found):
        return None
    return steps_from(request.user, found, QueueForm(request.GET).asked)
