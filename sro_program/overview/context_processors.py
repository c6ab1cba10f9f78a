"""What every page of the shell needs: navigation and counts, asked for lazily."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sro_program.accounts.roles import roles_of
from sro_program.notifications.models import Notification
from sro_program.overview.navigation import NavigationItem, places_for


def shell(request: HttpRequest) -> dict[str, object]:
    """Lazy, because error pages are shown also when the database is away."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "is_demo": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "unread_count": SimpleLazyObject(lambda: unread_count(request)),
    }


def navigation(request: HttpRequest) -> Sequence[NavigationItem]:
    """The places this person can go to; none before sign-in."""
    user = request.user
    if not user.is_authenticated:
        return []
    return places_for(user, roles_of(user), request.path)


def unread_count(request: HttpRequest) -> int:
    """How many messages this person has not opened."""
    if not request.user.is_authenticated:
        return 0
    return Notification.objects.visible_to(request.user).unread().count()
