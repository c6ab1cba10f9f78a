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
from referrals.models import Advice, Concern, MandatoryReport
from referrals.showing import report_facts, report_parts
from referrals.views.advice import visible as visible_advice
from referrals.views.referrals import concern_of
from referrals.views.referrals import visible as visible_referral
from schools.models import School
from sro_program.audit.log import disclose, record_disclosure, record_view
from sro_program.audit.models import Disclosure
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.forms import of_version
from sro_program.core.http import access
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
KEPT = "The report is kept."
MOST = 100


@require_safe
@access(policy.can_open_reports)
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports, and for a commander the unit's; unfinished ones first."""
    rows = MandatoryReport.objects.visible_to(request.user).for_list()
    open_ones = rows.unfinished()
    context = {
        "unfinished": open_ones[:MOST],
        "finished": rows.exclude(pk__in=open_ones.values("pk"))[:MOST],
    }
    return render(request, "referrals/reports.html", context)


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
    mine = MandatoryReport.objects.visible_to(request.user)
    own = mine.filter(written_by_id=request.user.pk or 0)
    if begun := own.filter(concern=concern, advice=advice).first():
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
    if not may_change:
        return render(request, "referrals/report.html", _shown(found))
    values = {name: getattr(found, name) for name in (*STATUTE, *FIELDS, *PAPER)}
    form = ChangeReportForm(
        request.POST or None, initial={**values, "version": found.version}
    )
    change = partial(actions.change_report, found)
    return _keep(request, form, change, _shown(found))


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
            messages.success(request, KEPT)
            return redirect(kept)
    context = {"form": form, "hotline": HOTLINE, **context}
    return render(request, "referrals/report_form.html", context, status=status)


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
    found = visible(request, pk)
    record_disclosure(request.user, "print", found)
    if found.about_id:
        disclose(
            request.user,
            Disclosure.What.PRINTED,
            found,
            person_id=found.about_id,
            to_whom=str(request.user),
            to_user=request.user,
            basis="Report of suspected abuse (KRS 620.030)",
        )
    return render(request, "referrals/report_sheet.html", _shown(found))
