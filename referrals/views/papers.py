"""What leaves the product on paper: a referral, and the register of one person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from referrals import actions, policy
from referrals.showing import about_facts, content_of, header_facts
from referrals.views.referrals import concern_of, visible
from sro_program.core.http import access
from sro_program.core.policy import require


@require_POST
@access(policy.can_open_referrals)
def print_referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One referral as a sheet. Printing it is a disclosure, so it is a POST."""
    found = visible(request.user, pk)
    require(policy.reads_content(request.user, found))
    concern = concern_of(request.user, found)
    actions.print_referral(found, by=request.user)
    context = {
        "referral": found,
        "facts": header_facts(found),
        "about": about_facts(concern),
        "content": content_of(concern),
    }
    return render(request, "referrals/sheet.html", context)


@require_POST
@access(policy.can_open_referrals)
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To whom this person's data were revealed; the sheet is a disclosure too (R34)."""
    found = visible(request.user, pk)
    require(policy.reads_content(request.user, found))
    concern = concern_of(request.user, found)
    context = {
        "referral": found,
        "person": concern.about,
        "disclosures": actions.print_register(found, by=request.user),
    }
    return render(request, "referrals/register.html", context)
