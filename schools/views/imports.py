"""Importing rosters: upload, watch, read the report, apply or abandon."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRefresh

from schools import policy, tasks
from schools.actions import imports as actions
from schools.forms import MAX_UPLOAD, ApplyForm, UploadForm
from schools.models import OneRosterImport
from sro_program.core.db import Actor
from sro_program.core.http import (
    access,
    form_response,
    get_visible_or_404,
    takes_large_files,
)

SHOWN = 50


def visible_import(user: Actor, pk: UUID) -> OneRosterImport:
    """The import with its district and sender, or 404."""
    return get_visible_or_404(OneRosterImport.objects.for_list(), user, pk=pk)


@require_safe
@access(policy.can_import)
def imports(request: HttpRequest) -> HttpResponse:
    visible = OneRosterImport.objects.visible_to(request.user).for_list()
    context = {"packages": visible.defer("summary", "problems")[:SHOWN]}
    return render(request, "schools/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_import)
@takes_large_files(MAX_UPLOAD)
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        package = actions.upload(by=request.user, **form.cleaned_data)
        tasks.start(tasks.check_import, package.pk)
        return redirect(package)
    return form_response(request, "schools/upload.html", form)


@require_safe
@access(policy.can_import)
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    package = visible_import(request.user, pk)
    if not _asks_for_progress(request):
        return _report(request, package, _apply_form(package))
    if not package.is_working:
        return HttpResponseClientRefresh()
    return render(request, "schools/import.html#progress", {"package": package})


def _asks_for_progress(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _apply_form(package: OneRosterImport) -> ApplyForm:
    mode = "good" if package.problem_count else "all"
    initial = {"version": package.version, "mode": mode}
    return ApplyForm(initial=initial, package=package)


def _report(
    request: HttpRequest, package: OneRosterImport, form: ApplyForm
) -> HttpResponse:
    context = {
        "package": package,
        "offers": actions.offers(request.user, package),
        "unseen_problems": package.problem_count - len(package.problems),
    }
    return form_response(request, "schools/import.html", form, context)


@require_POST
@access(policy.can_import)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    package = visible_import(request.user, pk)
    form = ApplyForm(request.POST, package=package)
    if not form.is_valid():
        return _report(request, package, form)
    actions.apply(package, by=request.user, **form.cleaned_data)
    tasks.start(tasks.apply_import, package.pk)
    return redirect(package)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_import)
def abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    package = visible_import(request.user, pk)
    if request.method == "POST":
        actions.abandon(package, by=request.user)
        messages.success(request, "The upload is thrown away. Nothing was changed.")
        return redirect("schools:imports")
    return render(request, "schools/abandon.html", {"package": package})
