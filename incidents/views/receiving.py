"""What schools had to report: the list, one report, and the incident it becomes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents import actions, policy
from incidents.forms.receiving import (
    BeginFromReceivedForm,
    ChangeReceivedForm,
    ReceivedFilterForm,
    TakeReportForm,
)
from incidents.models import ReceivedReport
from incidents.received import became, page_of, received_facts
from incidents.views.common import keep, known_to, schools_of, usual_school
from incidents.views.writing import next_page
from schools.models import School
from schools.plans import plans_of
from sro_program.accounts.models import Role
from sro_program.audit.log import record_view
from sro_program.core.db import Actor
from sro_program.core.errors import NotAllowed
from sro_program.core.http import access
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = [
    *("category", "reporter", "reporter_email", "known_at", "reported_at", "summary"),
]
READ_BY = (Role.OFFICER, Role.COMMANDER, Role.PRINCIPAL)


@require_safe
@access(policy.can_open_received)
def received(request: HttpRequest) -> HttpResponse:
    """What schools reported, newest first."""
    schools = School.objects.visible_to(request.user)
    schools = schools.reached_as(request.user, *READ_BY).for_list()
    form = ReceivedFilterForm(request.GET or None, schools=schools)
    rows = ReceivedReport.objects.visible_to(request.user)
    page = page_of(rows, form.wanted(), after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "is_filtered": bool(form.wanted().query()),
        "can_take": policy.can_write(request.user),
    }
    return render(request, "incidents/received.html", context)


@form_view
@access(policy.can_write)
def take_report(request: HttpRequest) -> HttpResponse:
    """Take down what a school employee reports."""
    usual = usual_school(request)
    if usual is None:
        raise NotAllowed(policy.NO_SCHOOL)
    form = TakeReportForm(
        request.POST or None,
        schools=schools_of(request),
        known=known_to(request.user),
        initial={"school": usual.pk},
    )
    return keep(
        request,
        form,
        lambda: actions.take_report(by=request.user, **form.cleaned_data),
        "incidents/received_form.html",
        {"title": "Take down a report by the school"},
        done="Taken down. The principal has a receipt, and so has whoever left an "
        "address.",
        follow=ReceivedReport.get_absolute_url,
    )


@require_safe
@access(policy.can_open_received)
def received_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was reported and when; and what became of it, for whoever may see that."""
    report = _visible(request.user, pk)
    record_view(request.user, report)
    may_begin = policy.can_write_at(request.user, report.school)
    context = {
        "report": report,
        "facts": received_facts(report),
        "incident": became(report, request.user),
        "may_begin": not report.incident_id and may_begin,
        "may_change": not report.incident_id
        and policy.can_change_received(request.user, report),
    }
    return render(request, "incidents/received_report.html", context)


@form_view
@access(policy.can_write)
def change_received(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mend what was taken down, until it is an incident."""
    report = _visible(request.user, pk)
    require(policy.can_change_received(request.user, report))
    initial = {name: getattr(report, name) for name in FIELDS}
    form = ChangeReceivedForm(
        request.POST or None, initial={**initial, "version": report.version}
    )
    return keep(
        request,
        form,
        lambda: actions.change_received(report, by=request.user, **form.cleaned_data),
        "incidents/received_form.html",
        {"title": "Change the report by the school", "report": report},
        done="Saved.",
        follow=ReceivedReport.get_absolute_url,
    )


@form_view
@access(policy.can_write)
def begin_from_received(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first step of the incident report that this becomes, filled from it."""
    report = _visible(request.user, pk)
    require(policy.can_write_at(request.user, report.school))
    form = BeginFromReceivedForm(
        request.POST or None,
        report=report,
        schools=schools_of(request),
        plans=plans_of(request.user, report.school_id),
    )

    def begin() -> object:
        said = form.as_action()
        del said["school"]
        return actions.begin_from_received(report, by=request.user, **said)

    return keep(
        request,
        form,
        begin,
        "incidents/received_form.html",
        {"title": "Write the incident report", "report": report},
        done="Begun. It is a draft that only you and your command see.",
        follow=next_page,
    )


def _visible(user: Actor, pk: UUID) -> ReceivedReport:
    rows = ReceivedReport.objects.visible_to(user)
    return get_object_or_404(rows.select_related("school__district", "taken_by"), pk=pk)
