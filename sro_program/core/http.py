"""Guards and small helpers that every view uses."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Protocol

from allauth.core import ratelimit
from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sro_program.core.db import Actor
from sro_program.core.differences import show_differences
from sro_program.core.errors import (
    NotAllowed,
    ProductError,
    RuleBroken,
    Stale,
    WrongState,
)
from sro_program.core.forms import renewed
from sro_program.core.policy import Verdict, require


class Scoped[M: models.Model](Protocol):
    """A manager whose rows can be narrowed to what a person may see."""

    def visible_to(self, user: Actor) -> models.QuerySet[M]: ...


def access(
    may_enter: Callable[..., Verdict],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Say who may enter a view at all. A view that says nothing admits no one."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponse:
            require(may_enter(request.user))
            return view(request, *args, **kwargs)

        guarded.access = may_enter  # type: ignore[attr-defined]  # read by the middleware
        return guarded

    return decorate


def limited(
    action: str,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """So many tries a minute from one address (`ACCOUNT_RATE_LIMITS`), then a 429."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponse:
            refused: HttpResponse | None = ratelimit.consume_or_429(
                request, action=action, limit_get=True
            )
            return refused or view(request, *args, **kwargs)

        return counted

    return decorate


def takes_large_files(
    largest: int,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Say that signed-in people send files here, of at most so many bytes.

    To every other view nobody sends more than a form (`settings.LARGEST_FORM`).
    """

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.largest_file = largest  # type: ignore[attr-defined]  # read by the middleware
        return view

    return declare


def get_visible_or_404[M: models.Model](
    rows: Scoped[M], user: Actor, **lookup: object
) -> M:
    """The record, if this person may see it; else 404 as if it did not exist."""
    return get_object_or_404(rows.visible_to(user), **lookup)


def carried_out[Made](
    form: forms.Form,
    act: Callable[[], Made],
    changed: Any = None,  # noqa: ANN401  # any record with a version
) -> Made | None:
    """What the act made, if the form is right and nothing refused it.

    Otherwise nothing has happened, and the form keeps what was typed: a refusal stands
    over it. Where `changed`, the record, has moved on, or what the form's `marks` tell
    of, it says what stands there now, and the form is of that.
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except (RuleBroken, WrongState, NotAllowed) as refusal:
        form.add_error(None, refusal.sentence)
        form.refused_with = refusal.status  # type: ignore[attr-defined]  # for form_response
        if changed is not None or hasattr(form, "marks"):
            _catch_up(form, refusal, changed)
        return None


def _catch_up(form: forms.Form, refusal: ProductError, changed: Any) -> None:  # noqa: ANN401  # as above
    """Let the form be of what is there now, and say what that is."""
    version = None
    if changed is not None:
        changed.refresh_from_db(fields=["version"])
        version = changed.version
    if isinstance(refusal, Stale):
        show_differences(form)
    form.data = renewed(form, version)


def form_response(
    request: HttpRequest,
    template: str,
    form: forms.BaseForm,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show a form; with the status of a refusal when what was sent was not accepted."""
    refused = form.is_bound and not form.is_valid()
    return render(
        request,
        template,
        {**(context or {}), "form": form},
        status=getattr(form, "refused_with", 422) if refused else 200,
    )
