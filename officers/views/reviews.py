"""Reviews of officers: the list, one of them as its reader sees it, and its goals."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import localdate, now
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers import actions, reviewing
from officers.forms.reviews import (
    OpenReviewForm,
    ReviewGoalForm,
    WhichReviewsForm,
)
from officers.models import Officer, Review, ReviewGoal
from officers.review_list import listed
from officers.review_page import shown_to
from sro_program.audit.log import record_disclosure
from sro_program.core.forms import shown_version
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    get_visible_or_404,
)
from sro_program.core.paper import pdf_response
from sro_program.core.policy import require
from sro_program.core.times import school_year

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(reviewing.can_open_reviews)
def reviews(request: HttpRequest) -> HttpResponse:
    """Those of this person: about them, of their agency, or at their school."""
    return _list(request, None)


@require_safe
@access(reviewing.can_open_reviews)
def officer_reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of one officer, as far as this person reads them."""
    officer = get_visible_or_404(
        Officer.objects.select_related("user"), request.user, pk=pk
    )
    return _list(request, officer)


def _list(request: HttpRequest, officer: Officer | None) -> HttpResponse:
    page = listed(request.user, officer, WhichReviewsForm(request.GET).place)
    context = {
        "reviews": page.rows,
        "next": f"?after={page.after}" if page.after else "",
        "officer": officer,
        "may_open": officer and reviewing.can_review_officer(request.user, officer),
    }
    return render(request, "officers/reviews/index.html", context)


@require_safe
@access(reviewing.can_open_reviews)
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Goals, both halves as far as they are this person's, and what happened."""
    shown = shown_to(request.user, _visible(request, pk))
    return render(request, "officers/reviews/review.html", {"shown": shown})


@require_safe
@access(reviewing.can_open_reviews)
def review_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same on paper. That it left the product is written down."""
    found = _visible(request, pk)
    context = {"shown": shown_to(request.user, found), "at": now()}
    html = render_to_string("officers/reviews/paper.html", context)
    response = pdf_response(f"Review {found}", html)
    record_disclosure(request.user, "pdf", found)
    return response


@form_view
@access(reviewing.can_review_somebody)
def open_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the review of a school year at one school."""
    officer = get_visible_or_404(
        Officer.objects.select_related("user"), request.user, pk=pk
    )
    require(reviewing.can_review_officer(request.user, officer))
    form = OpenReviewForm(
        request.POST or None,
        schools=reviewing.schools_to_review(request.user, officer),
        initial={"year": school_year(localdate())},
    )
    if found := carried_out(
        form,
        lambda: actions.open_review(officer, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, "Open. The officer and the other side know.")
        return redirect(found)
    context = {
        "title": "Open a review",
        "lead": str(officer),
        "back_url": f"{officer.get_absolute_url()}reviews/",
        "back_label": "Reviews",
    }
    return form_response(request, "officers/reviews/form.html", form, context)


@form_view
@access(reviewing.can_review_somebody)
def propose_review_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One goal; the other superior agrees to it, or not."""
    found = _visible(request, pk)
    require(reviewing.can_propose_goal(request.user, found))
    form = ReviewGoalForm(request.POST or None)
    if carried_out(
        form,
        lambda: actions.propose_review_goal(
            found, by=request.user, **form.cleaned_data
        ),
    ):
        messages.success(request, "Proposed. The other side is asked.")
        return redirect(found)
    context = {
        "title": "Propose a goal",
        "lead": str(found),
        "back_url": found.get_absolute_url(),
        "back_label": "Review",
    }
    return form_response(request, "officers/reviews/form.html", form, context)


@require_POST
@access(reviewing.can_review_somebody)
def agree_review_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both want it now."""
    goal = _goal(request, pk)
    actions.agree_review_goal(goal, by=request.user, version=shown_version(request))
    messages.success(request, "Agreed.")
    return redirect(goal)


@require_POST
@access(reviewing.can_review_somebody)
def withdraw_review_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one proposed."""
    goal = _goal(request, pk)
    actions.withdraw_review_goal(goal, by=request.user, version=shown_version(request))
    messages.success(request, "Taken back.")
    return redirect(goal.review)


def _visible(request: HttpRequest, pk: UUID) -> Review:
    rows = Review.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=pk)


def _goal(request: HttpRequest, pk: UUID) -> ReviewGoal:
    rows = ReviewGoal.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=pk)
