"""Signed links are made when a mail leaves, and are stored nowhere.

A port (architecture.md §3.5): an upper app whose links have a secret of another kind
names its own maker here in `AppConfig.ready()`.
"""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from sro_program.core.links import SignedLink, make_token
from sro_program.notifications.models import Notification

MAKERS: dict[str, Callable[[Notification], str]] = {}
"""Link route → the path that the mail shall carry."""


def url_of(note: Notification) -> str:
    """The absolute address behind the mail's button; empty where there is none."""
    path = _signed_path(note) if note.link_route else note.url
    return settings.SITE_URL + path if path else ""


def _signed_path(note: Notification) -> str:
    if maker := MAKERS.get(note.link_route):
        return maker(note)
    if note.link_record is None or note.link_version is None:
        raise ValueError("A signed link needs a record and its version.")
    link = SignedLink(note.recipient_id, note.link_record, note.link_version)
    return reverse(note.link_route, args=[make_token(note.link_route, link)])
