"""A week of an officer's log, and the report that is made of it."""

from datetime import date, timedelta

from officers import tasks
from officers.models import ActivityEntry, DutyReport, DutyReportPage, function_of
from sro_program.core.db import acting_as_clock
from tests.factories.officers import ActivityEntryFactory

WEEK = date(2026, 11, 16)
"""A Monday; the week is over on the 22nd and its report is sent on the 23rd."""
SENT_ON = "2026-11-23T15:00:00Z"
Type = ActivityEntry.Type
POLICE = [
    *(Type.ARREST, Type.PETITION, Type.COURT),
    *(Type.JUVENILE_REPORT, Type.ASSIST_DEPUTIES),
]


def line(officer, school, kind=Type.MENTORING, minutes=30, day=0, **said):
    return ActivityEntryFactory(
        officer=officer,
        school=school,
        on=WEEK + timedelta(days=day),
        type=kind,
        function=function_of(kind),
        minutes=minutes,
        **said,
    )


def sent_week(officer, school, *, police=True):
    """The report of a week with good contacts, a door check and police work."""
    line(officer, school, Type.MENTORING, 30, 0, audience_count=2)
    line(officer, school, Type.DOOR_CHECK, 20, 1)
    if police:
        for number, kind in enumerate(POLICE):
            line(officer, school, kind, 41 + number, 2)
    tasks.send_reports()
    return the_report()


def the_report():
    with acting_as_clock():
        return DutyReport.objects.get(period="week", starts_on=WEEK)


def page(report, lens, edition=None):
    with acting_as_clock():
        pages = DutyReportPage.objects.filter(report=report, lens=lens)
        pages = pages.select_related(
            "report__officer__user", "report__school__district"
        )
        return pages.get(edition=edition) if edition else pages.current().get()
