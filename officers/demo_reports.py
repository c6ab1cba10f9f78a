"""Duty reports of the demo: three months and their weeks, most of them signed."""

from officers import actions
from officers.models import DutyReport, DutyReportAnswer, DutyReportPage, Lens
from schools.models import District, School
from sro_program.accounts.models import Role
from sro_program.accounts.roles import holders

OPEN = 2
"""The newest of each officer still wait for a signature."""
OTHERWISE = "We asked for the lunch line on fewer days than the log counts."
AS_DIRECTED = "Each of them was asked for by the front office; I log it the same day."


def make_reports(district: District) -> None:
    """Compiled and sent by the clock, signed by both sides; again: nothing new."""
    if DutyReport.objects.filter(school__district=district).exists():
        return
    actions.open_reports(district)
    for report in list(actions.reports_to_compile()):
        actions.compile_report(report)
    actions.send_reports(district)
    reports = DutyReport.objects.filter(school__district=district).for_list()
    by_school: dict[School, list[DutyReport]] = {}
    for report in reports:
        by_school.setdefault(report.school, []).append(report)
    for found in by_school.values():
        for report in found[OPEN:]:
            _sign(report)
        _disagree(found[-1])


def _sign(report: DutyReport) -> None:
    agency = report.officer.police_agency_id
    signers = {
        Lens.COMMAND: holders(Role.COMMANDER, police_agency=agency).first(),
        Lens.SCHOOL: holders(Role.PRINCIPAL, school=report.school).first(),
    }
    for lens, signer in signers.items():
        page = _page(report, lens)
        if signer and page:
            actions.sign(page, by=signer)


def _disagree(report: DutyReport) -> None:
    """Once a principal sees it otherwise, and the officer answers beside it."""
    principal = holders(Role.PRINCIPAL, school=report.school).first()
    page = _page(report, Lens.SCHOOL)
    if principal and page and not DutyReportAnswer.objects.exclude(text="").exists():
        actions.comment(page, by=principal, text=OTHERWISE)
        actions.comment(page, by=report.officer.user, text=AS_DIRECTED)


def _page(report: DutyReport, lens: Lens) -> DutyReportPage | None:
    along = "report__officer__user", "report__school__district"
    return report.pages.current().filter(lens=lens).select_related(*along).first()
