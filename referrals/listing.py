"""Advice page by page, found by key."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from referrals.models import Advice
from referrals.models.advice import AdviceQuerySet

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some sessions, and the address of the next page."""

    rows: list[Advice]
    next: str
    is_first: bool


def page_of(rows: AdviceQuerySet, *, after: str) -> Page:
    """Newest first, from behind the session with this key."""
    last = rows.filter(pk=after).first() if is_key(after) else None
    if last:
        same = Q(given_at=last.given_at, pk__lt=last.pk)
        rows = rows.filter(Q(given_at__lt=last.given_at) | same)
    found = list(rows.for_list()[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    return Page(found, f"?after={found[-1].pk}" if has_more else "", last is None)


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
