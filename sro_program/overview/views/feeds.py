"""The private address of a calendar: making it, ending it, and reading it."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sro_program.accounts import feeds
from sro_program.accounts.models import CalendarFeed
from sro_program.core.db import acting_as
from sro_program.core.http import access
from sro_program.overview import policy
from sro_program.overview.feeds import feed_text
from sro_program.overview.views.people import signed_in

ENDED = "The address is ended. Calendars that used it get nothing more."


@require_http_methods(["GET", "POST"])
@access(policy.can_be_home)
def subscribe(request: HttpRequest) -> HttpResponse:
    """How to see the calendar elsewhere; a POST makes the address and shows it once."""
    user = signed_in(request)
    secret = feeds.make_address(user) if request.method == "POST" else ""
    live = CalendarFeed.objects.visible_to(user).live()
    address = _address(secret) if secret else ""
    context = {
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}" if address else "",
        "feed": live.first(),
        "is_reachable": urlsplit(settings.SITE_URL).scheme == "https",
    }
    return render(request, "overview/subscribe.html", context)


@require_POST
@access(policy.can_be_home)
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """End the address without a new one."""
    feeds.end_address(signed_in(request))
    messages.success(request, ENDED)
    return redirect("subscribe")


@require_safe
@login_not_required
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program reads; the secret stands for the person."""
    found = feeds.feed_behind(secret)
    if found is None:
        raise Http404
    with acting_as(found.user):
        text, changed_at = feed_text(found)
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _address(secret: str) -> str:
    return str(settings.SITE_URL) + reverse("calendar_feed", args=[secret])
