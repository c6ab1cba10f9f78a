"""Numbers and times of referrals, as pages and as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from referrals import policy
from referrals.counts import Counts, counts_of, this_year, years
from referrals.forms.counts import YearForm
from sro_program.audit.log import record_disclosure
from sro_program.core.exports import export
from sro_program.core.http import access

HEADER = ["Table", "Line", "Referrals", "To received", "To accepted", "To closed"]


def _year(request: HttpRequest) -> int:
    form = YearForm(request.GET)
    return form.cleaned_data["year"] if form.is_valid() else this_year()


@require_safe
@access(policy.can_open_counts)
def counts(request: HttpRequest) -> HttpResponse:
    """One school year; small numbers are hidden outside the unit."""
    year = _year(request)
    context = {
        "counts": counts_of(year),
        "year": year,
        "tabs": [
            {
                "url": f"?year={one}",
                "label": f"{one}–{one + 1}",
                "is_current": one == year,
            }
            for one in years()
        ],
    }
    return render(request, "referrals/counts.html", context)


@require_safe
@access(policy.can_open_counts)
def export_counts(request: HttpRequest, file_format: str) -> HttpResponse:
    """The same numbers as a file."""
    year = _year(request)
    record_disclosure(
        request.user,
        "export_referral_counts",
        request.user,  # type: ignore[arg-type]  # signed in: the view is not public
        year=year,
        format=file_format,
    )
    title = f"Referrals {year}-{year + 1}"
    return export(title, file_format, HEADER, _lines(counts_of(year)))


def _lines(found: Counts) -> list[list[str]]:
    total = [["All", *found.total.values]] if found.total else []
    rest = [
        [table.title, *cell.values] for table in found.tables for cell in table.cells
    ]
    return [*total, *rest]
