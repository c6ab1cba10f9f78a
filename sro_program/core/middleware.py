"""What is true of every request, whichever view answers it."""

import logging
from collections.abc import Callable
from math import inf
from typing import ClassVar
from urllib.parse import unquote_to_bytes

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse

from sro_program.core.db import acting_as
from sro_program.core.errors import ProductError
from sro_program.core.files.streams import KeepNoMore
from sro_program.core.text import is_broken, is_broken_text

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
Next = Callable[[HttpRequest], HttpResponse]
MEGABYTE = 1024 * 1024
LONGEST_NUMBER = 16
UNDECLARED = "This page has not declared who may open it."


class RefuseBrokenText:
    """NUL bytes and broken UTF-8 never reach a view or the database (trust.md §15)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = unquote_to_bytes(request.get_full_path())
        if is_broken(address) or is_broken_text(request.path_info):
            return bad_request(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        try:
            fields = [*request.POST.lists(), *request.GET.lists()]
            files = [file for _, sent in request.FILES.lists() for file in sent]
        except UnreadablePostError:
            return bad_request(request)
        except RequestDataTooBig:
            return too_large(request)
        except (TooManyFieldsSent, TooManyFilesSent):
            return too_large(request, too_many=True)
        texts = [text for name, values in fields for text in (name, *values)]
        texts += [file.name or "" for file in files]
        if any(map(is_broken_text, texts)):
            return bad_request(request)
        return None


def bad_request(request: HttpRequest) -> HttpResponse:
    """The 400 page; it needs neither session nor database."""
    return render(request, "errors/400.html", status=400)


class RefuseHugeBodies:
    """A body larger than any form of the page takes is not kept, or not even read.

    Asked once the view is known and before anything looks into the body, so it must
    come before all middleware that does. Files are for views that say so
    (`takes_large_files`), and from people who are signed in. What is too large for the
    view is read past, so that its form says it at the field and keeps what was typed;
    beyond `settings.LARGEST_READ` it is refused unread.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        size = size_of_body(request)
        if size <= settings.LARGEST_FORM:
            return None
        file: int = getattr(view, "largest_file", 0)
        knows_them = request.user.is_authenticated
        if file and knows_them and size <= settings.LARGEST_READ:
            request.upload_handlers.insert(0, KeepNoMore(request, file))
            return None
        largest = file if knows_them and file else settings.LARGEST_FORM
        return too_large(request, largest, sign_in=bool(file and not knows_them))


def too_large(
    request: HttpRequest,
    largest: int = 0,
    *,
    sign_in: bool = False,
    too_many: bool = False,
) -> HttpResponse:
    """The 413 page with the limit in bytes, that of a form unless it is given."""
    context = {
        "megabytes": (largest or settings.LARGEST_FORM) // MEGABYTE,
        "sign_in": sign_in,
        "too_many": too_many,
    }
    return render(request, "errors/413.html", context, status=413)


def size_of_body(request: HttpRequest) -> float:
    """In bytes, as the header says; endless when it says nothing that can be read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() and len(said) < LONGEST_NUMBER else inf


class SayNotAllowed:
    """An address that only takes a form answers a look with a page, not a blank."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "errors/405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class NoStore:
    """Pages of signed-in people are kept by no cache (interface.md §5.12)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


class DeclaredAccess:
    """A view that does not say who may enter admits no one (trust.md §4)."""

    EXEMPT: ClassVar = {"admin"}

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> None:
        match = request.resolver_match
        apps = set(match.app_names) if match else set()
        if not (is_declared(view) or apps & self.EXEMPT):
            raise PermissionDenied(UNDECLARED)


def is_declared(view: View) -> bool:
    """The view says who may enter, is public, or is one of the sign-in library's."""
    public = not getattr(view, "login_required", True)
    return public or hasattr(view, "access") or view.__module__.startswith("allauth.")


class Acting:
    """Run each view in one transaction in which its person acts (trust.md §3).

    Must come last: it answers from `process_view`, so that a refusal is rendered
    after the view's transaction has been rolled back as a whole. Django asks no other
    middleware about what is raised here, so the sign-in library's two exceptions
    ("confirm that it is you", "answer this at once") are handed to it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self._library = AccountMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        if getattr(view, "acts_alone", False):
            return None
        try:
            with acting_as(request.user):
                return rendered(view(request, *args, **kwargs))
        except ProductError as refusal:
            return refuse(request, refusal)
        except (OperationalError, InterfaceError):
            logger.exception("database_unavailable")
            return unavailable(request)
        except (ImmediateHttpResponse, ReauthenticationRequired) as detour:
            response: HttpResponse = self._library.process_exception(request, detour)
            return response


def rendered(response: HttpResponse) -> HttpResponse:
    """Render now: afterwards nobody acts and lazy rows would be empty."""
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def refuse(request: HttpRequest, refusal: ProductError) -> HttpResponse:
    """Say no in words; htmx gets the sentence alone, for the message region."""
    name = "refusal" if request.headers.get("HX-Request") else "page"
    with acting_as(request.user):
        return render(
            request,
            f"errors/refused.html#{name}"
            if name == "refusal"
            else "errors/refused.html",
            {"refusal": refusal},
            status=refusal.status,
        )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 while the database is away; asks the browser to come back soon."""
    response = render(request, "errors/503.html", status=503)
    response.headers["Retry-After"] = str(settings.RETRY_AFTER_SECONDS)
    return response
