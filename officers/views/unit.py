"""The pages of the unit."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, make_aware
from django.views.decorators.http import require_http_methods, require_safe

from officers import actions, cover_policy, policy, reviewing
from officers.balance_page import schools_of_balance
from officers.board import week
from officers.directing import schools_to_direct
from officers.forms.unit import (
    AbsenceForm,
    AssignForm,
    CallOutForm,
    ChangeAssignmentForm,
    EndAssignmentForm,
    WeekForm,
)
from officers.models import Absence, Assignment, Officer
from officers.panels import absence_lines, assignment_lines, board_rows
from officers.ports import Planned, planned
from officers.relief import gaps_of, relief_url
from schools.models import School
from sro_program.accounts.confirm import confirmed
from sro_program.audit.log import record_view
from sro_program.core.errors import RuleBroken
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    get_visible_or_404,
)
from sro_program.core.marks import said_by
from sro_program.core.policy import require

EARLIEST, LATEST = date(2000, 1, 3), date(2100, 1, 1)
SATURDAY = 5
A_YEAR = timedelta(days=366)
BACK = "Back on duty. The principals of the schools know."


@require_safe
@access(policy.can_open)
def index(request: HttpRequest) -> HttpResponse:
    """The officers this person may know of."""
    officers = Officer.objects.visible_to(request.user).for_list().with_campuses()
    context = {
        "officers": officers,
        "sees_directives": policy.can_open_directives(request.user),
        "may_oversee_training": policy.can_oversee_training(request.user),
        "sees_reviews": reviewing.can_open_reviews(request.user),
    }
    return render(request, "officers/index.html", context)


@require_safe
@access(policy.can_open)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One officer: contact, assignments, and the absences to come."""
    officers = Officer.objects.visible_to(request.user).for_list()
    officer = get_object_or_404(officers, pk=pk)
    absences = absence_lines(request.user, officer)
    if any(line.is_sensitive for line in absences):
        record_view(request.user, officer)
    called_out = [one.absence for one in absences if one.absence.is_call_out_now]
    is_self = officer.user_id == request.user.pk
    context = {
        "officer": officer,
        "assignments": assignment_lines(request.user, officer),
        "absences": absences,
        "called_out": called_out[0] if called_out and is_self else None,
        "may_assign": policy.can_assign(request.user, officer),
        "may_record": policy.can_record_absence(request.user, officer),
        "may_direct": _may_direct(request, officer),
        "sees_balance": schools_of_balance(request.user, officer).exists(),
        "sees_reviews": _sees_reviews(request, officer),
        "sees_directives": policy.can_open_directives(request.user),
        "may_keep_training": policy.can_keep_training(request.user, officer),
        "is_self": is_self,
    }
    return render(request, "officers/detail.html", context)


def _sees_reviews(request: HttpRequest, officer: Officer) -> bool:
    """Their own, or at a school where this person is one of the two superiors."""
    if officer.user_id == request.user.pk:
        return True
    return reviewing.schools_to_review(request.user, officer).exists()


def _may_direct(request: HttpRequest, officer: Officer) -> bool:
    """At one of the schools that they serve, and while they do."""
    school = schools_to_direct(request.user, officer).first()
    return bool(
        school
        and officer.in_service
        and policy.can_direct(request.user, officer, school)
    )


@require_safe
@access(policy.can_open)
def board(request: HttpRequest) -> HttpResponse:
    """Who covers which campus, Monday to Friday of one week."""
    shown = _shown_day(request)
    monday = shown - timedelta(days=shown.weekday())
    schools = School.objects.visible_to(request.user).open().for_list()
    context = {
        "rows": board_rows(request.user, week(schools, monday)),
        "days": [monday + timedelta(days=n) for n in range(5)],
        "shown": shown,
        "today": localdate(),
        "previous": monday - timedelta(days=7),
        "next": monday + timedelta(days=7),
        "reads_placements": cover_policy.can_read_placements(request.user),
    }
    return render(request, "officers/board.html", context)


def _shown_day(request: HttpRequest) -> date:
    """The day a phone shows; at a weekend the Monday that comes."""
    form = WeekForm(request.GET)
    on = form.cleaned_data["week"] if form.is_valid() else None
    if not form.is_valid():
        messages.warning(request, "That is no date; this is the current week.")
    on = min(max(on or localdate(), EARLIEST), LATEST)
    return on if on.weekday() < SATURDAY else on + timedelta(days=7 - on.weekday())


