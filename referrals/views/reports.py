"""Reports of suspected abuse: begun from a referral or advice, and gone on with."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from referrals import actions, policy
from referrals.crisis import HOTLINE
from referrals.forms.duty import FIELDS
from referrals.forms.reports import (
    PAPER,
    STATUTE,
    ChangeReportForm,
    NewReportForm,
    ReportForm,
)
from referrals.listing import reports_page
from referrals.models import Advice, Concern, MandatoryReport
from referrals.showing import Version, earlier_versions, report_facts, report_parts
from referrals.views.advice import visible as visible_advice
from referrals.views.referrals import concern_of
from referrals.views.referrals import visible as visible_referral
from schools.models import School
from sro_program.audit.log import record_view
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.forms import of_version
from sro_program.core.http import access
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
KEPT = "The report is kept."
BEGUN_BEFORE = (
    "You have begun this report before; what it says stands at the end of this page. "
    "What you typed is not kept yet: look it over, then keep the change."
)
AS_KEPT = "The report as it is kept"


@require_safe
@access(policy.can_open_reports)
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports, and for a commander the unit's; unfinished ones first."""
    rows = MandatoryReport.objects.visible_to(request.user)
    page = reports_page(rows, after=request.GET.get("after", ""))
    return render(request, "referrals/reports.html", {"page": page})


@form_view
@access(policy.can_open_referrals)
def report_on_referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own report on what a referral says; begun once."""
    found = visible_referral(request.user, pk)
    require(policy.reads_content(request.user, found))
    concern = concern_of(request.user, found)
    return _begin(request, found.school, concern=concern)


@form_view
@access(policy.can_advise)
def report_on_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own report on what was learned while advising."""
    advice = visible_advice(request, pk)
    require(policy.can_report(request.user, None, advice))
    return _begin(request, advice.school, advice=advice)


def _begin(
    request: HttpRequest,
    school: School,
    *,
    concern: Concern | None = None,
    advice: Advice | None = None,
) -> HttpResponse:
    """A form for a new report; who has begun one goes on with that."""
    mine = MandatoryReport.objects.visible_to(request.user)
    begun = mine.begun(request.user, concern, advice).first()
    if begun and request.method != "POST":
        return redirect(begun)
    name = {"child": str(concern.about)} if concern else {}
    form = NewReportForm(request.POST or None, initial=name)
    begin = partial(actions.begin_report, school=school, concern=concern, advice=advice)
    return _keep(request, form, begin, {"school": school})


@form_view
@access(policy.can_open_reports)
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its author goes on with it; the commander reads it."""
    found = visible(request, pk)
    may_change = policy.can_change_report(request.user, found)
    if request.method == "POST":
        require(may_change)
    else:
        record_view(request.user, found)
    shown = _shown(found)
    if not may_change:
        return render(request, "referrals/report.html", shown)
    shown["versions"] = earlier_versions(request.user, found)
    form = ChangeReportForm(request.POST or None, initial=_values(found))
    change = partial(actions.change_report, found)
    return _keep(request, form, change, shown)


def _keep(
    request: HttpRequest,
    form: ReportForm,
    act: Callable[..., MandatoryReport],
    context: dict[str, Any],
) -> HttpResponse:
    """Keep what was typed; a refusal comes back with it."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        try:
            kept = act(by=request.user, **form.as_action())
        except (RuleBroken, Stale) as refusal:
            status = refusal.status
            form.add_error(None, refusal.sentence)
            if found := context.get("report"):
                now = visible(request, found.pk)
                form.data = of_version(request.POST, now.version)
        else:
            if kept.pk != form.cleaned_data.get("record_id", kept.pk):
                return _begun_before(request, kept)
            messages.success(request, KEPT)
            return redirect(kept)
    context = {"form": form, "hotline": HOTLINE, **context}
    return render(request, "referrals/report_form.html", context, status=status)


def _begun_before(request: HttpRequest, begun: MandatoryReport) -> HttpResponse:
    """What was typed for a second report, to be kept in the first: nothing is lost."""
    form = ChangeReportForm(
        of_version(request.POST, begun.version), initial=_values(begun)
    )
    form.helper.form_action = begun.get_absolute_url()
    form.full_clean()
    form.add_error(None, BEGUN_BEFORE)
    shown = _shown(begun)
    as_kept = Version(AS_KEPT, shown["facts"], shown["parts"])
    context = {"form": form, "hotline": HOTLINE, **shown, "versions": [as_kept]}
    return render(request, "referrals/report_form.html", context, status=409)


def _values(found: MandatoryReport) -> dict[str, Any]:
    """What the form shows of it."""
    return {n: getattr(found, n) for n in (*STATUTE, *FIELDS, *PAPER, "version")}


def _shown(found: MandatoryReport) -> dict[str, Any]:
    return {
        "report": found,
        "school": found.school,
        "facts": report_facts(found),
        "parts": report_parts(found),
    }


def visible(request: HttpRequest, pk: UUID) -> MandatoryReport:
    """The report with what its pages show, or 404."""
    rows = MandatoryReport.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("school__district", "written_by"), pk=pk
    )


@require_POST
@access(policy.can_open_reports)
def print_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet with every statutory field; printing it is a disclosure."""
    found = actions.print_report(visible(request, pk), by=request.user)
    return render(request, "referrals/report_sheet.html", _shown(found))
