"""Sessions that end, the second factor, and the clock on the wall."""

from collections.abc import Callable
from time import time
from typing import ClassVar
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sro_program.accounts.actions.sign_in import count_again, went

Next = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
EXACT = 60
"""Seconds: noting each request's moment more exactly would write at each request."""
ENDED = "You were signed out because the session was idle or too long. Sign in again."

WIPED = {"sign_out": '"cache", "storage"', "time_out": '"cache"'}
"""Only who signs out leaves for good. After a time-out the browser still has what was
typed and not sent; it gives it back to the same person and to no one else."""


class SessionClock:
    """End a session after 30 idle minutes or 12 hours (CJIS IA-5, AC-11, AC-12).

    Also the one place that notes the end of a session, however it came about. A page
    that asks by itself for news says so (`X-Poll`) and does not keep anyone signed in.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        how = "sign_out"
        if self._is_over(request):
            how = "time_out"
            logout(request)
            messages.warning(request, ENDED)
        response = self.get_response(request)
        if not request.user.is_authenticated:
            went(person, how)
            response.headers["Clear-Site-Data"] = WIPED[how]
        return response

    def _is_over(self, request: HttpRequest) -> bool:
        session, moment = request.session, int(time())
        begun = session.setdefault("begun_at", moment)
        seen = session.setdefault("seen_at", moment)
        if moment - begun > settings.SESSION_ABSOLUTE.total_seconds():
            return True
        if moment - seen > settings.SESSION_IDLE.total_seconds():
            return True
        if moment - seen > EXACT and "X-Poll" not in request.headers:
            session["seen_at"] = moment
        return False


class TriesStay:
    """A wrong password or code counts also when its request fails and is undone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        count_again(request)
        return response


class SecondFactor:
    """Where the setting asks for it, nobody goes on without a second factor.

    It must be set up, and it must have been used in this session: a session that
    only a password opened leads to the second step and nowhere else.
    """

    KINDS: ClassVar = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ALWAYS: ClassVar = {"account_logout", "account_reauthenticate"}
    SET_UP: ClassVar = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}
    PROVE: ClassVar = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        if not settings.MFA_REQUIRED or not request.user.is_authenticated:
            return None
        if not getattr(view, "login_required", True):
            return None
        if not is_mfa_enabled(request.user, self.KINDS):
            return self._unless(request, self.SET_UP, self._to_set_up)
        if not used_in(request):
            return self._unless(request, self.PROVE, self._to_prove)
        return None

    def _unless(
        self, request: HttpRequest, allowed: set[str], otherwise: Next
    ) -> HttpResponse | None:
        match = request.resolver_match
        here = match.view_name if match else ""
        return None if here in self.ALWAYS | allowed else otherwise(request)

    def _to_set_up(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, "Set up a second step first: it protects the records.")
        return redirect("mfa_activate_totp")

    def _to_prove(self, request: HttpRequest) -> HttpResponse:
        ways = get_adapter().get_reauthentication_methods(request.user)
        way = next(way for way in ways if way["id"].startswith("mfa_reauthenticate"))
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{way['url']}?{query}")


def used_in(request: HttpRequest) -> bool:
    """Did this session show a second factor of this person?"""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


class DistrictTime:
    """Show times as the person's district reads them (kept in the session)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.session.get("time_zone") or settings.TIME_ZONE
        with timezone.override(zone):
            return self.get_response(request)
