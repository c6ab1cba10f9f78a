"""Duty reports: the list, one of them through a lens, and its verbs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from officers import actions, report_page, signing
from officers.forms.reports import (
    AskForm,
    CommentForm,
    SignForm,
    WhichPageForm,
    WhichReportsForm,
)
from officers.models import DutyReport, DutyReportPage, Lens, Officer
from officers.report_list import listed
from officers.signing import Reader
from sro_program.audit.log import record_disclosure
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.paper import pdf_response
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(signing.can_open_reports)
def reports(request: HttpRequest) -> HttpResponse:
    """The newest, or what waits for a signature; page by page."""
    asked = WhichReportsForm(request.GET, user=request.user)
    page = listed(request.user, asked.wanted)
    context = {
        "reports": page.rows,
        "next": asked.next_url(page.after),
        "form": asked,
        "wanted": asked.wanted,
        "may_ask": signing.can_ask_somebody(request.user),
    }
    return render(request, "officers/reports/index.html", context)


@require_safe
@access(signing.can_open_reports)
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one side reads, how it came about, and what both have said to it."""
    found = _visible(request, pk)
    reader = signing.reader_of(request.user, found.officer, found.school)
    pages, page = _chosen(request, found, reader)
    context = {
        "page": page,
        "shown": report_page.shown(page),
        "pages": pages,
        "changes": report_page.changes_in(pages, page),
        "lines": report_page.lines_of(request.user, found, page.lens),
        "answers": report_page.answers_to(request.user, pages),
        "offers": report_page.offers_for(reader, page),
        "is_own_lens": page.lens == reader.lens,
    }
    return render(request, "officers/reports/report.html", context)


@require_safe
@access(signing.can_open_reports)
def report_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same page on paper: what was signed, and who did; the lines stay in the log.

    That it left the product is written down.
    """
    found = _visible(request, pk)
    reader = signing.reader_of(request.user, found.officer, found.school)
    pages, page = _chosen(request, found, reader)
    context = {
        "page": page,
        "shown": report_page.shown(page),
        "answers": report_page.answers_to(request.user, pages),
    }
    html = render_to_string("officers/reports/paper.html", context)
    response = pdf_response(f"Duty report {found}", html)
    record_disclosure(request.user, "pdf", page)
    return response


@form_view
@access(signing.can_open_reports)
def sign_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign one's own page."""
    page = _visible_page(request, pk)
    require(signing.can_sign(request.user, page))
    form = SignForm(request.POST or None, initial={"version": page.version})
    if carried_out(
        form, lambda: actions.sign(page, by=request.user, **form.cleaned_data), page
    ):
        messages.success(request, "Signed.")
        return redirect(page.report)
    context = {"page": page, "title": "Sign this page"}
    return form_response(request, "officers/reports/form.html", form, context)


@form_view
@access(signing.can_open_reports)
def comment_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write beside it."""
    page = _visible_page(request, pk)
    require(signing.can_comment(request.user, page.report))
    form = CommentForm(request.POST or None)
    if form.is_valid():
        actions.comment(page, by=request.user, **form.cleaned_data)
        messages.success(request, "It stands beside the report.")
        return redirect(page.report)
    context = {"page": page, "title": "Write beside this report"}
    return form_response(request, "officers/reports/form.html", form, context)


@form_view
@access(signing.can_ask_somebody)
def ask_for_report(request: HttpRequest) -> HttpResponse:
    """Compile a report now, before its day."""
    officers = Officer.objects.visible_to(request.user).in_service()
    form = AskForm(
        request.POST or None,
        officers=officers.select_related("user").order_by("user__name", "pk"),
        schools=signing.schools_to_ask_for(request.user),
    )
    if found := carried_out(
        form, lambda: actions.ask_for_report(by=request.user, **form.cleaned_data)
    ):
        return redirect(found)
    context = {"title": "A report before its day"}
    return form_response(request, "officers/reports/form.html", form, context)


def _visible(request: HttpRequest, pk: UUID) -> DutyReport:
    rows = DutyReport.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=pk)


def _visible_page(request: HttpRequest, pk: UUID) -> DutyReportPage:
    rows = DutyReportPage.objects.visible_to(request.user)
    along = rows.select_related("report__officer__user", "report__school__district")
    return get_object_or_404(along, pk=pk)


def _chosen(
    request: HttpRequest, found: DutyReport, reader: Reader
) -> tuple[list[DutyReportPage], DutyReportPage]:
    """The page that was asked for, among its editions; else the newest of one's own."""
    asked = WhichPageForm(request.GET)
    said = asked.cleaned_data if asked.is_valid() else {}
    lens = said.get("lens") or reader.lens
    pages = report_page.pages_of(request.user, found, Lens(lens))
    edition = said.get("edition")
    for page in pages:
        if edition in (None, page.edition):
            return pages, page
    raise Http404
