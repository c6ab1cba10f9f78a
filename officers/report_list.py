"""Which duty reports a person finds, and which wait for their signature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from officers.models import DutyReport, DutyReportPage, Lens
from officers.models.reports import DutyReportPageQuerySet, DutyReportQuerySet
from officers.models.unit import officer_named
from officers.states import PageStatus
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor
from sro_program.core.paging import beyond

type Choices = list[tuple[str, str]]

SIZE = 50
"""Of one page: a school year of an officer’s weeks and months."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to, and behind which place of it the page begins."""

    only_waiting: bool = False
    equal: dict[str, Any] = field(default_factory=dict)
    after: tuple[date, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in the list, and whether it waits for this person's signature."""

    report: DutyReport
    page: DutyReportPage
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list, and where the next one begins; nothing on the last."""

    rows: Sequence[Listed]
    after: str


def listed(user: Actor, wanted: Wanted) -> ListPage:
    """The newest reports of this person, each through their lens; two queries."""
    reports = DutyReport.objects.visible_to(user).for_list().filter(**wanted.equal)
    pages = DutyReportPage.objects.visible_to(user).current()
    if wanted.only_waiting:
        reports = reports.filter(
            Exists(waiting_for(user).filter(report=OuterRef("pk")))
        )
    if wanted.after:
        on, pk = wanted.after
        reports = reports.filter(beyond(("-ends_on", "-id"), {"ends_on": on, "id": pk}))
    reports = with_a_page(user, reports)
    mine = waiting_for(user).filter(pk=OuterRef("pk"))
    along = Prefetch(
        "pages",
        pages.order_by("lens").annotate(waits_for_me=Exists(mine)),
        to_attr="seen",
    )
    found = [_listed(one) for one in reports.prefetch_related(along)[: SIZE + 1]]
    last = found[SIZE - 1].report if len(found) > SIZE else None
    return ListPage(found[:SIZE], f"{last.ends_on}_{last.pk}" if last else "")


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


def choices_of(user: Actor) -> tuple[Choices, Choices]:
    """The officers and schools of whose reports this person finds any; one query."""
    rows = DutyReport.objects.visible_to(user).order_by().distinct()
    found = rows.values_list(
        *("officer", "officer__rank", "officer__user__name"),
        *("school", "school__name"),
    )
    officers, schools = set(), set()
    for officer, rank, name, school, label in found:
        officers.add((str(officer), officer_named(rank, name)))
        schools.add((str(school), label))
    return _by_name(officers), _by_name(schools)


def _by_name(choices: Iterable[tuple[str, str]]) -> Choices:
    return sorted(choices, key=lambda choice: choice[1])
