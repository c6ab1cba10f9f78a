"""Duty reports: opened, compiled, and opened again (product.md §3, `officers/`).

What the school is told, when and how often depends on the lines that it reads and on
nothing else (`officers.lens`); so do the pages that it is asked to sign again.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate, localtime, now

from officers import signing
from officers.actions.report_mails import (
    is_day_to_send,
    tell_changed,
    tell_waiting,
)
from officers.compiling import (
    Facts,
    facts_of,
    figures_for,
    fingerprint_for,
    last_periods,
)
from officers.lens import reads_line
from officers.models import ActivityEntry, DutyReport, DutyReportPage, Lens, Officer
from schools.models import District, School
from sro_program.audit.log import record
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.core.times import A_DAY

NOTHING = "Nothing was logged at {school} in that time."
NOT_OVER = "That time is not over yet, or too long ago. Choose one from the list."


@transaction.atomic
def open_reports(district: District) -> bool:
    """Open a report of each time that is over, where something was logged and none is.

    Run as often as you like and by whom you like, at the same moment too: the database
    keeps one of each, so that a missed run is caught up with once.
    """
    today = localtime(now(), district.zone).date()
    for period, first, last in last_periods(today):
        if is_day_to_send(district, period, last, today):
            _open(_logged(period, first, last, school__district=district))
    return True


def _logged(period: str, first: date, last: date, **where: object) -> list[DutyReport]:
    """Each officer at each school with a line in this time and without a report."""
    there = DutyReport.objects.filter(
        officer=OuterRef("officer"),
        school=OuterRef("school"),
        period=period,
        starts_on=first,
    )
    lines = ActivityEntry.objects.standing().filter(on__range=(first, last), **where)
    pairs = lines.filter(~Exists(there)).order_by().values_list("officer", "school")
    return [
        DutyReport(
            officer_id=officer,
            school_id=school,
            period=period,
            starts_on=first,
            ends_on=last,
            changed_at=now(),
        )
        for officer, school in pairs.distinct()
    ]


def _open(reports: Sequence[DutyReport]) -> None:
    DutyReport.objects.bulk_create(reports, ignore_conflicts=True)


def log_changed(entry: ActivityEntry, *days: date) -> None:
    """Let what was compiled of these days be compiled anew (`tasks.renew_reports`).

    Of the week and the month that are still going on there is no report, so a line of
    today costs nothing.
    """
    tomorrow = localdate() + A_DAY
    running = max(
        tomorrow.replace(day=1), tomorrow - timedelta(days=tomorrow.weekday())
    )
    past = {on for on in (entry.on, *days) if on < running}
    for on in past:
        with briefly_as_clock():
            DutyReport.objects.filter(
                officer=entry.officer_id,
                school=entry.school_id,
                starts_on__lte=on,
                ends_on__gte=on,
            ).update(changed_at=now())


def reports_to_compile() -> QuerySet[DutyReport]:
    """What the clock has to compile."""
    return DutyReport.objects.to_compile()


@transaction.atomic
def compile_report(report: DutyReport) -> bool:
    """Write the pages of a report that was opened, or whose log was corrected.

    A page that says what it said before stays, with its signature. The clock acts.
    """
    rows = DutyReport.objects.select_for_update(of=("self",))
    report = rows.select_related("officer__user", "school__district").get(pk=report.pk)
    if report.changed_at is None:
        return False
    facts = facts_of(report)
    report.for_school |= any(reads_line(Lens.SCHOOL, one.type) for one in facts.lines)
    lenses = list(Lens) if report.for_school else [Lens.COMMAND]
    current = {page.lens: page for page in report.pages.select_for_update().current()}
    changed = [lens for lens in lenses if _write_page(report, lens, facts, current)]
    report.changed_at = None
    report.save(update_fields=["for_school", "changed_at"])
    if report.sent_at:
        tell_changed(report, [lens for lens in changed if lens in current])
        tell_waiting(report, [lens for lens in changed if lens not in current])
    return True


def _write_page(
    report: DutyReport,
    lens: Lens,
    facts: Facts,
    current: dict[str, DutyReportPage],
) -> bool:
    """A new page where there is none or it says something else; did that happen?"""
    was, fingerprint = current.get(lens), fingerprint_for(lens, facts)
    if was and was.fingerprint == fingerprint:
        return False
    if was:
        was.replaced_at = now()
        was.save(update_fields=["replaced_at"])
    page = DutyReportPage.objects.create(
        report=report,
        officer=report.officer,
        school=report.school,
        lens=lens,
        edition=was.edition + 1 if was else 1,
        figures=figures_for(lens, facts),
        fingerprint=fingerprint,
    )
    record(None, "reopen" if was else "compile", page, edition=page.edition)
    return True


@transaction.atomic
def ask_for_report(
    *, by: Actor, officer: Officer, school: School, period: str, starts_on: date
) -> DutyReport:
    """Compile a report at once, before the day on which it is sent.

    Raises NotAllowed, or RuleBroken for a time that is not over, or in which nothing
    was logged that this person reads.
    """
    require(signing.can_ask_for_report(by, officer, school))
    today = localtime(now(), school.district.zone).date()
    spans = {(kind, first): last for kind, first, last in last_periods(today)}
    if (period, starts_on) not in spans:
        raise RuleBroken(NOT_OVER)
    last = spans[period, starts_on]
    with briefly_as_clock():
        _open(_logged(period, starts_on, last, officer=officer, school=school))
        rows = officer.reports.filter(school=school, period=period)
        for report in rows.filter(starts_on=starts_on):
            compile_report(report)
    found = rows.visible_to(by).filter(starts_on=starts_on).first()
    if found is None:
        raise RuleBroken(NOTHING.format(school=school.name))
    record(by, "ask", found)
    return found
