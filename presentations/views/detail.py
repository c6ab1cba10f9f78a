"""One presentation, on the screen and on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from presentations import actions, policy
from presentations.actions.telling import facts
from presentations.conflicts import Conflict, conflicts_of
from presentations.models import Presentation
from presentations.states import ASKED, CHOOSE_SLOT, Status
from presentations.timeline import timeline
from presentations.views.common import visible
from sro_program.audit.log import record_view
from sro_program.core.db import Actor
from sro_program.core.http import access
from sro_program.core.policy import Verdict

LABELS = {
    "send": "Change and send",
    "give_feedback": "Give feedback",
    "deliver": "Record the talk",
    "miss": "It did not take place",
    "choose_slot": "Choose another time",
    "ask_changes": "Ask for changes",
}
KINDS = {
    "decline": "danger",
    "cancel": "danger",
    "withdraw": "danger",
    "miss": "secondary",
    "ask_changes": "secondary",
}


class Offer:
    """A verb as the page shows it: a button, or why there is none."""

    def __init__(self, verb: str, verdict: Verdict, presentation: Presentation) -> None:
        self.verb, self.verdict = verb, verdict
        self.label = LABELS.get(verb, verb.capitalize())
        self.kind = KINDS.get(verb, "primary")
        self.url = reverse(f"presentations:{verb}", args=[presentation.pk])


@require_safe
@access(policy.can_open)
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one presentation, and what this person can do now."""
    presentation = visible(request.user, pk)
    if presentation.is_sensitive:
        record_view(request.user, presentation)
    offers = _offers(request.user, presentation)
    later = policy.has_begun(presentation)
    context = {
        "presentation": presentation,
        "facts": facts(presentation),
        "conflicts": _conflicts(presentation),
        "offers": [one for one in offers if one.verdict or one.verdict == later],
        "withheld": [one for one in offers if not one.verdict and one.verdict != later],
        "events": timeline(presentation),
        "series": _series(request.user, presentation),
        "afterwards": _afterwards(presentation),
    }
    return render(request, "presentations/detail.html", context)


@require_safe
@access(policy.can_open)
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page of paper for the classroom."""
    presentation = visible(request.user, pk)
    context = {
        "presentation": presentation,
        "facts": facts(presentation),
        "materials": presentation.topic.materials.in_use(),
    }
    return render(request, "presentations/sheet.html", context)


def _offers(user: Actor, presentation: Presentation) -> list[Offer]:
    verdicts = actions.offers(user, presentation)
    found = {verb: Offer(verb, may, presentation) for verb, may in verdicts.items()}
    if "send" in found and verdicts.get("choose_slot"):
        found["send"].kind = "secondary"  # a proposed time is the shorter way
    return list(found.values())


def _conflicts(presentation: Presentation) -> list[Conflict]:
    """Only while it is asked for: what is scheduled has been decided."""
    return conflicts_of(presentation) if presentation.status in ASKED else []


def _series(user: Actor, presentation: Presentation) -> list[Presentation]:
    if not presentation.series_id:
        return []
    rows = Presentation.objects.visible_to(user).select_related("topic")
    return list(rows.filter(series_id=presentation.series_id).order_by("starts_at"))


def _afterwards(presentation: Presentation) -> dict[str, object]:
    """What there can be in this state, and is."""
    is_given = presentation.status == Status.DELIVERED
    fell_through = presentation.status in CHOOSE_SLOT.sources
    return {
        "slots": presentation.proposed_slots.to_come() if fell_through else [],
        "advice": presentation.advice_slots.all() if is_given else [],
        "delivery": getattr(presentation, "delivery", None),
        "feedback": getattr(presentation, "feedback", None),
    }