@require_http_methods(["GET", "POST"])
@access(policy.can_assign_somewhere)
@confirmed
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an officer to a campus."""
    officer = get_visible_or_404(Officer.objects, request.user, pk=pk)
    require(policy.can_assign(request.user, officer))
    form = AssignForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            actions.assign(officer, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{officer} is assigned.")
            return redirect(officer)
    context = {"officer": officer, "title": f"Assign {officer}"}
    return form_response(request, "officers/form.html", form, context)


@require_http_methods(["GET", "POST"])
@access(policy.can_assign_somewhere)
@confirmed
def change_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the days of an assignment, or who pays for it."""
    assignment = _assignment(request, pk)
    shown = said_by(assignment, ["starts_on", "ends_on", "funding"])
    form = ChangeAssignmentForm(request.POST or None, initial=shown, shown=shown)
    change = partial(actions.change_assignment, assignment, by=request.user)
    if carried_out(form, lambda: change(**form.cleaned_data)):
        ends_on = form.cleaned_data["ends_on"]
        _say_it(request, "The assignment is changed.", assignment, ends_on)
        return redirect(assignment.officer)
    context = {"officer": assignment.officer, "title": f"Change: {assignment}"}
    return form_response(request, "officers/form.html", form, context)


@require_http_methods(["GET", "POST"])
@access(policy.can_assign_somewhere)
@confirmed
def end_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say on which day an assignment ends."""
    assignment = _assignment(request, pk)
    form = EndAssignmentForm(request.POST or None, initial={"ends_on": localdate()})
    if form.is_valid():
        try:
            actions.end_assignment(assignment, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            ends_on = form.cleaned_data["ends_on"]
            _say_it(request, "The assignment has an end.", assignment, ends_on)
            return redirect(assignment.officer)
    context = {"officer": assignment.officer, "title": f"End: {assignment}"}
    return form_response(request, "officers/form.html", form, context)


def _say_it(
    request: HttpRequest, done: str, assignment: Assignment, ends_on: date | None
) -> None:
    """That it is done, and what the officer had planned from that day on."""
    talks: Sequence[Planned] = []
    if ends_on:
        begins = make_aware(datetime.combine(ends_on, time()))
        talks = planned(request.user, assignment.officer, begins, begins + A_YEAR)
    text = "From that day on the officer had planned"
    messages.success(request, with_links(done, text, talks))


def _assignment(request: HttpRequest, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user)
    joined = rows.select_related("officer__user", "campus")
    assignment = get_object_or_404(joined, pk=pk)
    require(policy.can_change_assignment(request.user, assignment))
    return assignment


@require_http_methods(["GET", "POST"])
@access(policy.can_open)
def record_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Note when and why an officer is away."""
    officer = get_visible_or_404(Officer.objects, request.user, pk=pk)
    require(policy.can_record_absence(request.user, officer))
    form = AbsenceForm(request.POST or None)
    if form.is_valid():
        try:
            absence = actions.record_absence(
                officer, by=request.user, **form.cleaned_data
            )
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = form.cleaned_data
            talks = planned(request.user, officer, said["starts_at"], said["ends_at"])
            done = "The absence is recorded; the schools know."
            messages.success(request, with_links(done, "In that time lie", talks))
            return redirect(_where_next(request, absence))
    context = {"officer": officer, "title": f"{officer} is away"}
    return form_response(request, "officers/form.html", form, context)


def _where_next(request: HttpRequest, absence: Absence) -> str:
    """To whoever can stand in, where that is theirs to find; else to the officer."""
    officer = absence.officer
    if cover_policy.can_find_relief(request.user, officer) and gaps_of(absence):
        return relief_url(absence)
    return officer.get_absolute_url()


@require_http_methods(["GET", "POST"])
@access(policy.can_call_out)
def call_out(request: HttpRequest) -> HttpResponse:
    """Called out now: the rest of the day is off campus."""
    officer = get_object_or_404(
        Officer.objects.visible_to(request.user), user=request.user.pk
    )
    talks = planned(request.user, officer, *actions.rest_of_the_day())
    form = CallOutForm(request.POST or None)
    if form.is_valid():
        try:
            actions.call_out(officer, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            done = "Recorded. The principals of your schools know."
            messages.success(request, with_links(done, "Called off", talks))
            return redirect(officer)
    context = {"officer": officer, "talks": talks}
    return form_response(request, "officers/call_out.html", form, context)


def with_links(done: str, what: str, talks: Sequence[Planned]) -> SafeString:
    """What was done, and links to what it touches."""
    if not talks:
        return format_html("{}", done)
    links = [(one.url, one.words) for one in talks]
    listed = format_html_join("; ", '<a href="{}">{}</a>', links)
    return format_html("{} {}: {}.", done, what, listed)


@require_http_methods(["GET", "POST"])
@access(policy.can_open)
def cancel_absence(request: HttpRequest, pk: str) -> HttpResponse:
    """Call an absence off."""
    absence = get_visible_or_404(Absence.objects, request.user, pk=pk)
    require(policy.can_cancel_absence(request.user, absence))
    if request.method == "POST":
        was_out = absence.is_call_out_now
        actions.cancel_absence(absence, by=request.user)
        messages.success(request, BACK if was_out else "The absence is called off.")
        return redirect(absence.officer)
    if policy.absence_lens(request.user).is_sensitive(absence):
        record_view(request.user, absence)
    return render(request, "officers/cancel_absence.html", {"absence": absence})
