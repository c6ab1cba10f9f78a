"""Advice and reports page by page, found by key."""

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from referrals.models import Advice, MandatoryReport
from referrals.models.advice import AdviceQuerySet
from referrals.models.reports import MandatoryReportQuerySet
from sro_program.core.paging import is_key

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page[Row: Model]:
    """Some rows, and the address of the next page."""

    rows: list[Row]
    next: str
    is_first: bool


def page_of(rows: AdviceQuerySet, *, after: str) -> Page[Advice]:
    """Newest first, from behind the session with this key."""
    last = rows.filter(pk=after).first() if is_key(after) else None
    if last:
        same = Q(given_at=last.given_at, pk__lt=last.pk)
        rows = rows.filter(Q(given_at__lt=last.given_at) | same)
    return _page(rows.for_list()[: SIZE + 1], is_first=last is None)


def reports_page(rows: MandatoryReportQuerySet, *, after: str) -> Page[MandatoryReport]:
    """What is to be finished first, then the latest, from behind this report."""
    rows = rows.for_list()
    last = rows.filter(pk=after).first() if is_key(after) else None
    if last:
        is_unfinished = bool(last.missing)
        same = Q(known_at=last.known_at, pk__lt=last.pk)
        behind = Q(known_at__lt=last.known_at) | same
        behind &= Q(is_unfinished=is_unfinished)
        rows = rows.filter(behind | Q(is_unfinished=False) if is_unfinished else behind)
    return _page(rows[: SIZE + 1], is_first=last is None)


def _page[Row: Model](rows: QuerySet[Row], *, is_first: bool) -> Page[Row]:
    found = list(rows)
    has_more, found = len(found) > SIZE, found[:SIZE]
    return Page(found, f"?after={found[-1].pk}" if has_more else "", is_first)
