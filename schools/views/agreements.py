"""The register of agreements: which there are, what one says, who has read it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from schools import agreement_policy as policy
from schools.actions import agreements as actions
from schools.agreements import unread_by, who_read
from schools.models import Agreement
from sro_program.core.forms import shown_version
from sro_program.core.http import access


@require_safe
@access(policy.can_open_agreements)
def agreements(request: HttpRequest) -> HttpResponse:
    """Those of one's districts, the latest first."""
    rows = Agreement.objects.visible_to(request.user)
    found = rows.select_related("district", "police_agency")
    context = {
        "agreements": found.order_by("district__name", "-valid_from"),
        "unread": set(unread_by(request.user).values_list("pk", flat=True)),
        "today": localdate(),
    }
    return render(request, "schools/agreements/agreements.html", context)


@require_safe
@access(policy.can_open_agreements)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says about discipline, until when it holds, and who has read it."""
    found = _visible(request, pk)
    is_overseen = policy.oversees(request.user, found.district)
    context = {
        "agreement": found,
        "facts": _facts(found),
        "is_unread": unread_by(request.user).filter(pk=found.pk).exists(),
        "readers": who_read(request.user, found) if is_overseen else [],
    }
    return render(request, "schools/agreements/agreement.html", context)


@require_POST
@access(policy.can_read_some)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """I have read it."""
    found = _visible(request, pk)
    actions.acknowledge_agreement(
        found, by=request.user, version=shown_version(request)
    )
    messages.success(request, "Thank you. Your command sees that you have read it.")
    return redirect(found)


def _visible(request: HttpRequest, pk: int) -> Agreement:
    rows = Agreement.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("district", "police_agency"), pk=pk)


def _facts(agreement: Agreement) -> list[tuple[str, object]]:
    until = agreement.valid_until
    review = agreement.review_on
    return [
        ("Between", f"{agreement.district} and {agreement.police_agency}"),
        ("Version", agreement.version),
        ("Holds from", f"{agreement.valid_from:%B %-d, %Y}"),
        ("Until", f"{until:%B %-d, %Y}" if until else "Further notice"),
        ("To be reviewed by", f"{review:%B %-d, %Y}" if review else ""),
        ("The signed paper", agreement.document),
    ]
