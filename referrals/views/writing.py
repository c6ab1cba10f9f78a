"""What is written on a referral: a note for oneself, words for the other side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from referrals import actions, policy
from referrals.forms.answers import MessageForm, NoteForm
from referrals.views.referrals import referral_page, visible
from sro_program.core.errors import ProductError
from sro_program.core.http import access
from sro_program.core.policy import require


@require_POST
@access(policy.can_open_referrals)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a note; what is refused stays on the page with the reason."""
    found = visible(request.user, pk)
    form = NoteForm(request.POST, referral=found)
    try:
        require(policy.can_answer(request.user, found))
        if not form.is_valid():
            return referral_page(request, found, note_form=form, status=422)
        actions.write_note(found, by=request.user, **form.cleaned_data)
    except ProductError as refusal:
        form.add_error(None, refusal.sentence)
        now = visible(request.user, pk)
        return referral_page(request, now, note_form=form, status=refusal.status)
    messages.success(request, "The note is kept.")
    return redirect(found)


@require_POST
@access(policy.can_open_referrals)
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to the other side; what is refused stays on the page with the reason."""
    found = visible(request.user, pk)
    form = MessageForm(request.POST, referral=found)
    try:
        require(policy.can_write(request.user, found))
        if not form.is_valid():
            return referral_page(request, found, message_form=form, status=422)
        actions.write_message(found, by=request.user, **form.cleaned_data)
    except ProductError as refusal:
        form.add_error(None, refusal.sentence)
        now = visible(request.user, pk)
        return referral_page(request, now, message_form=form, status=refusal.status)
    messages.success(request, "The message is sent.")
    return redirect(found)
