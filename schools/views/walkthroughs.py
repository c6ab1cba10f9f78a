"""Walkthroughs to be read: of all schools, of one, one of them, and the trend."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from schools import walk_policy as policy
from schools.finding_policy import can_mend
from schools.forms.walkthroughs import WhichWalksForm
from schools.models import School, Walkthrough
from schools.views.territory import visible_school
from schools.walk_trend import trend_of
from schools.walkthroughs import (
    HEADER,
    answers_of,
    assessment_lines,
    board_of,
    facts_of,
    schools_walked,
    walks_of,
)
from sro_program.core.db import Actor
from sro_program.core.exports import export
from sro_program.core.http import access
from sro_program.core.policy import require
from sro_program.core.times import school_year


@require_safe
@access(policy.can_open_walkthroughs)
def walk_board(request: HttpRequest) -> HttpResponse:
    """Each school that one reads: its last round, its assessment, what is to mend."""
    begin = WhichWalksForm(request.GET).sensible.get("begin") or 0
    board = board_of(request.user, localdate(), begin)
    context = {
        "rows": board.rows,
        "next": f"?begin={board.after}" if board.after else "",
        "previous": "?" if begin else "",
    }
    return render(request, "schools/walks/board.html", context)


@require_safe
@access(policy.can_open_walkthroughs)
def export_assessments(request: HttpRequest, file_format: str) -> HttpResponse:
    """The last yearly assessment of each school, or of one, a line for each answer."""
    asked = WhichWalksForm(request.GET).sensible
    school = None
    if key := asked.get("school"):
        school = get_object_or_404(schools_walked(request.user), pk=key)
    lines = assessment_lines(request.user, school=school, year=asked.get("year"))
    return export(f"Yearly assessment {localdate()}", file_format, HEADER, lines)


@require_safe
@access(policy.can_open_walkthroughs)
def walkthroughs(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of one school, the latest first."""
    school = readable_school(request.user, pk)
    page = walks_of(
        request.user, school, WhichWalksForm(request.GET).sensible.get("after")
    )
    context = {
        "school": school,
        "walks": page.walks,
        "next": f"?after={page.after}" if page.after else "",
        "can_walk": policy.can_walk(request.user, school),
        "trend": _trend(request.user, school, _today(school)),
    }
    return render(request, "schools/walks/school.html", context)


@require_safe
@access(policy.can_open_walkthroughs)
def walk_trend(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found and mended at a school, month by month of a school year."""
    school = readable_school(request.user, pk)
    today = _today(school)
    this = school_year(today)
    year = min(WhichWalksForm(request.GET).sensible.get("year") or this, this)
    context = {
        "school": school,
        "trend": trend_of(request.user, school, year, today),
        "before": year - 1,
        "after": year + 1 if year < this else None,
    }
    return render(request, "schools/walks/trend.html", context)


@require_safe
@access(policy.can_open_walkthroughs)
def walkthrough(request: HttpRequest, pk: int, walk: UUID) -> HttpResponse:
    """What was seen, layer by layer, and what is to be mended."""
    found = visible_walk(request.user, pk, walk)
    context = {
        "walk": found,
        "facts": facts_of(found),
        "layers": answers_of(request.user, found),
        "findings": found.findings.visible_to(request.user).for_list(),
        "may_add": can_mend(request.user, found.school),
        "today": localdate(),
    }
    return render(request, "schools/walks/walk.html", context)


def readable_school(user: Actor, pk: int) -> School:
    """A school of whose walkthroughs this person may read, or 404."""
    school = visible_school(user, pk)
    require(policy.can_read_walkthroughs(user, school))
    return school


def visible_walk(user: Actor, pk: int, walk: UUID) -> Walkthrough:
    """A walk through this school, or 404."""
    rows = Walkthrough.objects.visible_to(user).for_list()
    return get_object_or_404(rows, school=pk, pk=walk)


def _today(school: School) -> date:
    return localtime(timezone=school.district.zone).date()


def _trend(user: Actor, school: School, today: date) -> object:
    return trend_of(user, school, school_year(today), today)
