"""Which duty reports a person finds, and which wait for their signature."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from officers.models import DutyReport, DutyReportPage, Lens
from officers.models.reports import DutyReportPageQuerySet, DutyReportQuerySet
from officers.states import PageStatus
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor

SHOWN = 100
"""In a list: about two years of an officer’s weeks and months."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in the list, and whether it waits for this person's signature."""

    report: DutyReport
    page: DutyReportPage
    waits_for_me: bool


def listed(user: Actor, only_waiting: bool) -> list[Listed]:
    """The newest reports of this person, each through their lens; two queries."""
    reports = DutyReport.objects.visible_to(user).for_list()
    pages = DutyReportPage.objects.visible_to(user).current()
    if only_waiting:
        reports = reports.filter(
            Exists(waiting_for(user).filter(report=OuterRef("pk")))
        )
    reports = with_a_page(user, reports)
    mine = waiting_for(user).filter(pk=OuterRef("pk"))
    along = Prefetch(
        "pages",
        pages.order_by("lens").annotate(waits_for_me=Exists(mine)),
        to_attr="seen",
    )
    found = reports.prefetch_related(along)[:SHOWN]
    return [_listed(report) for report in found]


def with_a_page(user: Actor, reports: DutyReportQuerySet) -> DutyReportQuerySet:
    """Without those that were opened and are not compiled yet."""
    pages = DutyReportPage.objects.visible_to(user).current()
    return reports.filter(Exists(pages.filter(report=OuterRef("pk"))))


def _listed(report: DutyReport) -> Listed:
    """The page that waits for them, else the first that they see: the command's."""
    pages: list[Any] = report.seen  # type: ignore[attr-defined]  # prefetched
    page = next((one for one in pages if one.waits_for_me), pages[0])
    return Listed(report, page, page.waits_for_me)


def waiting_for(user: Actor) -> DutyReportPageQuerySet:
    """Current pages that this person can sign, and nobody has yet."""
    reach = Reach.objects.of(user)
    commands = reach.filter(role=Role.COMMANDER).values("school")
    leads = reach.filter(role=Role.PRINCIPAL).values("school")
    pages = DutyReportPage.objects.visible_to(user).current()
    return pages.filter(
        Q(lens=Lens.COMMAND, school__in=commands)
        | Q(lens=Lens.SCHOOL, school__in=leads),
        status=PageStatus.WAITING,
    ).exclude(officer__user_id=user.pk)
