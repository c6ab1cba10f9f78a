"""Changing a school's calendar, bell schedule and places: forms and confirmations."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from schools import policy
from schools.actions import keeping
from schools.forms import (
    AddDaysForm,
    AddPlaceForm,
    ChangeDayForm,
    ChangePeriodForm,
    PeriodForm,
    RenamePlaceForm,
)
from schools.models import Period, Place, School, SchoolDay
from schools.views.territory import visible_school
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.marks import said_by
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _form_page(
    request: HttpRequest, form: Form, title: str, school: School, back: str
) -> HttpResponse:
    context = {"title": title, "school": school, "back_url": back}
    return form_response(request, "schools/form.html", form, context)


def _confirm_page(
    request: HttpRequest, title: str, text: str, label: str, school: School, back: str
) -> HttpResponse:
    context = {
        "title": title,
        "text": text,
        "label": label,
        "school": school,
        "back_url": back,
    }
    return render(request, "schools/confirm.html", context)


def _calendar_of(school: School) -> str:
    return reverse("schools:calendar", args=[school.pk])


def _places_of(school: School) -> str:
    return reverse("schools:places", args=[school.pk])


@form_view
@access(policy.can_open)
def add_days(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    require(policy.can_keep(request.user, school))
    form = AddDaysForm(request.POST or None, user=request.user, school=school)
    if count := carried_out(
        form, lambda: keeping.add_days(school, by=request.user, **form.cleaned_data)
    ):
        days = "1 day is" if count == 1 else f"{count} days are"
        messages.success(request, f"{days} marked.")
        return redirect(_calendar_of(school))
    return _form_page(request, form, "Mark days", school, _calendar_of(school))


def _visible_day(school: School, day: int) -> SchoolDay:
    rows = SchoolDay.objects.of_school(school).select_related("school")
    return get_object_or_404(rows, pk=day)


@form_view
@access(policy.can_open)
def change_day(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    mark = _visible_day(school, day)
    require(policy.can_keep_day(request.user, mark))
    was = said_by(mark, ["kind", "label", "early_release"])
    form = ChangeDayForm(request.POST or None, initial=was, shown=was)
    if carried_out(
        form, lambda: keeping.change_day(mark, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The day is changed.")
        return redirect(_calendar_of(school))
    title = f"Change {mark.on:%A, %B} {mark.on.day}"
    return _form_page(request, form, title, school, _calendar_of(school))


@form_view
@access(policy.can_open)
def remove_day(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    mark = _visible_day(school, day)
    require(policy.can_keep_day(request.user, mark))
    if request.method == "POST":
        keeping.remove_day(mark, by=request.user)
        messages.success(request, "The mark is removed.")
        return redirect(_calendar_of(school))
    title = f"Remove “{mark.label}” on {mark.on:%A, %B} {mark.on.day}?"
    whom = "every school of the district" if mark.school is None else school.name
    text = f"It becomes an ordinary school day again, for {whom}."
    return _confirm_page(request, title, text, "Remove", school, _calendar_of(school))


@form_view
@access(policy.can_open)
def add_period(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    require(policy.can_keep(request.user, school))
    form = PeriodForm(request.POST or None)
    if period := carried_out(
        form, lambda: keeping.add_period(school, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{period} is added.")
        return redirect(school)
    return _form_page(request, form, "Add a period", school, school.get_absolute_url())


def _visible_period(school: School, period: int) -> Period:
    rows = Period.objects.of_school(school)
    return get_object_or_404(rows, pk=period)


@form_view
@access(policy.can_open)
def change_period(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    found = _visible_period(school, period)
    require(policy.can_keep(request.user, school))
    was = said_by(found, ["name", "starts_at", "ends_at"])
    form = ChangePeriodForm(request.POST or None, initial=was, shown=was)
    if carried_out(
        form, lambda: keeping.change_period(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The period is changed.")
        return redirect(school)
    title = f"Change {found}"
    return _form_page(request, form, title, school, school.get_absolute_url())


@form_view
@access(policy.can_open)
def remove_period(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    found = _visible_period(school, period)
    require(policy.can_keep(request.user, school))
    if request.method == "POST":
        keeping.remove_period(found, by=request.user)
        messages.success(request, f"{found} is removed.")
        return redirect(school)
    title = f"Remove {found}?"
    text = "Talks that are already scheduled keep their times."
    back = school.get_absolute_url()
    return _confirm_page(request, title, text, "Remove", school, back)


@form_view
@access(policy.can_open)
def add_place(request: HttpRequest, pk: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    require(policy.can_keep_places(request.user, school))
    form = AddPlaceForm(request.POST or None, school=school)
    if place := carried_out(
        form, lambda: keeping.add_place(school, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{place} is added.")
        return redirect(_places_of(school))
    return _form_page(request, form, "Add a place", school, _places_of(school))


def _visible_place(school: School, place: int) -> Place:
    return get_object_or_404(Place.objects.of_school(school).in_use(), pk=place)


@form_view
@access(policy.can_open)
def rename_place(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    found = _visible_place(school, place)
    require(policy.can_keep_places(request.user, school))
    was = said_by(found, ["label", "capacity"])
    form = RenamePlaceForm(request.POST or None, initial=was, shown=was)
    if renamed := carried_out(
        form, lambda: keeping.rename_place(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"It is now {renamed}.")
        return redirect(_places_of(school))
    return _form_page(request, form, f"Rename {found}", school, _places_of(school))


@form_view
@access(policy.can_open)
def archive_place(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    school = visible_school(request.user, pk)
    found = _visible_place(school, place)
    require(policy.can_keep_places(request.user, school))
    if request.method == "POST":
        keeping.archive_place(found, by=request.user)
        messages.success(request, f"{found} is archived.")
        return redirect(_places_of(school))
    title = f"Archive {found}?"
    text = "It is no longer offered. Talks and records that name it keep it."
    back = _places_of(school)
    return _confirm_page(request, title, text, "Archive", school, back)
