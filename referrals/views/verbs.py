"""One address for each verb on a referral: a button that acts, or a form that asks."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as go_to
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from referrals import actions, policy
from referrals.forms.answers import (
    CloseForm,
    DeclineForm,
    HandOverForm,
    MessageForm,
    NoteForm,
    RevokeForm,
)
from referrals.forms.refer import OnwardForm
from referrals.models import Referral
from referrals.receivers import colleagues_at, receivers_at
from referrals.showing import header_facts
from referrals.views.advice import panels
from referrals.views.referrals import referral_page, visible
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken, Stale, WrongState
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


def ask(
    request: HttpRequest,
    found: Referral,
    form: VersionedForm,
    act: Callable[..., Referral],
    **words: str,
) -> HttpResponse:
    """A form of one verb: act, or show it again with what was typed.

    Somebody else's change since is said, and the form can be sent again (409).
    """
    status = 200
    if form.is_valid():
        given = getattr(form, "as_action", lambda: form.cleaned_data)()
        try:
            done = act(found, by=request.user, **given)
        except Stale as refusal:
            status = refusal.status
            found = visible(request.user, found.pk)
            form.data = of_version(request.POST, found.version)
            form.add_error(None, refusal.sentence)
        except RuleBroken as refusal:
            status = refusal.status
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, words["done"])
            return go_to(done)
    elif form.is_bound:
        status = 422
    context = {
        "referral": found,
        "facts": header_facts(found),
        "form": form,
        **words,
        **panels(found.school),
    }
    return render(request, "referrals/verb.html", context, status=status)


def _version(found: Referral) -> dict[str, int]:
    return {"version": found.version}


@form_view
@access(policy.can_open_referrals)
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = visible(request.user, pk)
    require(policy.can_answer(request.user, found))
    form = DeclineForm(request.POST or None, initial=_version(found))
    return ask(
        request,
        found,
        form,
        actions.decline,
        title="Decline this referral",
        lead="It ends here. Its sender reads your reason and can turn to someone else.",
        done="It is declined.",
    )


@form_view
@access(policy.can_open_referrals)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = visible(request.user, pk)
    require(policy.can_answer(request.user, found))
    form = CloseForm(request.POST or None, initial=_version(found))
    return ask(
        request,
        found,
        form,
        actions.close,
        title="Close this referral",
        lead="Its sender learns how it ended. Your notes stay with you.",
        done="It is closed.",
    )


@form_view
@access(policy.can_open_referrals)
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = visible(request.user, pk)
    require(policy.can_revoke(request.user, found))
    form = RevokeForm(request.POST or None, initial=_version(found))
    return ask(
        request,
        found,
        form,
        actions.revoke,
        title="Take this referral back",
        lead="It ends here. The receiver is told; an agency’s link is dead at once.",
        done="It is taken back.",
    )


@form_view
@access(policy.can_open_referrals)
def redirect(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = visible(request.user, pk)
    require(policy.can_hand_on(request.user, found))
    return ask(
        request,
        found,
        _onward(request, found),
        actions.redirect,
        title="Hand this referral on",
        lead="It goes to someone else, with what it says. Your notes stay with you.",
        done="It is handed on.",
    )


@form_view
@access(policy.can_open_referrals)
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = visible(request.user, pk)
    require(policy.can_send_again(request.user, found))
    return ask(
        request,
        found,
        _onward(request, found),
        actions.send_again,
        title="Turn to someone else",
        lead="The same referral goes to another receiver.",
        done="It is sent.",
    )


def _onward(request: HttpRequest, found: Referral) -> OnwardForm:
    """Everyone at the school but whoever has it, and whoever sends it."""
    taken = {f"counselor-{found.to_counselor_id}", f"agency-{found.to_agency_id}"}
    taken.add(f"counselor-{request.user.pk}")
    others = [one for one in receivers_at(found.school) if one.key not in taken]
    return OnwardForm(request.POST or None, receivers=others, initial=_version(found))


@form_view
@access(policy.can_open_referrals)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = visible(request.user, pk)
    require(policy.can_answer(request.user, found))
    colleagues = colleagues_at(found.school, apart_from=request.user)
    form = HandOverForm(
        request.POST or None, colleagues=colleagues, initial=_version(found)
    )
    return ask(
        request,
        found,
        form,
        actions.hand_over,
        title="Hand it over to a colleague",
        lead="From then on it is theirs, with your notes.",
        done="It is handed over.",
    )


@require_POST
@access(policy.can_open_referrals)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a note from the referral's page."""
    found = visible(request.user, pk)
    require(policy.can_answer(request.user, found))
    form = NoteForm(request.POST, referral=found)
    if not form.is_valid():
        return referral_page(request, found, note_form=form)
    actions.write_note(found, by=request.user, **form.cleaned_data)
    messages.success(request, "The note is kept.")
    return go_to(found)


@require_POST
@access(policy.can_open_referrals)
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to the other side from the referral's page."""
    found = visible(request.user, pk)
    require(policy.can_write(request.user, found))
    form = MessageForm(request.POST, referral=found)
    if not form.is_valid():
        return referral_page(request, found, message_form=form)
    try:
        actions.write_message(found, by=request.user, **form.cleaned_data)
    except WrongState as refusal:  # it ended while this was written
        form.add_error("text", refusal.sentence)
        return referral_page(request, found, message_form=form)
    messages.success(request, "The message is sent.")
    return go_to(found)
