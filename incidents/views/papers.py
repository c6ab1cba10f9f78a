"""What leaves the product on paper; each print is a disclosure, so it is a POST.

Looking at the address of a sheet asks why the names of juveniles are needed on it;
without names the sheet is printed from the report's own page.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents import actions, policy
from incidents.forms.names import PrintForm
from incidents.models import Incident, Interview
from incidents.sheets import interview_sheet, report_sheet
from incidents.showing import header_facts
from incidents.views.common import visible
from incidents.views.incidents import slip_of
from sro_program.core.http import access
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@access(policy.can_open)
def print_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole report; for the school its header and the slip."""
    found = visible(request.user, pk)
    if request.method == "POST" and not policy.reads_police_side(request.user, found):
        return _school_sheet(request, found)

    def sheet(reason: str) -> Mapping[str, Any]:
        actions.print_report(found, by=request.user, reason=reason)
        return report_sheet(found, unmasked=bool(reason))

    return _print(request, found, "incidents/report_sheet.html", sheet)


@form_view
@access(policy.can_open_police_side)
def print_interview(request: HttpRequest, pk: UUID, interview: UUID) -> HttpResponse:
    """One interview on one page."""
    found = visible(request.user, pk)
    rows = Interview.objects.visible_to(request.user).select_related("about")
    one = get_object_or_404(rows, incident=found, pk=interview)
    one.incident = found

    def sheet(reason: str) -> Mapping[str, Any]:
        actions.print_interview(one, by=request.user, reason=reason)
        return interview_sheet(one, unmasked=bool(reason))

    return _print(request, found, "incidents/interview_sheet.html", sheet)


@require_safe
@access(policy.can_open_police_side)
def pocket_card(request: HttpRequest) -> HttpResponse:
    """What to think of before the door closes, for the pocket."""
    return render(request, "incidents/pocket_card.html")


def _print(
    request: HttpRequest,
    incident: Incident,
    template: str,
    sheet: Callable[[str], Mapping[str, Any]],
) -> HttpResponse:
    """The sheet; or the question why it needs names."""
    require(policy.can_unmask(request.user, incident))
    form = PrintForm(request.POST) if request.method == "POST" else PrintForm()
    if form.is_valid():
        return render(request, template, sheet(form.why))
    context = {"title": "Print with the names of juveniles", "incident": incident}
    status = 422 if form.is_bound else 200
    return render(
        request, "incidents/form.html", {**context, "form": form}, status=status
    )


def _school_sheet(request: HttpRequest, incident: Incident) -> HttpResponse:
    actions.print_school_side(incident, by=request.user)
    context = {
        "incident": incident,
        "facts": header_facts(incident),
        "slip": slip_of(request, incident),
    }
    return render(request, "incidents/school_sheet.html", context)
