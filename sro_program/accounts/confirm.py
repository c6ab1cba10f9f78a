"""Sensitive steps ask once more who you are (trust.md §11)."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.reauthentication import (
    raise_if_reauthentication_required,
)
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def confirmed(view: View) -> View:
    """Enter only with a password or code given in the last five minutes.

    For changes of roles, exports of names, and unsealing. Goes below `@access`; after
    the question the person comes back to this page, with what they had sent.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise_if_reauthentication_required(request, app="")
        return view(request, *args, **kwargs)

    return guarded
