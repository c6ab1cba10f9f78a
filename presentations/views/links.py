"""Pages that a signed link from a mail opens, without signing in.

Opening changes nothing. A link shows one presentation, acts as the person to whom it
was sent, and is good for one asking only (trust.md §14, product.md §3).
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now, override

from presentations import actions, policy
from presentations.actions.telling import DECIDE, FEEDBACK, facts
from presentations.asking import link_holder
from presentations.conflicts import conflicts_of
from presentations.forms.afterwards import FeedbackForm
from presentations.forms.decisions import LinkDecisionForm
from presentations.models import Presentation
from presentations.states import Status, in_words
from presentations.views.common import form_view, visible_or_none
from sro_program.accounts.models import User
from sro_program.core.db import Actor, acting_as
from sro_program.core.errors import (
    LinkOfAnother,
    LinkUnusable,
    RuleBroken,
    Stale,
    WrongState,
)
from sro_program.core.http import form_response
from sro_program.core.links import SignedLink, read_token
from sro_program.core.policy import require

NOT_YOURS = "It belongs to an account or a role that has ended."
EARLIER = "The request has been changed since this mail; use the newer mail."
BY_SCHOOL = {Status.DECLINED, Status.CHANGES_REQUESTED}
ANSWERED = "This link has been used; your answers are kept."
ANOTHER = "You are signed in as {}, and the link was sent to somebody else."
PASSED = "The time that was asked for has passed."
ACTS: dict[str, Callable[..., Presentation]] = {
    "approve": actions.approve,
    "ask_changes": actions.ask_changes,
    "decline": actions.decline,
}


@form_view
@login_not_required
def decide_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The principal's mail: facts, one button, and a way to say no."""
    link = read_token(DECIDE, token, max_age=settings.LINK_LIFETIME)
    user = _holder(link, request.user)
    with acting_as(user):
        presentation = _presentation(link, user)
        _refuse_decided(presentation)
        require(policy.can_decide(user, presentation))
        with _school_clock(presentation):
            return _decide(request, presentation, user)


def _decide(
    request: HttpRequest, presentation: Presentation, user: User
) -> HttpResponse:
    form = LinkDecisionForm(request.POST or None, presentation=presentation, user=user)
    context = {
        "signer": user,
        "presentation": presentation,
        "facts": facts(presentation),
        "conflicts": conflicts_of(presentation),
        "series": _series(presentation),
    }
    page = "presentations/decide_by_link.html"
    if form.is_valid():
        try:
            done = _act(form, presentation, user)
        except (RuleBroken, Stale) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            told = {"presentation": done, "verb": form.cleaned_data["verb"]}
            return render(request, "presentations/decided_by_link.html", told)
    return form_response(request, page, form, context)


def _act(
    form: LinkDecisionForm, presentation: Presentation, user: User
) -> Presentation:
    said = form.cleaned_data
    if said["verb"] == "approve_series":
        return _approve_series(presentation, user, said["talks"])
    reason = {} if said["verb"] == "approve" else {"reason": said["reason"]}
    try:
        return ACTS[said["verb"]](
            presentation, by=user, version=said["version"], **reason
        )
    except WrongState as refusal:
        if isinstance(refusal, Stale):
            _refuse_decided(_again(presentation))
            raise
        raise _used(_again(presentation)) from refusal


def _series(presentation: Presentation) -> list[Presentation]:
    """What the mail asked for together, as far as it waits and was not sent again."""
    waiting = actions.waiting_for_school(presentation)
    return [one for one in waiting if one.revision == presentation.revision]


def _approve_series(
    presentation: Presentation, user: User, shown: dict[UUID, int]
) -> Presentation:
    """The link's own talk is always one of them, so that the link is used up."""
    mailed = {one.pk for one in _series(presentation)}
    if presentation.pk not in shown or not shown.keys() <= mailed:
        raise Stale(actions.CHANGED)
    actions.approve_series(presentation, by=user, shown=shown)
    return _again(presentation)


@form_view
@login_not_required
def feedback_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The teacher's three questions."""
    link = read_token(FEEDBACK, token, max_age=settings.LINK_LIFETIME)
    user = _holder(link, request.user)
    with acting_as(user):
        presentation = _presentation(link, user)
        if presentation.status != Status.DELIVERED or hasattr(presentation, "feedback"):
            raise LinkUnusable(ANSWERED, presentation.get_absolute_url())
        require(policy.can_give_feedback(user, presentation))
        with _school_clock(presentation):
            return _feedback(request, presentation, user)


def _feedback(
    request: HttpRequest, presentation: Presentation, user: User
) -> HttpResponse:
    form = FeedbackForm(request.POST or None)
    context = {
        "signer": user,
        "presentation": presentation,
        "facts": facts(presentation),
    }
    if form.is_valid():
        _answer(presentation, user, form)
        return render(request, "presentations/thanks.html", context)
    page = "presentations/feedback_by_link.html"
    return form_response(request, page, form, context)


def _school_clock(presentation: Presentation) -> override:
    """Nobody is signed in whose clock it could be; the mail had the school's."""
    return override(presentation.school.district.zone)


def _answer(presentation: Presentation, user: User, form: FeedbackForm) -> None:
    try:
        actions.give_feedback(presentation, by=user, **form.cleaned_data)
    except WrongState as refusal:
        raise LinkUnusable(
            refusal.sentence, presentation.get_absolute_url()
        ) from refusal


def _holder(link: SignedLink, visitor: Actor) -> User:
    """To whom it was sent; a closed or locked account opens nothing.

    Nobody signs in another person's name from a browser in which they are signed in.
    """
    if visitor.pk not in (None, link.user_id):
        raise LinkOfAnother(ANOTHER.format(visitor))
    user = link_holder(link.user_id)
    if user is None:
        raise LinkUnusable(NOT_YOURS)
    return user


def _presentation(link: SignedLink, user: User) -> Presentation:
    presentation = visible_or_none(user, link.record_id)
    if presentation is None:
        raise LinkUnusable(NOT_YOURS)
    if presentation.revision != link.version:
        raise LinkUnusable(EARLIER, presentation.get_absolute_url())
    return presentation


def _again(presentation: Presentation) -> Presentation:
    presentation.refresh_from_db()
    return presentation


def _refuse_decided(presentation: Presentation) -> None:
    is_open = presentation.status == Status.REQUESTED
    if not is_open or presentation.school_signed_by_id:
        raise _used(presentation)
    if presentation.starts_at <= now():
        raise LinkUnusable(PASSED, presentation.get_absolute_url())


def _used(presentation: Presentation) -> LinkUnusable:
    """Says what has become of it, to someone whose link is used up."""
    state = in_words(presentation.status)
    if presentation.status == Status.REQUESTED:
        state = "signed for the school and waiting for the officer"
    decided = presentation.school_signed_by_id or presentation.status in BY_SCHOOL
    said = "This link has been used." if decided else "Nothing is to be decided here."
    sentence = f"{said} The presentation is {state} now."
    return LinkUnusable(sentence, presentation.get_absolute_url())
