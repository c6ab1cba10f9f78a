"""Entries that may be one person: offered, merged, told apart."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import duplicates as offered
from schools import people_policy as policy
from schools.actions import merging as actions
from schools.forms.people import MergeForm, tells_of
from schools.models import Namesakes, Person
from schools.views.territory import visible_school
from sro_program.core.errors import WrongState
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require

type Told = tuple[offered.Pair | Namesakes, str, str]


@require_safe
@access(policy.can_merge_some)
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """Two by two, those of one name and kind; and who was told apart, or merged."""
    school = visible_school(request.user, pk)
    require(policy.can_merge(request.user, school))
    pairs = offered.pairs_at(request.user, school)
    apart = offered.told_apart_at(request.user, school)
    merged = offered.merged_at(request.user, school)
    context = {
        "school": school,
        "pairs": [_told(pair) for pair in pairs[: offered.MOST]],
        "first": offered.MOST if len(pairs) > offered.MOST else 0,
        "apart": [_told(said) for said in apart],
        "merged": [
            (one.event, tells_of(one.entry), tells_of(one.stays)) for one in merged
        ],
    }
    return render(request, "schools/people/duplicates.html", context)


def _told(pair: offered.Pair | Namesakes) -> Told:
    return pair, tells_of(pair.one), tells_of(pair.other)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_merge_some)
def merge(request: HttpRequest, pk: int, one: UUID, other: UUID) -> HttpResponse:
    """Choose which entry stays; what names the other one names it from then on."""
    school = visible_school(request.user, pk)
    require(policy.can_merge(request.user, school))
    people = _person(request, pk, one), _person(request, pk, other)
    if not all(person.is_current for person in people):
        return _was_faster(request, pk)
    form = MergeForm(request.POST or None, one=people[0], other=people[1])
    if kept := carried_out(
        form, lambda: actions.merge_people(*form.chosen(), by=request.user)
    ):
        messages.success(request, f"{kept} has one entry now.")
        return redirect("schools:duplicates", school.pk)
    context = {
        "title": f"Is this one {people[0]}, or two?",
        "school": school,
        "back_url": reverse("schools:duplicates", args=[school.pk]),
    }
    return form_response(request, "schools/form.html", form, context)


@require_POST
@access(policy.can_merge_some)
def tell_apart(request: HttpRequest, pk: int, one: UUID, other: UUID) -> HttpResponse:
    """They are two people."""
    people = _person(request, pk, one), _person(request, pk, other)
    try:
        actions.tell_apart(*people, by=request.user)
    except WrongState:
        return _was_faster(request, pk)
    messages.success(request, "Two people. They are not offered again.")
    return redirect("schools:duplicates", pk)


def _was_faster(request: HttpRequest, school: int) -> HttpResponse:
    """A second click, or a second window: back to the list, which says how it is."""
    messages.info(request, actions.FASTER)
    return redirect("schools:duplicates", school)


def _person(request: HttpRequest, school: int, key: UUID) -> Person:
    people = Person.objects.visible_to(request.user).select_related("school")
    return get_object_or_404(people, school=school, pk=key)
