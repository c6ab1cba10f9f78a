"""Calendars that a school lets in: which, one of them, and what it would change."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import event_policy, policy, tasks
from schools.actions import feeds as actions
from schools.feeds import Preview, preview_of, readings_of
from schools.forms.feeds import (
    AddFeedForm,
    ApplyReadingForm,
    ChangeFeedForm,
    UploadCalendarForm,
)
from schools.ics.reading import MAX_SIZE
from schools.models import FeedReading, SchoolFeed
from schools.views.territory import visible_school
from sro_program.core.errors import WrongState
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    takes_large_files,
)
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
ABOUT = (
    *("name", "address", "applies_itself"),
    *("closed_words", "early_words", "testing_words", "version"),
)


@require_safe
@access(event_policy.can_keep_some_feeds)
def feeds(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendars of one school."""
    school = visible_school(request.user, pk)
    require(policy.can_keep(request.user, school))
    rows = SchoolFeed.objects.visible_to(request.user).filter(school=school)
    context = {"school": school, "feeds": rows.for_list()}
    return render(request, "schools/events/feeds.html", context)


@form_view
@access(event_policy.can_keep_some_feeds)
def add_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one in."""
    school = visible_school(request.user, pk)
    require(policy.can_keep(request.user, school))
    form = AddFeedForm(request.POST or None)
    act = partial(actions.add_feed, school, by=request.user)
    if added := carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "It is let in. Now upload a file, or have it read.")
        return redirect(added)
    context = {"title": "Let a calendar in", "school": school}
    context["back_url"] = school.get_absolute_url()
    return form_response(request, "schools/form.html", form, context)


@require_safe
@access(event_policy.can_keep_some_feeds)
def feed(request: HttpRequest, pk: int, feed: UUID) -> HttpResponse:
    """One calendar: what it would change, and when it was read."""
    found = _visible(request, pk, feed)
    preview = preview_of(request.user, found)
    return _page(request, found, preview, _apply_form(preview) if preview else None)


@form_view
@access(event_policy.can_keep_some_feeds)
def change_feed(request: HttpRequest, pk: int, feed: UUID) -> HttpResponse:
    """Say otherwise where it is, or by which words its days are known."""
    found = _visible(request, pk, feed)
    initial = {name: getattr(found, name) for name in ABOUT}
    form = ChangeFeedForm(request.POST or None, initial=initial)
    act = partial(actions.change_feed, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {
        "title": f"Change “{found}”",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, "schools/form.html", form, context)


@form_view
@access(event_policy.can_keep_some_feeds)
@takes_large_files(MAX_SIZE + 2**20)
def upload_calendar(request: HttpRequest, pk: int, feed: UUID) -> HttpResponse:
    """Look at a file: nothing is written yet."""
    found = _visible(request, pk, feed)
    form = UploadCalendarForm(request.POST or None, request.FILES or None, feed=found)
    act = partial(actions.upload_calendar, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data)):
        return redirect(found)
    context = {
        "title": "Look at a file",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, "schools/form.html", form, context)


@require_POST
@access(event_policy.can_keep_some_feeds)
def read_now(request: HttpRequest, pk: int, feed: UUID) -> HttpResponse:
    """Have the address read."""
    found = _visible(request, pk, feed)
    reading = actions.ask_for_reading(found, by=request.user)
    tasks.start(tasks.read_feed, reading.pk)
    messages.success(request, "It is being read. Look again in a moment.")
    return redirect(found)


@require_POST
@access(event_policy.can_keep_some_feeds)
def apply_reading(
    request: HttpRequest, pk: int, feed: UUID, reading: UUID
) -> HttpResponse:
    """Write what was looked at."""
    found = _visible(request, pk, feed)
    rows = FeedReading.objects.visible_to(request.user).select_related(
        "feed__school__district"
    )
    one = get_object_or_404(rows, feed=found, pk=reading)
    form = ApplyReadingForm(request.POST)
    act = partial(actions.apply_reading, one, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), one):
        messages.success(request, "Applied.")
        return redirect(found)
    preview = preview_of(request.user, found)
    if preview is None:
        raise WrongState(actions.OVER, found.get_absolute_url())
    return _page(request, found, preview, form)


def _apply_form(preview: Preview) -> ApplyReadingForm:
    reading = preview.reading
    mode = "good" if reading.problem_count else "all"
    form = ApplyReadingForm(initial={"version": reading.version, "mode": mode})
    if not reading.problem_count:
        form.fields["mode"].widget = HiddenInput()
    return form


def _page(
    request: HttpRequest,
    feed: SchoolFeed,
    preview: Preview | None,
    form: ApplyReadingForm | None,
) -> HttpResponse:
    context: dict[str, object] = {
        "feed": feed,
        "preview": preview,
        "readings": readings_of(request.user, feed),
        "form": form,
    }
    if preview and form:
        form.helper.form_action = _apply_address(feed, preview)
        reading = preview.reading
        context["unseen"] = reading.problem_count - len(reading.problems)
        return form_response(request, "schools/events/feed.html", form, context)
    return render(request, "schools/events/feed.html", context)


def _apply_address(feed: SchoolFeed, preview: Preview) -> str:
    return reverse(
        "schools:apply_reading", args=[feed.school_id, feed.pk, preview.reading.pk]
    )


def _visible(request: HttpRequest, pk: int, feed: UUID) -> SchoolFeed:
    """One of this school that this person keeps, or 404."""
    rows = SchoolFeed.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, school=pk, pk=feed)
