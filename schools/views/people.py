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

from schools import people_policy as policy
from schools.actions import merging as actions
from schools.duplicates import pairs_at
from schools.forms.people import MergeForm, tells_of
from schools.models import Person
from schools.views.territory import visible_school
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.policy import require


@require_safe
@access(policy.can_merge_some)
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """Two by two, those of one name and kind."""
    school = visible_school(request.user, pk)
    require(policy.can_merge(request.user, school))
    pairs = [
        (pair, tells_of(pair.one), tells_of(pair.other))
        for pair in pairs_at(request.user, school)
    ]
    context = {"school": school, "pairs": pairs}
    return render(request, "schools/people/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_merge_some)
def merge(request: HttpRequest, pk: int, one: UUID, other: UUID) -> HttpResponse:
    """Choose which entry stays; what names the other one names it from then on."""
    school = visible_school(request.user, pk)
    require(policy.can_merge(request.user, school))
    people = _person(request, pk, one), _person(request, pk, other)
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
    actions.tell_apart(*people, by=request.user)
    messages.success(request, "Two people. They are not offered again.")
    return redirect("schools:duplicates", pk)


def _person(request: HttpRequest, school: int, key: UUID) -> Person:
    people = Person.objects.visible_to(request.user).current()
    return get_object_or_404(people.select_related("school"), school=school, pk=key)
