"""The list of incidents, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some incidents, and the address of the next ones."""

    rows: Sequence[Incident]
    next_url: str
    is_first: bool


def page_of(rows: IncidentQuerySet, *, after: str) -> Page:
    """Newest first, from behind the incident with this key."""
    last = rows.filter(pk=after).first() if is_key(after) else None
    if last:
        same = Q(occurred_from=last.occurred_from, pk__lt=last.pk)
        rows = rows.filter(Q(occurred_from__lt=last.occurred_from) | same)
    found = list(rows.for_list()[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    return Page(found, f"?after={found[-1].pk}" if has_more else "", last is None)


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
