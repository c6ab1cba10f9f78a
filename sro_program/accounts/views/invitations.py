"""Asking people in, and coming in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sro_program.accounts import actions, policy
from sro_program.accounts.actions.invitations import (
    ACCEPT_ROUTE,
    guest_of,
    open_invitation,
)
from sro_program.accounts.confirm import confirmed
from sro_program.accounts.forms import AcceptForm, InviteForm
from sro_program.accounts.listing import invitation_lines
from sro_program.accounts.models import Invitation
from sro_program.core.db import acting_as
from sro_program.core.errors import RuleBroken
from sro_program.core.http import access, form_response, get_visible_or_404
from sro_program.core.links import SignedLink, read_token
from sro_program.core.policy import require

SENT = "The invitation to {name} is on its way."
INVITED = (
    "{name} is invited. Who works here already has the role now; "
    "everyone else gets a link by mail."
)
"""The same whether or not the e-mail has an account: that is not the inviter's news."""


@require_safe
@access(policy.can_lead)
def invitations(request: HttpRequest) -> HttpResponse:
    """Who was asked in, newest first."""
    lines = invitation_lines(request.user)
    return render(request, "accounts/invitations.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_lead)
@confirmed
def invite(request: HttpRequest) -> HttpResponse:
    """Ask someone in, or give who is here another role."""
    form = InviteForm(request.POST or None, user=request.user)
    if form.is_valid():
        guest = form.guest()
        try:
            actions.invite(guest, by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, INVITED.format(name=guest.name))
            return redirect("accounts:invitations")
    return form_response(request, "accounts/invite.html", form)


@require_POST
@access(policy.can_lead)
@confirmed
def invite_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new link with a new deadline."""
    invitation = get_visible_or_404(Invitation.objects, request.user, pk=pk)
    actions.invite_again(invitation, by=request.user)
    messages.success(request, SENT.format(name=invitation.name))
    return redirect("accounts:invitations")


@require_POST
@access(policy.can_lead)
@confirmed
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_visible_or_404(Invitation.objects, request.user, pk=pk)
    actions.revoke(invitation, by=request.user)
    messages.success(request, f"The invitation to {invitation.name} is withdrawn.")
    return redirect("accounts:invitations")


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mailed link: the guest acts. Looking changes nothing."""
    link = read_token(ACCEPT_ROUTE, token, max_age=settings.INVITATION_LIFETIME)
    with acting_as(guest_of(link)):
        return _accept(request, token, link)


def _accept(request: HttpRequest, token: str, link: SignedLink) -> HttpResponse:
    invitation = open_invitation(link)
    if invitation.user.is_active:
        return redirect("accounts:take_up", token)
    form = AcceptForm(request.POST or None, user=invitation.user)
    if form.is_valid():
        password = form.cleaned_data["password"]
        actions.accept(invitation, version=link.version, password=password)
        messages.success(request, "Your account is open. Sign in with your e-mail.")
        return redirect("account_login")
    context = {"invitation": invitation}
    return form_response(request, "accounts/accept.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_open)
def take_up(request: HttpRequest, token: str) -> HttpResponse:
    """A role for someone who has an account: they sign in and accept it themselves."""
    link = read_token(ACCEPT_ROUTE, token, max_age=settings.INVITATION_LIFETIME)
    with acting_as(guest_of(link)):
        invitation = open_invitation(link)
    require(policy.can_take_up(request.user, invitation))
    if request.method == "POST":
        actions.take_up(invitation, version=link.version, by=request.user)
        messages.success(request, f"You are now {invitation.get_role_display()} there.")
        return redirect("home")
    return render(request, "accounts/take_up.html", {"invitation": invitation})
