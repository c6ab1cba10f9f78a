"""The topic library's pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from presentations import library, policy
from presentations.forms.library import (
    LibraryForm,
    MaterialForm,
    TopicForm,
)
from presentations.models import Topic, TopicMaterial
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.files import MAX_SIZE, download
from sro_program.core.forms import VersionForm, of_version
from sro_program.core.http import (
    access,
    form_response,
    get_visible_or_404,
    takes_large_files,
)
from sro_program.core.policy import require

FORM = "presentations/topic_form.html"


@require_safe
@access(policy.can_open)
def topics(request: HttpRequest) -> HttpResponse:
    """The library by grade band."""
    form = LibraryForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name, "") for name in ("q", "band", "tag")}
    rows = Topic.objects.visible_to(request.user).for_list()
    known = list(rows if form.cleaned_data.get("off") else rows.active())
    context = {
        "form": form,
        "wanted": wanted,
        "bands": library.banded(library.chosen(known, **wanted)),
        "tags": library.tags_of(known),
        "all_bands": library.BANDS,
        "can_keep": library.can_keep(request.user),
    }
    return render(request, "presentations/topics.html", context)


@require_safe
@access(policy.can_open)
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: what it teaches, how, with which files, and how it came about."""
    found = get_visible_or_404(Topic.objects, request.user, pk=pk)
    context = {
        **shown(request, found),
        "material_form": MaterialForm(topic=found),
    }
    return render(request, "presentations/topic.html", context)


def shown(request: HttpRequest, found: Topic) -> dict[str, object]:
    return {
        "topic": found,
        "band": library.band_of(found),
        "materials": found.materials.filter(removed_at=None),
        "times_given": library.times_given(request.user, found),
        "versions": library.versions_of(found),
        "can_keep": library.can_keep(request.user),
        "can_request": policy.can_request(request.user),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access(library.can_keep)
def add_topic(request: HttpRequest) -> HttpResponse:
    """Put a new topic into the library."""
    form = TopicForm(request.POST or None)
    if form.is_valid():
        try:
            added = library.add_topic(by=request.user, **form.content)
        except RuleBroken as refusal:
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, f"“{added}” is in the library.")
            return redirect(added)
    return form_response(request, FORM, form, {"title": "Add a topic"})


@require_http_methods(["GET", "HEAD", "POST"])
@access(library.can_keep)
def edit_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a topic says; the earlier version stays readable.

    After somebody else's change the form is shown again as it was filled in (409).
    """
    found = get_visible_or_404(Topic.objects, request.user, pk=pk)
    form = TopicForm(request.POST or None, topic=found)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            library.edit_topic(found, by=request.user, version=version, **form.content)
        except Stale as refusal:
            status = refusal.status
            now = get_visible_or_404(Topic.objects, request.user, pk=pk)
            form.data = of_version(request.POST, now.version)
            form.add_error(None, refusal.sentence)
        except RuleBroken as refusal:
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, f"“{found}” is saved as a new version.")
            return redirect(found)
    context = {"title": f"Change “{found}”", "form": form}
    return render(request, FORM, context, status=status)


@require_POST
@access(library.can_keep)
def switch_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a topic out of what can be asked for, or put it back."""
    found = get_visible_or_404(Topic.objects, request.user, pk=pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"]
        found = library.switch_topic(found, by=request.user, version=version)
        state = "can be asked for" if found.is_active else "is switched off"
        messages.success(request, f"“{found}” {state}.")
    return redirect(found)


@require_POST
@access(library.can_keep)
@takes_large_files(MAX_SIZE)
def add_material(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a topic."""
    found = get_visible_or_404(Topic.objects, request.user, pk=pk)
    form = MaterialForm(request.POST, request.FILES, topic=found)
    if form.is_valid():
        library.add_material(found, by=request.user, **form.cleaned_data)
        messages.success(request, "The file is added.")
        return redirect(found)
    context = {**shown(request, found), "material_form": form}
    return form_response(request, "presentations/topic.html", form, context)


@require_POST
@access(library.can_keep)
def remove_material(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file out of the library."""
    material = get_visible_or_404(TopicMaterial.objects, request.user, pk=pk)
    require(library.can_keep(request.user))
    library.remove_material(material, by=request.user)
    messages.success(request, f"“{material}” is removed.")
    return redirect(material.topic)


@require_safe
@access(policy.can_open)
def material(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Download a file of the library."""
    found = get_visible_or_404(
        TopicMaterial.objects, request.user, pk=pk, removed_at=None
    )
    title = f"{found.topic} - {found.title}"
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.file, title=title, media_type=found.media_type
    )
