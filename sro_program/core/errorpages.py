"""The error pages of the whole site, in the product's design."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sro_program.core.middleware import unavailable

A_MINUTE = 60
"""The longest window of a limit, in seconds (settings/sign_in.py)."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The sign-in library asks for this one: its limits count by the minute."""
    response = render(request, "errors/429.html", status=429)
    response.headers["Retry-After"] = str(A_MINUTE)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500 is our bug; a database that is away is not, and gets a 503."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from another site."""
    return render(request, "errors/403_form.html", status=403)
