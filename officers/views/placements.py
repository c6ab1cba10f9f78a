"""The placement report: on a page, as a file, and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from officers import cover_policy
from officers.forms.unit import DayForm
from officers.placements import PlacementReport, placements_on
from schools.models import School
from sro_program.core.exports import export
from sro_program.core.http import access
from sro_program.core.paper import pdf_response

HEADER = [
    *("District", "Campus", "Schools", "Officer", "Badge", "Serves as", "Since"),
    *("Authority", "Employment method", "Funding source"),
]
MOST = 2000
"""Schools; a whole state has about 1,325."""


@require_safe
@access(cover_policy.can_read_placements)
def placements(request: HttpRequest) -> HttpResponse:
    """Who is placed where on a day, and the numbers."""
    form = DayForm(request.GET)
    report = _report(request, form)
    context = {"form": form, "report": report, "query": f"on={report.on}"}
    return render(request, "officers/placements/page.html", context)


@require_safe
@access(cover_policy.can_read_placements)
def placements_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """A line for each placement, and for each campus without one."""
    report = _report(request, DayForm(request.GET))
    lines = [
        (
            *(one.district, one.campus, one.schools, one.officer, one.badge, one.kind),
            *(str(one.since or ""), one.authority, one.employment, one.funding),
        )
        for one in report.placements
    ]
    return export(f"Placement report {report.on}", file_format, HEADER, lines)


@require_safe
@access(cover_policy.can_read_placements)
def placements_pdf(request: HttpRequest) -> HttpResponse:
    """The same report on paper. Refused in words where the server makes no PDF."""
    report = _report(request, DayForm(request.GET))
    html = render_to_string("officers/placements/paper.html", {"report": report})
    return pdf_response(f"Placement report {report.on}", html)


def _report(request: HttpRequest, form: DayForm) -> PlacementReport:
    schools = School.objects.visible_to(request.user).open().for_list()
    return placements_on(schools[:MOST], form.day)
