"""The halves of a review: each side writes and signs its own, the officer answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from officers import actions, reviewing
from officers.forms.reviews import AnswerHalfForm, HalfForm, as_said
from officers.models import Review, ReviewAnswer, ReviewHalf
from officers.models.reviews import Side
from officers.review_evidence import figures_of, in_words
from officers.review_page import TITLES, agreed_of
from sro_program.core.forms import of_version, shown_version
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
FIRST = 1
"""What is shown of a half that nobody has begun."""


@form_view
@access(reviewing.can_review_somebody)
def write_half(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own side's half, beside the evidence from the log."""
    rows = Review.objects.visible_to(request.user).for_list()
    review = get_object_or_404(rows, pk=pk)
    side = reviewing.side_in(request.user, review)
    require(reviewing.can_write_half(request.user, review, side))
    half = _own(request, review, side)
    form = HalfForm(
        request.POST or None,
        side=side,
        goals=agreed_of(request.user, review),
        initial=_as_kept(request, half),
    )
    if carried_out(
        form,
        lambda: actions.write_half(review, by=request.user, **form.said),
        half,
    ):
        messages.success(request, "The draft is kept. Read it, then sign it.")
        return redirect(review)
    if form.is_bound and half is None and (begun := _own(request, review, side)):
        form.data = of_version(request.POST, begun.version)
    context = {
        "review": review,
        "title": TITLES[Side(side)],
        "readers": reviewing.READERS[Side(side)],
        "is_school": side == Side.SCHOOL,
        "evidence": in_words(figures_of(request.user, review, side)),
    }
    return form_response(request, "officers/reviews/write.html", form, context)


@require_POST
@access(reviewing.can_review_somebody)
def sign_half(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign what stands in it."""
    half = _half(request, pk)
    actions.sign_half(half, by=request.user, version=shown_version(request))
    messages.success(request, "Signed. The officer is asked for an answer.")
    return redirect(half)


@require_POST
@access(reviewing.can_review_somebody)
def take_back_half(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the signature back, while nobody has answered."""
    half = _half(request, pk)
    actions.take_back_half(half, by=request.user, version=shown_version(request))
    messages.success(request, "The half is a draft again; your side alone reads it.")
    return redirect(half)


@form_view
@access(reviewing.can_open_reviews)
def answer_half(request: HttpRequest, pk: UUID, side: str) -> HttpResponse:
    """The officer's comment to one half, or that there is nothing to add.

    Where the signature was taken back meanwhile, what was typed stays on the page.
    """
    rows = Review.objects.visible_to(request.user).for_list()
    review = get_object_or_404(rows, pk=pk)
    half = _own(request, review, side)
    if side not in TITLES or (half is None and request.method != "POST"):
        raise Http404
    require(reviewing.can_answer_in(request.user, review))
    readers = reviewing.WHO_READS_COMMENT[Side(side)]
    form = AnswerHalfForm(request.POST or None, readers=readers)
    if carried_out(
        form,
        lambda: actions.answer_half(review, side, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, "Your answer stands beside the half.")
        return redirect(review.half_url(side))
    context = {
        "title": f"Answer {TITLES[Side(side)].lower()}",
        "lead": str(review),
        "back_url": review.get_absolute_url(),
        "back_label": "Review",
    }
    return form_response(request, "officers/reviews/form.html", form, context)


def _own(request: HttpRequest, review: Review, side: str) -> ReviewHalf | None:
    rows = ReviewHalf.objects.visible_to(request.user)
    return rows.filter(review=review, side=side).first()


def _as_kept(request: HttpRequest, half: ReviewHalf | None) -> dict[str, object]:
    if half is None:
        return {"version": FIRST}
    rows = ReviewAnswer.objects.visible_to(request.user).filter(half=half)
    return {"version": half.version, **as_said(rows)}


def _half(request: HttpRequest, pk: UUID) -> ReviewHalf:
    rows = ReviewHalf.objects.visible_to(request.user).for_page()
    return get_object_or_404(rows, pk=pk)
