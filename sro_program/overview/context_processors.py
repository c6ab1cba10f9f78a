"""What every page of the shell needs: navigation and counts, asked for lazily."""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from sro_program.overview.navigation import NavigationItem, places_for

ROLES_AND_UNREAD = """
SELECT app_roles_of(%(user)s, %(today)s), (
    SELECT count(*) FROM notifications_notification
    WHERE recipient_id = %(user)s AND read_at IS NULL AND NOT mail_only
)
"""
"""`roles_of`, and the messages that the list of messages shows as new."""


def shell(request: HttpRequest) -> dict[str, object]:
    """Lazy, because error pages are shown also when the database is away."""
    known = SimpleLazyObject(lambda: roles_and_unread(request))
    return {
        "product_name": settings.PRODUCT_NAME,
        "is_demo": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: navigation(request, known[0])),
        "unread_count": SimpleLazyObject(lambda: known[1]),
    }


def roles_and_unread(request: HttpRequest) -> tuple[frozenset[str], int]:
    """This person's roles, and how many messages they have not opened; one query."""
    user = request.user
    if not user.is_authenticated:
        return frozenset(), 0
    with connection.cursor() as cursor:
        cursor.execute(ROLES_AND_UNREAD, {"user": user.pk, "today": localdate()})
        roles, unread = cursor.fetchone()
    return frozenset(roles), unread


def navigation(request: HttpRequest, roles: frozenset[str]) -> Sequence[NavigationItem]:
    """The places this person can go to; none before sign-in."""
    user = request.user
    return places_for(user, roles, request.path) if user.is_authenticated else []
