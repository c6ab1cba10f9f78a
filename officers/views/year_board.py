"""The board of a school year, beside the week's."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from officers import policy
from officers.forms.unit import YearForm
from officers.views.uncovered import AT_ONCE
from officers.year_board import in_session, months_of, summed, weeks_of
from schools.models import School
from sro_program.core.http import access
from sro_program.core.times import school_year


@require_safe
@access(policy.can_open)
def year_board(request: HttpRequest) -> HttpResponse:
    """Who covers which campus, by month; or by week, in one month."""
    form = YearForm(request.GET)
    if not form.is_valid():
        messages.warning(request, "That is no year or month; this is the current one.")
    said = form.cleaned_data
    month, today = said.get("month"), localdate()
    year = school_year(month) if month else said.get("year") or school_year(today)
    periods = weeks_of(month) if month else months_of(year)
    schools = School.objects.visible_to(request.user).open().for_list()[:AT_ONCE]
    rows = in_session(summed(schools, periods))
    context: dict[str, Any] = {
        "rows": rows,
        "periods": [one.period for one in rows[0].sums] if rows else [],
        "month": month,
        "year": year,
        "next_year": year + 1,
        "previous": _month_before(month) if month else year - 1,
        "next": _month_after(month) if month else year + 1,
        "today": today,
    }
    return render(request, "officers/year_board.html", context)


def _month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
