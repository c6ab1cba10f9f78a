"""Looking at schools: all of them, one of them, its year, its places."""

from datetime import date, timedelta

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from schools import (
    drill_policy,
    event_policy,
    finding_policy,
    memory_policy,
    notice_policy,
    people_policy,
    policy,
    walk_policy,
)
from schools.events import next_at
from schools.findings import first_to_mend
from schools.forms import YearForm
from schools.memory import notes_of
from schools.models import (
    BellSchedule,
    FloorPlan,
    Place,
    School,
    SchoolClass,
    SchoolDay,
    SchoolYear,
)
from schools.ports import pages_beside_events
from schools.staff import staff_of
from schools.today import today_on
from schools.yearview import months_of, spans_of
from sro_program.core.db import Actor
from sro_program.core.http import access, get_visible_or_404
from sro_program.core.policy import Verdict

COMING = timedelta(days=60)
SHOWN = 5
"""Of what is known of a campus; the rest is a tap away."""


def visible_school(user: Actor, pk: int) -> School:
    """The school with its district and campus, or 404."""
    return get_visible_or_404(School.objects.for_list(), user, pk=pk)


@require_safe
@access(policy.can_open)
def index(request: HttpRequest) -> HttpResponse:
    schools = School.objects.visible_to(request.user).open().for_list()
    context = {
        "schools": schools,
        "pages": pages_beside_events(request.user),
        "can_import": policy.can_import(request.user),
        "reads_drills": drill_policy.can_open_drills(request.user),
        "reads_findings": finding_policy.can_open_findings(request.user),
        "can_ask": notice_policy.can_ask(request.user),
    }
    return render(request, "schools/index.html", context)


@require_safe
@access(policy.can_open)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    today = localdate()
    context = {
        "school": school,
        "facts": _facts(school),
        "schedule": _schedule(school),
        "spans": spans_of(_days(school, today, today + COMING))[:6],
        "places": Place.objects.of_school(school).in_use().for_list(),
        "staff": staff_of(school),
        "reads_drills": drill_policy.can_read_drills(request.user, school),
        "reads_findings": finding_policy.can_read_findings(request.user, school),
        "findings": first_to_mend(request.user, school),
        "can_mend": finding_policy.can_mend(request.user, school),
        "can_walk": walk_policy.can_walk(request.user, school),
        "can_ask": notice_policy.can_ask(request.user),
        "may_merge": people_policy.can_merge(request.user, school),
        "keeps_notices": notice_policy.can_keep_notices(request.user, school),
        "today": today,
        "campus_today": today_on(request.user, school),
        "reads_memory": memory_policy.can_read_memory(request.user, school),
        "notes": notes_of(request.user, school)[:SHOWN],
        "events": next_at(request.user, school),
        "may_write_events": event_policy.can_write(request.user, school),
        "can_keep": policy.can_keep(request.user, school),
    }
    return render(request, "schools/detail.html", context)


def _facts(school: School) -> list[tuple[str, object]]:
    classes = SchoolClass.objects.of_school(school).current()
    taught = classes.aggregate(count=Count("pk"), seats=Sum("size"))
    phone = format_html('<a href="tel:{}">{}</a>', school.phone_link, school.phone)
    return [
        ("District", school.district),
        ("Campus", school.campus),
        ("Level", school.get_level_display()),
        ("Grades", school.grades),
        ("Address", school.address),
        ("Phone", phone if school.phone else ""),
        ("Students", school.enrolment),
        ("Classes", taught["count"] or ""),
    ]


def _schedule(school: School) -> BellSchedule | None:
    ordinary = BellSchedule.objects.of_school(school).ordinary()
    return ordinary.prefetch_related("periods").first()


def _days(school: School, first: date, last: date) -> list[SchoolDay]:
    return list(SchoolDay.objects.of_school(school).between(first, last))


@require_safe
@access(policy.can_open)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    years = list(SchoolYear.objects.of_school(school))
    form = YearForm(request.GET, school=school)
    chosen = form.cleaned_data["year"] if form.is_valid() else None
    year = chosen or _current(years)
    context = {
        "school": school,
        "years": years,
        "year": year,
        "months": months_of(school, year, localdate()) if year else [],
        "spans": spans_of(_days(school, year.starts_on, year.ends_on)) if year else [],
        "can_keep": policy.can_keep(request.user, school),
        "can_keep_district": policy.can_keep_district(request.user, school),
    }
    return render(request, "schools/calendar.html", context)


def _current(years: list[SchoolYear]) -> SchoolYear | None:
    """The year of today; in a summer the coming one; else the last."""
    today = localdate()
    open_years = [year for year in years if year.ends_on >= today]
    return (
        min(open_years, key=lambda y: y.starts_on)
        if open_years
        else (years[0] if years else None)
    )


@require_safe
@access(policy.can_open)
def places(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    may: Verdict = policy.can_keep_places(request.user, school)
    context = {
        "school": school,
        "places": Place.objects.of_school(school).in_use().for_list(),
        "can_keep": may,
        "plans": FloorPlan.objects.visible_to(request.user).of_school(school).in_use(),
        "can_keep_plans": policy.can_keep_plans(request.user, school),
    }
    return render(request, "schools/places.html", context)
