"""What has to be mended: which there is, one of it, and its verbs."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import finding_policy as policy
from schools.actions import findings as actions
from schools.findings import (
    HEADER,
    SENTENCES,
    facts_of,
    lines_of,
    offers_for,
    page_of,
    said_of,
    schools_with_findings,
)
from schools.forms.findings import (
    AddFindingForm,
    ChangeFindingForm,
    WhichFindingsForm,
)
from schools.forms.walkthroughs import AddPhotoForm
from schools.models import Drill, Finding
from schools.views.plans import visible_plan
from schools.views.territory import visible_school
from schools.views.walkthroughs import visible_walk
from sro_program.audit.timeline import happened
from sro_program.core.exports import export
from sro_program.core.files import MAX_SIZE, download
from sro_program.core.forms import shown_version
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    takes_large_files,
)
from sro_program.core.paging import is_key
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
FORM = "schools/form_in_rows.html"


@require_safe
@access(policy.can_open_findings)
def findings(request: HttpRequest) -> HttpResponse:
    """What is to be mended at all schools that one reads, or what the filter says."""
    form = WhichFindingsForm(request.GET, schools=schools_with_findings(request.user))
    asked = form.sensible
    page = page_of(request.user, asked)
    school = asked.get("school")
    context = {
        "form": form,
        "findings": page.findings,
        **form.pages(page.after),
        "school": school,
        "may_add": school and policy.can_mend(request.user, school),
        "today": localdate(),
    }
    return render(request, "schools/findings/findings.html", context)


@require_safe
@access(policy.can_open_findings)
def export_findings(request: HttpRequest, file_format: str) -> HttpResponse:
    """A line for each, as the filter says."""
    schools = schools_with_findings(request.user)
    asked = WhichFindingsForm(request.GET, schools=schools).sensible
    lines = lines_of(request.user, asked)
    return export(f"Findings {localdate()}", file_format, HEADER, lines)


@require_safe
@access(policy.can_open_findings)
def finding(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """What it says, and what happened to it."""
    found = visible_finding(request, pk, finding)
    context = {
        "finding": found,
        "facts": facts_of(found),
        "offers": offers_for(request.user, found),
        "events": happened(found, SENTENCES),
        "today": localdate(),
    }
    return render(request, "schools/findings/finding.html", context)


@form_view
@access(policy.can_mend_some)
@takes_large_files(MAX_SIZE)
def add_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what has to be mended; what showed it is named with it: a drill, a walk, or a
    plan from which the building differs."""
    school = visible_school(request.user, pk)
    require(policy.can_mend(request.user, school))
    drill = _drill(request, pk)
    key, plan = (request.GET.get(name, "") for name in ("walk", "plan"))
    walk = visible_walk(request.user, pk, UUID(key)) if is_key(key) else None
    differs = visible_plan(request.user, pk, UUID(plan)) if is_key(plan) else None
    form = AddFindingForm(request.POST or None, request.FILES or None, school=school)
    act = partial(
        actions.add_finding,
        school,
        by=request.user,
        drill=drill,
        walkthrough=walk,
        plan=differs,
    )
    after = drill or walk or differs
    if added := carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "Added. It waits for whoever it was given to.")
        return redirect(after or added)
    context = {
        "title": f"To be mended after: {after}" if after else "To be mended",
        "school": school,
        "back_url": (after or school).get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


@form_view
@access(policy.can_mend_some)
def change_finding(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """Say it otherwise."""
    found = visible_finding(request, pk, finding)
    require(policy.can_mend(request.user, found.school))
    form = ChangeFindingForm(
        request.POST or None, school=found.school, initial=said_of(found)
    )
    act = partial(actions.change_finding, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {
        "title": "Change what has to be mended",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


@form_view
@access(policy.can_mend_some)
@takes_large_files(MAX_SIZE)
def add_photo(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """Show what was found; once."""
    found = visible_finding(request, pk, finding)
    require(policy.can_mend(request.user, found.school))
    form = AddPhotoForm(
        request.POST or None,
        request.FILES or None,
        initial={"version": found.version},
    )
    act = partial(actions.add_photo, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "The photo is added.")
        return redirect(found)
    context = {
        "title": "Add a photo",
        "school": found.school,
        "back_url": found.get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


@require_POST
@access(policy.can_mend_some)
def finish_finding(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """It is done."""
    done = "Done. Somebody else looks whether it is mended."
    return _tap(request, pk, finding, actions.finish_finding, done)


@require_POST
@access(policy.can_mend_some)
def check_finding(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """Somebody else has looked: it is mended."""
    done = "Mended, and looked at by two."
    return _tap(request, pk, finding, actions.check_finding, done)


@require_POST
@access(policy.can_mend_some)
def reopen_finding(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """Somebody else has looked: it is not mended."""
    done = "Open again. Whoever it waits for is told."
    return _tap(request, pk, finding, actions.reopen_finding, done)


def _tap(
    request: HttpRequest, pk: int, key: UUID, act: Callable[..., Finding], done: str
) -> HttpResponse:
    """A verb that asks nothing, for the version that was shown."""
    found = visible_finding(request, pk, key)
    act(found, by=request.user, version=shown_version(request))
    messages.success(request, done)
    return redirect(found)


@require_safe
@access(policy.can_open_findings)
def finding_photo(request: HttpRequest, pk: int, finding: UUID) -> HttpResponse:
    """The photo alone, after the same check as its page."""
    found = visible_finding(request, pk, finding)
    if not found.photo:
        raise Http404
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.photo, title=found.what, media_type=found.photo_type
    )


def visible_finding(request: HttpRequest, pk: int, finding: UUID) -> Finding:
    """One of this school, or 404."""
    rows = Finding.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, school=pk, pk=finding)


def _drill(request: HttpRequest, school: int) -> Drill | None:
    """The drill of this school that the address names, if it names one."""
    key = request.GET.get("drill", "")
    if not is_key(key):
        return None
    drills = Drill.objects.visible_to(request.user)
    return get_object_or_404(drills, pk=key, school=school)
