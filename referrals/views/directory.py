"""The directory's pages."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from referrals import actions, directory, policy
from referrals.directory_file import HEADER, rows_of
from referrals.forms.directory import AgencyForm, DirectoryForm
from referrals.models import Agency
from sro_program.audit.log import record_disclosure
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.exports import export
from sro_program.core.forms import VersionForm, of_version
from sro_program.core.http import access, form_response
from sro_program.core.policy import require

FORM = "referrals/agency_form.html"
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(policy.can_open_directory)
def index(request: HttpRequest) -> HttpResponse:
    """Who helps with what."""
    form = DirectoryForm(request.GET)
    rows = directory.found(request.user, wanted(form))
    page = directory.page_of(rows, after=form.asked("after"))
    context = {
        "form": form,
        "page": page,
        "next": next_url(form, page.after),
        "filtered": any(form.asked(name) for name in ("q", "kind", "topic", "stale")),
        "can_keep": policy.can_keep_directory(request.user),
        "query": urlencode(shown(form)),
    }
    return render(request, "referrals/directory.html", context)


def wanted(form: DirectoryForm) -> directory.Wanted:
    """What the address asks for, every part of it known to be good."""
    names = ("q", "kind", "topic")
    words = {name: str(form.asked(name) or "") for name in names}
    flags = {name: bool(form.asked(name)) for name in ("stale", "off")}
    return directory.Wanted(**words, **flags)  # type: ignore[arg-type]  # mypy merges the two kinds


def shown(form: DirectoryForm) -> dict[str, Any]:
    """The filter as an address has it."""
    names = ("q", "kind", "topic", "stale", "off")
    return {name: form.asked(name) for name in names if form.asked(name)}


def next_url(form: DirectoryForm, after: int | None) -> str:
    if after is None:
        return ""
    return "?" + urlencode({**shown(form), "after": after})


@require_safe
@access(policy.can_open_directory)
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what they do, and how they are reached."""
    found = visible(request, pk)
    context = {"agency": found, "may_keep": policy.can_keep(request.user, found)}
    return render(request, "referrals/agency.html", context)


def visible(request: HttpRequest, pk: int) -> Agency:
    """The entry with what its page shows, or 404."""
    return get_object_or_404(Agency.objects.visible_to(request.user).for_list(), pk=pk)


@form_view
@access(policy.can_keep_directory)
def add_agency(request: HttpRequest) -> HttpResponse:
    """Put somebody into the directory."""
    form = AgencyForm(request.POST or None, user=request.user)
    if form.is_valid():
        district = form.cleaned_data["district"]
        try:
            added = actions.add_agency(
                by=request.user, district=district, **form.content
            )
        except RuleBroken as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"“{added}” is in the directory.")
            return redirect(added)
    return form_response(request, FORM, form, {"title": "Add to the directory"})


@form_view
@access(policy.can_keep_directory)
def change_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an entry says; from an older page it is sent again (409)."""
    found = visible(request, pk)
    require(policy.can_keep(request.user, found))
    form = AgencyForm(request.POST or None, user=request.user, agency=found)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_agency(
                found, by=request.user, version=version, **form.content
            )
        except Stale as refusal:
            status = refusal.status
            form.data = of_version(request.POST, visible(request, pk).version)
            form.add_error(None, refusal.sentence)
        except RuleBroken as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"“{found}” is saved, and checked today.")
            return redirect(found)
    context = {"title": f"Change “{found}”", "form": form}
    return render(request, FORM, context, status=status)


@require_POST
@access(policy.can_keep_directory)
def check_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that everything is still right."""
    found = visible(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"]
        actions.check_agency(found, by=request.user, version=version)
        messages.success(request, f"“{found}” is marked as checked today.")
    return redirect(found)


@require_POST
@access(policy.can_keep_directory)
def switch_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry out of what can be chosen, or put it back."""
    found = visible(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"]
        now = actions.switch_agency(found, by=request.user, version=version)
        state = "can be turned to" if now.is_active else "is switched off"
        messages.success(request, f"“{found}” {state}.")
    return redirect(found)


@require_safe
@access(policy.can_open_directory)
def export_directory(request: HttpRequest, file_format: str) -> HttpResponse:
    """The entries of the filter as a file that can be read in again."""
    rows = directory.found(request.user, wanted(DirectoryForm(request.GET)))
    agencies = list(rows.for_list()[: directory.MOST_EXPORTED])
    record_disclosure(
        request.user,
        "export_directory",
        request.user,  # type: ignore[arg-type]  # signed in: the view is not public
        rows=len(agencies),
    )
    title = f"Directory {localdate():%Y-%m-%d}"
    return export(title, file_format, HEADER, rows_of(agencies))
