"""The people of one's place, and the end of their roles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sro_program.accounts import actions, policy
from sro_program.accounts.confirm import confirmed
from sro_program.accounts.forms import PageForm
from sro_program.accounts.listing import people_page
from sro_program.accounts.models import Membership
from sro_program.core.http import access, get_visible_or_404
from sro_program.core.policy import require


@require_safe
@access(policy.can_lead)
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which role where I lead."""
    form = PageForm(request.GET)
    after = form.cleaned_data["after"] if form.is_valid() else None
    rows, following = people_page(request.user, after=after)
    context = {"rows": rows, "next": following}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_lead)
@confirmed
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away, after one more look."""
    membership = get_visible_or_404(Membership.objects, request.user, pk=pk)
    require(policy.can_end(request.user, membership))
    if request.method == "POST":
        actions.end_membership(membership, by=request.user)
        messages.success(request, f"{membership.user} no longer has this role.")
        return redirect("accounts:people")
    context = {"membership": membership}
    return render(request, "accounts/end_membership.html", context)
