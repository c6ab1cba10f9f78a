"""One's own account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sro_program.accounts import actions, policy
from sro_program.accounts.forms import MailChoiceForm
from sro_program.accounts.roles import places_held
from sro_program.core.http import access, form_response
from sro_program.notifications.outbox import mail_choice


@require_safe
@access(policy.can_open)
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the way to each setting."""
    choice = mail_choice(request.user)
    context = {
        "places": places_held(request.user),
        "mail": choice.label,
        "may_lead": policy.can_lead(request.user),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_open)
def choose_mail(request: HttpRequest) -> HttpResponse:
    """When mail comes."""
    initial = {"choice": mail_choice(request.user)}
    form = MailChoiceForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.choose_mail(request.user, choice=form.cleaned_data["choice"])
        messages.success(request, "Saved. That is how mail comes from now on.")
        return redirect("accounts:account")
    return form_response(request, "accounts/choose_mail.html", form)


@access(policy.can_open)
def absent(request: HttpRequest) -> HttpResponse:
    """Accounts have one e-mail, are opened by invitation, and begin with a password."""
    raise Http404
