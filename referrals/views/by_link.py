"""The page behind an agency's link: no account, one referral, POST acts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import override
from django.views.decorators.http import require_http_methods

from referrals import actions
from referrals.agents import Agent
from referrals.by_link import messages_of, opened, refuse_ended
from referrals.crisis import HOTLINE
from referrals.forms.link import LinkForm
from referrals.models import Referral
from referrals.showing import about_facts, content_of, header_facts
from referrals.states import OPEN, UNANSWERED
from sro_program.audit.log import record_view
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.http import limited


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@limited("answer_by_link")
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take it on, decline with a reason, write, close in a category."""
    with opened(token) as (agent, referral), override(referral.school.district.zone):
        form = LinkForm(request.POST or None, initial={"version": referral.version})
        if request.method != "POST":
            record_view(agent, referral)
        if not form.is_valid():
            return _page(request, referral, form, 422 if form.is_bound else 200)
        try:
            _act(agent, referral, form)
        except (RuleBroken, WrongState) as refusal:
            form.add_error(None, refusal.sentence)
            referral.refresh_from_db()
            refuse_ended(referral)
            return _page(request, referral, form, refusal.status)
        referral.refresh_from_db()
        if referral.status in OPEN:
            return redirect(request.path)
        return render(
            request, "referrals/answered_by_link.html", {"referral": referral}
        )


def _act(agent: Agent, referral: Referral, form: LinkForm) -> None:
    said = form.cleaned_data
    version = said["version"]
    if said["verb"] == "accept":
        actions.accept(referral, by=agent, version=version)
    elif said["verb"] == "decline":
        actions.decline(referral, by=agent, version=version, reason=said["reason"])
    elif said["verb"] == "close":
        actions.close(referral, by=agent, version=version, outcome=said["outcome"])
    else:
        actions.write_message(
            referral, by=agent, text=said["text"], record_id=said["record_id"]
        )


def _page(
    request: HttpRequest, referral: Referral, form: LinkForm, status: int
) -> HttpResponse:
    concern = referral.concern
    context = {
        "referral": referral,
        "facts": header_facts(referral),
        "about": about_facts(concern),
        "content": content_of(concern),
        "messages_sent": messages_of(referral),
        "is_unanswered": referral.status in UNANSWERED,
        "form": form,
        "hotline": HOTLINE,
    }
    page = "referrals/answer_by_link.html"
    return render(request, page, context, status=status)
