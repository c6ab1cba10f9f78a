"""The page after sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from sro_program.core.http import access
from sro_program.overview import policy
from sro_program.overview.context_processors import navigation, roles_and_unread
from sro_program.overview.home import home_for
from sro_program.overview.views.people import signed_in

NOON, EVENING = 12, 18


@require_safe
@access(policy.can_be_home)
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person, what is today, what comes."""
    user, at = signed_in(request), localtime()
    roles, unread = roles_and_unread(request)
    context = {
        "home": home_for(user, roles),
        # The shell would ask for both once more.
        "navigation": navigation(request, roles),
        "unread_count": unread,
        "greeting": f"{greeting(at.hour)}, {user.get_short_name()}",
        "lead": f"{at:%A, %B} {at.day}",
    }
    return render(request, "overview/home.html", context)


def greeting(hour: int) -> str:
    """As people greet at this hour."""
    if hour < NOON:
        return "Good morning"
    return "Good afternoon" if hour < EVENING else "Good evening"
