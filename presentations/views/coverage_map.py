"""Which grades heard what: all schools in lines, one school as a map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from presentations import coverage_map as maps
from presentations import policy
from presentations.forms.listing import AfterForm
from schools.models import School
from sro_program.core.exports import export
from sro_program.core.http import access, get_visible_or_404

SUMMARY = ["School", "Topics covered", "Topics meant", "Given", "Planned"]
MAP = ["School", "Topic", "Grade", "Given", "Planned", "Gap"]


@require_safe
@access(maps.can_see)
def coverage_map(request: HttpRequest) -> HttpResponse:
    """All schools, one line each; someone with one school goes straight to its map."""
    lines, following = lines_of(request)
    if len(lines) == 1 and not request.GET:
        return redirect("presentations:school_coverage", lines[0].school.pk)
    context = {
        "lines": lines,
        "next": f"{reverse('presentations:coverage_map')}?after={following}"
        if following
        else "",
    }
    return render(request, "presentations/coverage_map.html", context)


def lines_of(request: HttpRequest) -> tuple[list[maps.SchoolSummary], int | None]:
    """This page's schools, and the id after which the next page begins."""
    form = AfterForm(request.GET)
    place = form.cleaned_data["after"] if form.is_valid() else None
    schools = maps.schools_after(School.objects.visible_to(request.user), place)
    page = schools[: maps.SCHOOLS_ON_A_PAGE]
    following = page[-1].pk if len(schools) > len(page) else None
    return maps.summaries(request.user, page), following


@require_safe
@access(maps.can_see)
def school_coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """One school's map, with a way to fill each gap."""
    school = school_or_404(request, pk)
    context = {
        "map": maps.map_of(request.user, school),
        "school": school,
        "ask_url": ask_url(request, school),
    }
    return render(request, "presentations/coverage_map_school.html", context)


def school_or_404(request: HttpRequest, pk: int) -> School:
    return get_visible_or_404(School.objects.for_list(), request.user, pk=pk)


def ask_url(request: HttpRequest, school: School) -> str:
    """Where a gap is filled: asked for by staff, offered by officers; else nowhere."""
    if policy.can_request_at(request.user, school):
        return reverse("presentations:request")
    if policy.can_offer_at(request.user, school):
        return reverse("presentations:offer")
    return ""


@require_safe
@access(maps.can_see)
def export_coverage(request: HttpRequest, file_format: str) -> HttpResponse:
    """The lines of all schools as a file. They are counts: nothing is disclosed."""
    cells: list[list[str | int]] = []
    place: int | None = None
    while True:
        schools = maps.schools_after(School.objects.visible_to(request.user), place)
        page = schools[: maps.SCHOOLS_ON_A_PAGE]
        cells += [
            [line.school.name, line.covered, line.meant, line.given, line.planned]
            for line in maps.summaries(request.user, page)
        ]
        if len(schools) == len(page):
            return export("Coverage of lessons", file_format, SUMMARY, cells)
        place = page[-1].pk


@require_safe
@access(maps.can_see)
def export_school_coverage(
    request: HttpRequest, pk: int, file_format: str
) -> HttpResponse:
    """One school's map as a file, one line for each topic and grade."""
    school = school_or_404(request, pk)
    cells: list[list[str | int]] = [
        [
            *(school.name, row.topic.title, cell.label),
            *(cell.given, cell.planned, "gap" if cell.is_gap else ""),
        ]
        for band in maps.map_of(request.user, school).bands
        for row in band.rows
        for cell in row.cells
        if cell.is_meant or cell.text
    ]
    return export(f"Coverage of lessons {school.name}", file_format, MAP, cells)
