"""Pages by key, unread first: as quick on the last page as on the first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from sro_program.notifications.models import Notification, NotificationQuerySet

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages, and the key of the next page."""

    new: list[Notification]
    seen: list[Notification]
    next: str
    is_first: bool


def page_of(rows: NotificationQuerySet, *, after: UUID | None) -> Page:
    """Unread messages, newest first; when they end, the read ones."""
    key = rows.filter(pk=after).first() if after else None
    unread, read = rows.unread().for_list(), rows.exclude(read_at=None).for_list()
    new = _slice(unread, key) if key is None or key.read_at is None else []
    seen_key = key if key and key.read_at else None
    room = SIZE + 1 - len(new)
    seen = _slice(read, seen_key)[:room] if room > 0 else []
    shown = [*new, *seen][:SIZE]
    more = len(new) + len(seen) > SIZE
    return Page(
        new=[note for note in shown if note.read_at is None],
        seen=[note for note in shown if note.read_at],
        next=f"?after={shown[-1].pk}" if more else "",
        is_first=key is None,
    )


def _slice(rows: NotificationQuerySet, key: Notification | None) -> list[Notification]:
    if key:
        older = Q(created_at__lt=key.created_at)
        same = Q(created_at=key.created_at, pk__lt=key.pk)
        rows = rows.filter(older | same)
    return list(rows[: SIZE + 1])
