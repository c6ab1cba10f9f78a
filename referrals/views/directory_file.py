"""A list of entries from a file: first looked at, then taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from referrals import actions, policy
from referrals.directory_file import Reading, read
from referrals.forms.directory import AgencyForm, DirectoryFileForm, TakeOverForm
from schools.models import District
from sro_program.core.http import access, form_response
from sro_program.core.policy import require

PAGE = "referrals/directory_file.html"
MOVED = (
    "The directory has changed since you looked at the file. Look at it again; "
    "nothing has been changed."
)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_keep_directory)
def look_at_file(request: HttpRequest) -> HttpResponse:
    """What a file would add and change; nothing is changed yet."""
    form = DirectoryFileForm(
        request.POST or None, request.FILES or None, user=request.user
    )
    if form.is_valid():
        district = form.cleaned_data["district"]
        require(policy.can_keep_in(request.user, district))
        return shown(request, district, form.text)
    return form_response(request, PAGE, form)


@require_POST
@access(policy.can_keep_directory)
def take_over_file(request: HttpRequest) -> HttpResponse:
    """Carry out what was looked at: all of its good lines, or nothing."""
    form = TakeOverForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, "That page was not complete. Choose the file again.")
        return redirect("referrals:look_at_file")
    district, text = form.cleaned_data["district"], form.cleaned_data["text"]
    require(policy.can_keep_in(request.user, district))
    reading = reading_of(request, district, text)
    if reading.mark != form.cleaned_data["mark"]:
        messages.warning(request, MOVED)
        return shown(request, district, text, status=409)
    take_over(request, district, reading)
    messages.success(request, f"{len(reading.changes)} entries are taken over.")
    return redirect("referrals:directory")


def take_over(request: HttpRequest, district: District, reading: Reading) -> None:
    """In the request's one transaction, so a refusal undoes all of it."""
    for one in reading.new:
        actions.add_agency(by=request.user, district=district, **one.content)
    for one in reading.changed:
        assert one.agency is not None  # noqa: S101  # what is changed is known
        version = one.agency.version
        actions.change_agency(
            one.agency, by=request.user, version=version, **one.content
        )


def shown(
    request: HttpRequest, district: District, text: str, *, status: int = 200
) -> HttpResponse:
    reading = reading_of(request, district, text)
    context = {"reading": reading, "district": district, "text": text}
    return render(request, "referrals/directory_changes.html", context, status=status)


def reading_of(request: HttpRequest, district: District, text: str) -> Reading:
    """What the text would change, each line judged by the form for one entry."""

    def check(values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        form = AgencyForm(values, user=request.user)
        if form.is_valid():
            return form.content, []
        return {}, [
            f"{form.fields[name].label or name.capitalize()}: {error}"
            for name, errors in form.errors.items()
            for error in errors
        ]

    return read(text, district, check)
