"""Numbers of incidents, the ledger behind them, and both as files."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from incidents import policy
from incidents.counts import Asked, Counts, Report, counts_of
from incidents.forms.counts import BehindForm, PeriodForm
from incidents.ledger import HEADER, behind, events_of, page_of, schools_of
from incidents.models.incidents import IncidentQuerySet
from sro_program.audit.log import record_disclosure
from sro_program.core.exports import MOST_ROWS, export
from sro_program.core.http import access

COLUMNS = ["Table", "Line", "Column", "Number", "Distinct students"]
AT_ONCE = 50
"""More schools than this are not read through at once: one of them is chosen."""


@require_safe
@access(policy.can_open_counts)
def counts(request: HttpRequest) -> HttpResponse:
    """The numbers of a report; small ones are kept back outside the unit."""
    schools = schools_of(request.user)
    form = PeriodForm(request.GET, schools=schools.values())
    asked = form.asked
    context = {
        "counts": _counted(request, asked),
        "form": form,
        "asked": asked,
        "report": Report(asked.report),
        "tabs": _tabs(asked),
        "query": urlencode(asked.query),
        "reads_ledger": bool(schools),
    }
    return render(request, "incidents/counts.html", context)


@require_safe
@access(policy.can_open_counts)
def export_counts(request: HttpRequest, file_format: str) -> HttpResponse:
    """The same numbers as a file."""
    form = PeriodForm(request.GET, schools=schools_of(request.user).values())
    asked = form.asked
    found = _counted(request, asked)
    _disclose(request, "export_incident_counts", asked, file_format)
    title = f"Incidents {asked.report} {asked.year}-{asked.year + 1}"
    return export(title, file_format, COLUMNS, _lines(found))


@require_safe
@access(policy.can_open_police_side)
def ledger(request: HttpRequest) -> HttpResponse:
    """Each event with its three answers: all, or those behind one number."""
    asked, rows, form = _ledger_rows(request)
    said = BehindForm(request.GET)
    page = page_of(rows, said.said("after")) if rows is not None else None
    behind_number = {"dimension": said.said("dimension"), "key": said.said("key")}
    query = urlencode({**asked.query, **behind_number})
    context = {
        "page": page,
        "header": HEADER[1:],
        "form": form,
        "asked": asked,
        "is_part": bool(behind_number["dimension"] not in ("", "all")),
        "query": query,
        "counts_url": f"{reverse('incidents:counts')}?{urlencode(asked.query)}",
    }
    return render(request, "incidents/ledger.html", context)


@require_safe
@access(policy.can_open_police_side)
def export_ledger(request: HttpRequest, file_format: str) -> HttpResponse:
    """The same as a file, with charges: for the sheriff's unit alone."""
    asked, rows, _ = _ledger_rows(request)
    events = events_of(rows, MOST_ROWS) if rows is not None else []
    _disclose(request, "export_ledger", asked, file_format)
    title = f"Ledger {asked.year}-{asked.year + 1}"
    return export(title, file_format, HEADER, [event.cells for event in events])


def _ledger_rows(
    request: HttpRequest,
) -> tuple[Asked, IncidentQuerySet | None, PeriodForm]:
    """What is asked for and its rows; none where a school must be chosen first."""
    schools = schools_of(request.user)
    form = PeriodForm(request.GET, schools=schools.values())
    asked, said = form.asked, BehindForm(request.GET)
    if len(schools) > AT_ONCE and not asked.school:
        return asked, None, form
    dimension = said.said("dimension") or "all"
    rows = behind(request.user, asked, dimension, said.said("key"), schools)
    return asked, rows, form


def _counted(request: HttpRequest, asked: Asked) -> Counts:
    reads_headers = bool(policy.can_open(request.user))
    return counts_of(asked, lists_headers=reads_headers)


def _tabs(asked: Asked) -> list[dict[str, object]]:
    return [
        {
            "url": f"?{urlencode({**asked.query, 'report': report})}",
            "label": report.label,
            "is_current": report == asked.report,
        }
        for report in Report
    ]


def _disclose(request: HttpRequest, verb: str, asked: Asked, file_format: str) -> None:
    record_disclosure(
        request.user,
        verb,
        request.user,  # type: ignore[arg-type]  # signed in: the view is not public
        format=file_format,
        **asked.query,
    )


def _lines(found: Counts) -> list[list[str]]:
    total = found.total
    head = [["All", "", "Incidents", total.instances, ""]] if total else []
    return head + [
        [table.title, line.label, figure.column, figure.instances, figure.students]
        for table in found.tables
        for line in table.lines
        for figure in line.figures
    ]
