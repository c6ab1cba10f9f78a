"""Minutes without an officer, by campus and reason: on a page and as a file."""

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from officers import actions, policy
from officers.forms.uncovered import ApprovalForm, ChangeApprovalForm, SpanForm
from officers.models import CoverageApproval
from officers.uncovered import CampusCoverage, coverage_of
from schools.models import Campus, School
from sro_program.core.exports import export
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

HEADER = [
    *("Campus", "Schools", "Day", "Minutes without an officer", "Why"),
]
AT_ONCE = 60
"""More schools than this are no county: a state asks its districts one by one."""


@require_safe
@access(policy.can_read_coverage)
def uncovered(request: HttpRequest) -> HttpResponse:
    """Each campus with what it lacked; the days unfold."""
    form = SpanForm(request.GET)
    first, last = form.span
    context = {
        "form": form,
        "campuses": _coverage(request, form),
        "first": first,
        "last": last,
        "may_approve": policy.can_record_approvals(request.user),
        "query": urlencode({"since": first, "until": last}),
    }
    return render(request, "officers/uncovered.html", context)


@require_http_methods(["GET", "POST"])
@access(policy.can_record_approvals)
def record_approval(request: HttpRequest) -> HttpResponse:
    """What the marshal approved for a campus."""
    campuses = Campus.objects.visible_to(request.user).select_related("district")
    form = ApprovalForm(request.POST or None, campuses=campuses)
    act = partial(actions.record_approval, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "The approval is recorded.")
        return redirect("officers:uncovered")
    context = {"title": "Record the marshal’s approval"}
    return form_response(request, "officers/approval.html", form, context)


@require_http_methods(["GET", "POST"])
@access(policy.can_record_approvals)
def change_approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It ends on another day than was recorded."""
    approvals = CoverageApproval.objects.visible_to(request.user)
    approval = get_object_or_404(approvals.select_related("campus__district"), pk=pk)
    require(policy.can_record_approval(request.user, approval.campus))
    shown = {"version": approval.version, "ends_on": approval.ends_on}
    form = ChangeApprovalForm(request.POST or None, initial=shown)
    act = partial(actions.change_approval, approval, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), approval):
        messages.success(request, "The last day is changed.")
        return redirect("officers:uncovered")
    context = {"title": f"Approval {approval.number}", "approval": approval}
    return form_response(request, "officers/approval.html", form, context)


@require_safe
@access(policy.can_read_coverage)
def export_uncovered(request: HttpRequest, file_format: str) -> HttpResponse:
    """A line for each day and campus without an officer for some time."""
    form = SpanForm(request.GET)
    first, last = form.span
    lines = [
        (one.campus, one.schools, str(day.on), day.minutes, day.in_words)
        for one in _coverage(request, form)
        for day in one.uncovered
    ]
    return export(f"Without an officer {first} to {last}", file_format, HEADER, lines)


def _coverage(request: HttpRequest, form: SpanForm) -> list[CampusCoverage]:
    schools = School.objects.visible_to(request.user).open().for_list()[:AT_ONCE]
    return coverage_of(schools, *form.span, policy.absence_lens(request.user))
