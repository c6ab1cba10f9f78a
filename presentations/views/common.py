"""What the pages of single verbs share."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from presentations.actions.signing import refuse_misfit
from presentations.actions.telling import facts
from presentations.changes import what_changed
from presentations.conflicts import conflicts_of
from presentations.forms.decisions import DecisionForm, SignatureForm
from presentations.models import Presentation
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.forms import VersionedForm
from sro_program.core.http import form_response
from sro_program.workflow import Transition

form_view = require_http_methods(["GET", "HEAD", "POST"])


SHOWN = [
    "topic",
    "school__district",
    "officer__user",
    "place",
    "requested_by",
    "school_signed_by",
    "officer_signed_by",
    "delivery",
    "feedback",
]


def visible(user: Actor, pk: UUID) -> Presentation:
    """The presentation with what its pages show, or 404."""
    found = visible_or_none(user, pk)
    if found is None:
        raise Http404
    return found


def visible_or_none(user: Actor, pk: UUID) -> Presentation | None:
    """The presentation with what its pages show, if this person may see it."""
    rows = Presentation.objects.visible_to(user).select_related(*SHOWN)
    return rows.order_by().filter(pk=pk).first()


def verb_page(
    request: HttpRequest,
    form: DecisionForm,
    act: Callable[..., object],
    template: str,
    done: str,
    **more: object,
) -> HttpResponse:
    """Ask, act, and say so. A refusal comes back with the form as it was filled in.

    Raises WrongState when somebody was faster, also before what is wrong in the form:
    of a talk that has moved on, nothing in it could be put right.
    """
    presentation = form.presentation
    if form.is_valid():
        try:
            act(presentation, by=request.user, **form.cleaned_data)
        except Stale as refusal:
            fits = form.transition
            return stale_page(
                request, presentation, form, template, refusal, fits, **more
            )
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect(presentation)
    elif form.is_bound:
        refuse_misfit(form.transition, presentation)
    return form_response(request, template, form, _context(presentation, form, more))


def stale_page(
    request: HttpRequest,
    presentation: Presentation,
    form: VersionedForm,
    template: str,
    refusal: Stale,
    transition: Transition,
    **more: object,
) -> HttpResponse:
    """Show what has changed since, and the form with what was typed.

    Raises WrongState when the verb fits no more: then nothing is left to fill in.
    """
    seen = form.cleaned_data["version"]
    now = visible(request.user, presentation.pk)
    refuse_misfit(transition, now)
    data = request.POST.copy()
    data["version"] = str(now.version)
    form.data = data
    context = {
        **_context(now, form, more),
        "form": form,
        "refusal": refusal,
        "changes": what_changed(now, seen),
    }
    return render(request, template, context, status=refusal.status)


def _context(
    presentation: Presentation, form: VersionedForm, more: dict[str, object]
) -> dict[str, object]:
    signs = isinstance(form, SignatureForm)
    return {
        "presentation": presentation,
        "facts": facts(presentation),
        "conflicts": conflicts_of(presentation) if signs else [],
        **more,
    }
