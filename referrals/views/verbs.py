"""One address for each verb on a referral: a button that acts, or a form that asks."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect as go_to
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from referrals import actions, policy
from referrals.forms.answers import (
    CloseForm,
    DeclineForm,
    HandOverForm,
    RevokeForm,
)
from referrals.forms.refer import OnwardForm
from referrals.models import Referral
from referrals.offers import VERBS, refuse_misfit, why_not
from referrals.receivers import colleagues_for, receivers_at
from referrals.showing import answer_due, header_facts
from referrals.views.advice import panels
from referrals.views.referrals import visible
from sro_program.core.db import Actor
from sro_program.core.errors import ProductError, WrongState
from sro_program.core.forms import VersionedForm, VersionForm, of_version
from sro_program.core.http import access
from sro_program.core.policy import Verdict, require

form_view = require_http_methods(["GET", "HEAD", "POST"])
ACCEPTED = "It is yours. Write a note, or close it when you are done."
RECEIVED = "Its sender knows that it has arrived."
BEGUN = "Its sender sees that you work on it."
TAKEN_OVER = "It is yours now, with the notes that were written."
RENEWED = "A new link is on its way; the old one is dead."


def press(
    request: HttpRequest,
    pk: UUID,
    may: Callable[[Actor, Referral], Verdict],
    act: Callable[..., Referral],
    done: str,
) -> HttpResponse:
    """A button alone: act on the version that was shown, and say so."""
    found = visible(request.user, pk)
    require(may(request.user, found))
    form = VersionForm(request.POST)
    if form.is_valid():
        act(found, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, done)
    return go_to(found)


@require_POST
@access(policy.can_open_referrals)
def receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(request, pk, policy.can_answer, actions.receive, RECEIVED)


@require_POST
@access(policy.can_open_referrals)
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(request, pk, policy.can_answer, actions.accept, ACCEPTED)


@require_POST
@access(policy.can_open_referrals)
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(request, pk, policy.can_answer, actions.begin, BEGUN)


@require_POST
@access(policy.can_open_referrals)
def take_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(request, pk, policy.can_take_over, actions.take_over, TAKEN_OVER)


@require_POST
@access(policy.can_open_referrals)
def renew_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    return press(request, pk, policy.can_renew_link, actions.renew_link, RENEWED)


@dataclass(frozen=True, slots=True)
class Page:
    """The form of one verb: what it does, and what is said before and afterwards."""

    verb: str
    act: Callable[..., Referral]
    title: str
    lead: str
    done: str


type MakeForm = Callable[[HttpRequest, Referral], VersionedForm]


def ask(
    request: HttpRequest, pk: UUID, page: Page, make_form: MakeForm
) -> HttpResponse:
    """The form of one verb: act, or show it again with what was typed.

    A form that does not fit the moment is not shown at all. When the moment passes
    while it is filled in, the reason is said above what was typed (403, 409, 422).
    """
    found = visible(request.user, pk)
    if request.method != "POST":
        refuse_misfit(page.verb, request.user, found)
        return _form_page(request, found, page, make_form(request, found), 200)
    form = make_form(request, found)
    try:
        require(VERBS[page.verb].may(request.user, found))
        if not form.is_valid():
            return _form_page(request, found, page, form, 422)
        given = getattr(form, "as_action", lambda: form.cleaned_data)()
        done = page.act(found, by=request.user, **given)
    except ProductError as refusal:
        return _refused(request, page, form, refusal, visible(request.user, pk))
    due = answer_due(done) if done != found else ""
    messages.success(request, page.done + due)
    return go_to(done)


def _refused(
    request: HttpRequest,
    page: Page,
    form: VersionedForm,
    refusal: ProductError,
    now: Referral,
) -> HttpResponse:
    """What was typed, and why it was refused; ready to be sent again."""
    sentence = refusal.sentence
    if isinstance(refusal, WrongState) and not VERBS[page.verb].fits(now):
        sentence = why_not(page.verb, now)
    form.data = of_version(request.POST, now.version)
    form.add_error(None, sentence)
    return _form_page(request, now, page, form, refusal.status)


def _form_page(
    request: HttpRequest, found: Referral, page: Page, form: VersionedForm, status: int
) -> HttpResponse:
    context = {
        "referral": found,
        "facts": header_facts(found),
        "form": form,
        "page": page,
        **panels(found.school),
    }
    return render(request, "referrals/verb.html", context, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _plain(kind: type[VersionedForm]) -> MakeForm:
    """A form that needs no more than the version that was shown."""
    return lambda request, found: kind(_sent(request), initial=_version(found))


def _version(found: Referral) -> dict[str, int]:
    return {"version": found.version}


DECLINE = Page(
    "decline",
    actions.decline,
    "Decline this referral",
    "It ends here. Its sender reads your reason and can turn to someone else.",
    "It is declined.",
)
CLOSE = Page(
    "close",
    actions.close,
    "Close this referral",
    "Its sender learns how it ended. Your notes stay with you.",
    "It is closed.",
)
REVOKE = Page(
    "revoke",
    actions.revoke,
    "Take this referral back",
    "It ends here. The receiver is told; an agency’s link is dead at once.",
    "It is taken back.",
)
REDIRECT = Page(
    "redirect",
    actions.redirect,
    "Hand this referral on",
    "It goes to someone else, with what it says. Your notes stay with you.",
    "It is handed on.",
)
SEND_AGAIN = Page(
    "send_again",
    actions.send_again,
    "Turn to someone else",
    "The same referral goes to another receiver.",
    "It is sent.",
)
HAND_OVER = Page(
    "hand_over",
    actions.hand_over,
    "Hand it over to a colleague",
    "From then on it is theirs, with your notes.",
    "It is handed over.",
)


@form_view
@access(policy.can_open_referrals)
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask(request, pk, DECLINE, _plain(DeclineForm))


@form_view
@access(policy.can_open_referrals)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask(request, pk, CLOSE, _plain(CloseForm))


@form_view
@access(policy.can_open_referrals)
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask(request, pk, REVOKE, _plain(RevokeForm))


@form_view
@access(policy.can_open_referrals)
def redirect(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask(request, pk, REDIRECT, _onward)


@form_view
@access(policy.can_open_referrals)
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask(request, pk, SEND_AGAIN, _onward)


def _onward(request: HttpRequest, found: Referral) -> OnwardForm:
    """Everyone at the school but whoever has it, and whoever sends it."""
    taken = {f"counselor-{found.to_counselor_id}", f"agency-{found.to_agency_id}"}
    taken.add(f"counselor-{request.user.pk}")
    others = [one for one in receivers_at(found.school) if one.key not in taken]
    return OnwardForm(_sent(request), receivers=others, initial=_version(found))


@form_view
@access(policy.can_open_referrals)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask(request, pk, HAND_OVER, _to_colleague)


def _to_colleague(request: HttpRequest, found: Referral) -> HandOverForm:
    colleagues = colleagues_for(found, apart_from=request.user)
    return HandOverForm(_sent(request), colleagues=colleagues, initial=_version(found))
