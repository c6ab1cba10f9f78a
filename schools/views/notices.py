"""Access notices: which there are, one of them with its paper, and its verbs."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from schools import notice_policy as policy
from schools.actions import notices as actions
from schools.forms.notices import (
    AddNoticeForm,
    ChangeNoticeForm,
    RenewNoticeForm,
    WhichNoticesForm,
    WithdrawNoticeForm,
)
from schools.models import AccessNotice, Person
from schools.notices import (
    SENTENCES,
    facts_of,
    offers_for,
    page_of,
    said_of,
    schools_with_notices,
)
from schools.views.territory import visible_school
from sro_program.audit.log import record_view, record_views
from sro_program.audit.timeline import happened
from sro_program.core.files import MAX_SIZE, download
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
@access(policy.can_open_notices)
def notices(request: HttpRequest) -> HttpResponse:
    """Those of one's schools, or what the filter says. Whom it names is noted."""
    form = WhichNoticesForm(request.GET, schools=schools_with_notices(request.user))
    asked = form.sensible
    page = page_of(request.user, asked)
    record_views(request.user, [one for one in page.notices if one.is_sensitive])
    school = asked.get("school")
    context = {
        "form": form,
        "notices": page.notices,
        **form.pages(page.after),
        "school": school,
    }
    return render(request, "schools/notices/notices.html", context)


@require_safe
@access(policy.can_open_notices)
def notice(request: HttpRequest, pk: int, notice: UUID) -> HttpResponse:
    """What it says, and what happened to it. Opening it is noted."""
    found = visible_notice(request, pk, notice)
    record_view(request.user, found)
    context = {
        "notice": found,
        "facts": facts_of(found),
        "offers": offers_for(request.user, found),
        "events": happened(found, SENTENCES),
    }
    return render(request, "schools/notices/notice.html", context)


@require_safe
@access(policy.can_open_notices)
def notice_document(request: HttpRequest, pk: int, notice: UUID) -> HttpResponse:
    """Its paper alone, after the same check as its page. Opening it is noted."""
    found = visible_notice(request, pk, notice)
    if not found.document:
        raise Http404
    record_view(request.user, found)
    return download(  # type: ignore[return-value]  # the middleware treats a stream alike
        found.document, title="Access notice", media_type=found.document_type
    )


@form_view
@access(policy.can_open_notices)
@takes_large_files(MAX_SIZE)
def add_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one, about somebody of the roster or somebody whom the paper names."""
    school = visible_school(request.user, pk)
    require(policy.can_keep_notices(request.user, school))
    person = _person(request, pk)
    form = AddNoticeForm(
        request.POST or None, request.FILES or None, school=school, person=person
    )
    act = partial(actions.add_notice, school, by=request.user)
    if added := carried_out(form, lambda: act(**form.told)):
        messages.success(request, "The notice is in force from its first day.")
        return redirect(added)
    context = {
        "title": f"Access notice: {person}" if person else "Add an access notice",
        "tab": "Add an access notice",  # a browser keeps the titles of pages
        "school": school,
        "back_url": school.get_absolute_url(),
    }
    return form_response(request, FORM, form, context)


@form_view
@access(policy.can_open_notices)
def change_notice(request: HttpRequest, pk: int, notice: UUID) -> HttpResponse:
    """Say otherwise why, what to do, where, and who looks again."""
    found = _kept_notice(request, pk, notice)
    form = ChangeNoticeForm(
        request.POST or None, school=found.school, initial=said_of(found)
    )
    act = partial(actions.change_notice, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Saved.")
        return redirect(found)
    return form_response(request, FORM, form, _asked(found, "Change an access notice"))


@form_view
@access(policy.can_open_notices)
def renew_notice(request: HttpRequest, pk: int, notice: UUID) -> HttpResponse:
    """A later last day, and why."""
    found = _kept_notice(request, pk, notice)
    form = RenewNoticeForm(request.POST or None, initial={"version": found.version})
    act = partial(actions.renew_notice, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "The notice has a later last day.")
        return redirect(found)
    return form_response(request, FORM, form, _asked(found, "Renew an access notice"))


@form_view
@access(policy.can_open_notices)
def withdraw_notice(request: HttpRequest, pk: int, notice: UUID) -> HttpResponse:
    """It ends today, and why."""
    found = _kept_notice(request, pk, notice)
    form = WithdrawNoticeForm(request.POST or None, initial={"version": found.version})
    act = partial(actions.withdraw_notice, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "Withdrawn. It stays among the past notices.")
        return redirect(found)
    return form_response(request, FORM, form, _asked(found, "Withdraw a notice"))


def visible_notice(request: HttpRequest, pk: int, notice: UUID) -> AccessNotice:
    """One that is kept at this school, or 404."""
    rows = AccessNotice.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, school=pk, pk=notice)


def _kept_notice(request: HttpRequest, pk: int, notice: UUID) -> AccessNotice:
    found = visible_notice(request, pk, notice)
    require(policy.can_keep_notice(request.user, found))
    return found


def _asked(notice: AccessNotice, title: str) -> dict[str, object]:
    return {
        "title": title,
        "school": notice.school,
        "back_url": notice.get_absolute_url(),
    }


def _person(request: HttpRequest, school: int) -> Person | None:
    """Whom of this school's roster the address names, if it names somebody."""
    key = request.GET.get("person", "")
    if not is_key(key):
        return None
    people = Person.objects.visible_to(request.user)
    return get_object_or_404(people, pk=key, school=school)
