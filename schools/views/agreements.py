"""The register of agreements: which there are, what one says, who has read it, and
its yearly review."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import agreement_policy as policy
from schools.actions import agreements as actions
from schools.agreements import discipline_screens, settled_by, unread_by, who_read
from schools.forms.agreements import PaperForm, ReviewAgreementForm
from schools.models import Agreement, AgreementReview
from sro_program.core.files import MAX_SIZE, download
from sro_program.core.forms import shown_version
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    takes_large_files,
)
from sro_program.core.policy import require

MOST_REVIEWS = 20
form_view = require_http_methods(["GET", "HEAD", "POST"])


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
        "clauses": found.clauses.all(),
        "signatories": found.signatories.all(),
        "is_overseen": is_overseen,
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


@require_safe
@access(policy.can_open_agreements)
def agreement_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper; it is public, and read by whoever reads the agreement."""
    found = _visible(request, pk)
    if not found.paper:
        raise Http404
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.paper, title=found.title, media_type=found.paper_type
    )


@form_view
@access(policy.oversees_some)
@takes_large_files(MAX_SIZE)
def keep_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the signed paper, or a better copy of it."""
    found = _visible(request, pk)
    require(policy.can_review(request.user, found))
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        initial={"version": found.version},
    )
    act = partial(actions.keep_paper, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "The signed paper is kept.")
        return redirect(found)
    context = {
        "title": "The signed paper",
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, "schools/agreements/form.html", form, context)


@form_view
@access(policy.oversees_some)
def review_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Clause by clause beside the screens where it is lived; then what came of it."""
    found = _visible(request, pk)
    require(policy.can_review(request.user, found))
    form = ReviewAgreementForm(request.POST or None)
    act = partial(actions.review_agreement, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Reviewed. You are reminded of the next one.")
        return redirect(found)
    reviews = AgreementReview.objects.visible_to(request.user).filter(agreement=found)
    context = {
        "agreement": found,
        "subjects": settled_by(found),
        "discipline": discipline_screens(),
        "reviews": reviews.select_related("reviewed_by")[:MOST_REVIEWS],
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, "schools/agreements/review.html", form, context)


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
