"""A month of duty reports: 20 officers with 15 lines on each school day.

Measured in one transaction that is rolled back: the goals are those of a month's
report and of its PDF (performance.md).
"""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from time import perf_counter, process_time

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from officers import actions, report_page
from officers.models import ActivityEntry, DutyReport, Lens, Officer, function_of
from schools.models import School
from sro_program.accounts.models import User
from sro_program.core.db import acting_as_clock
from sro_program.core.paper import as_pdf

OFFICERS, LINES = 20, 15
MONTH = date(2026, 9, 1), date(2026, 9, 30)
KINDS = list(ActivityEntry.Type)

type Say = Callable[[str], None]


def show(say: Say) -> None:
    """Compile them all, read one, and make its PDF, cold and warm."""
    with acting_as_clock():
        reports = _month_of_lines()
        with _measured(say, f"compile {OFFICERS} monthly reports"):
            for report in reports:
                actions.compile_report(report)
        with _measured(say, "read one page"):
            html = _paper(reports[0])
        for which in ("cold", "warm"):
            with _measured(say, f"PDF, {which}"):
                as_pdf(html)
        transaction.set_rollback(True)


def _month_of_lines() -> list[DutyReport]:
    school = School.objects.select_related("district").order_by("pk")[0]
    officers = [_officer(number, school) for number in range(OFFICERS)]
    first, last = MONTH
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    ActivityEntry.objects.bulk_create(
        _line(officer, school, on, KINDS[number % len(KINDS)])
        for officer in officers
        for on in days
        if on.weekday() < 5
        for number in range(LINES)
    )
    return [
        DutyReport.objects.create(
            officer=officer,
            school=school,
            period="month",
            starts_on=first,
            ends_on=last,
            changed_at="2026-10-01T08:00Z",
        )
        for officer in officers
    ]


def _officer(number: int, school: School) -> Officer:
    user = User.objects.create(email=f"reported{number}@example.org", name=f"R{number}")
    agency = school.district.police_agency
    return Officer.objects.create(user=user, police_agency=agency, badge=f"R{number}")


def _line(officer: Officer, school: School, on: date, kind: str) -> ActivityEntry:
    return ActivityEntry(
        officer=officer,
        school=school,
        on=on,
        type=kind,
        function=function_of(kind),
        minutes=20,
    )


def _paper(report: DutyReport) -> str:
    page = report.pages.current().get(lens=Lens.SCHOOL)
    shown = report_page.shown(page)
    context = {"page": page, "shown": shown, "answers": []}
    return render_to_string("officers/reports/paper.html", context)


@contextmanager
def _measured(say: Say, what: str):
    """Time on the wall, of the processor, and in the database, with its statements."""
    began, busy = perf_counter(), process_time()
    with CaptureQueriesContext(connection) as asked:
        yield
    spent = sum(float(query["time"]) for query in asked.captured_queries)
    say(
        f"{what}: {perf_counter() - began:.2f} s, CPU {process_time() - busy:.2f} s, "
        f"database {spent * 1000:.0f} ms in {len(asked)} statements"
    )
