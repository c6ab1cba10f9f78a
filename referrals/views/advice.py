"""The pages about advice, and the way out of a crisis."""

from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers.models import ActivityEntry
from officers.promoting import begun_at, line_named
from referrals import actions, policy
from referrals.actions.advice import TYPES
from referrals.crisis import HOTLINE, path_for
from referrals.forms.advice import (
    ChangeAdviceForm,
    RecordAdviceForm,
    SchoolForm,
)
from referrals.listing import page_of
from referrals.models import Advice, Referral
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.audit.log import record_view
from sro_program.core.forms import VersionForm
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    get_visible_or_404,
)
from sro_program.core.policy import require

SHOWN_TO_CHANGE = [
    *("version", "with_whom", "topics", "minutes", "outcome", "follow_up_on"),
    *("grade", "place", "place_text", "note"),
]


@require_safe
@access(policy.can_open_advice)
def index(request: HttpRequest) -> HttpResponse:
    """What advice was given, newest first; what is to be followed up on top."""
    rows = Advice.objects.visible_to(request.user)
    mine = rows.filter(officer__user_id=request.user.pk or 0)
    page = page_of(rows, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "due": mine.due(date.max).for_list() if page.is_first else [],
        "today": localdate(),
        "can_advise": policy.can_advise(request.user),
    }
    return render(request, "referrals/advice_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_advise)
def record_advice(request: HttpRequest) -> HttpResponse:
    """Write down a session, in a few taps."""
    schools = schools_of(request)
    line = line_named(request.user, request.GET.get("line", ""))
    asked = QueryDict(f"school={line.school_id}") if line else request.GET
    school = chosen(request, schools, request.POST or asked)
    form = RecordAdviceForm(
        request.POST or None,
        school=school,
        schools=schools,
        initial=_from_line(line) if line else {},
    )
    if advice := carried_out(
        form,
        lambda: actions.record_advice(by=request.user, line=line, **form.cleaned_data),
    ):
        messages.success(request, "Recorded; the line is in your activity log.")
        return redirect(next_page(advice))
    context = {"title": "Record advice", **panels(school)}
    return form_response(request, "referrals/advice_form.html", form, context)


def _from_line(line: ActivityEntry) -> dict[str, object]:
    """What a line of the log says already."""
    began = begun_at(line)
    said = {
        "with_whom": WITH.get(ActivityEntry.Type(line.type), ""),
        "minutes": line.minutes,
        "place_text": line.place,
        "note": line.note,
    }
    return {**said, "given_at": localtime(began)} if began else said


def next_page(advice: Advice) -> str:
    """The session, or the form of the referral to which it led."""
    if advice.outcome != Advice.Outcome.REFERRAL:
        return advice.get_absolute_url()
    query = urlencode({"advice": str(advice.pk)})
    return f"{reverse('referrals:refer')}?{query}"


WITH = {kind: whom for whom, kind in reversed(TYPES.items())}
"""Whom a line of the log was with, by its kind."""


def schools_of(request: HttpRequest) -> SchoolQuerySet:
    """The open schools that this officer serves."""
    seen = School.objects.visible_to(request.user)
    return seen.reached_as(request.user, Role.OFFICER).open().for_list()


def chosen(request: HttpRequest, schools: SchoolQuerySet, asked: QueryDict) -> School:
    """The school that was asked for, or the last one at which advice was given."""
    form = SchoolForm(asked, schools=schools)
    form.is_valid()
    mine = Advice.objects.visible_to(request.user).for_list()
    last = mine.filter(officer__user_id=request.user.pk or 0).values("school")[:1]
    usual = schools.filter(pk__in=last).first() or schools.first()
    school: School | None = form.cleaned_data.get("school") or usual
    if school is None:
        raise Http404
    return school


def panels(school: School) -> dict[str, object]:
    """What the form shows at once for some topics."""
    return {"school": school, "contacts": path_for(school), "hotline": HOTLINE}


@require_safe
@access(policy.can_open_advice)
def advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session. Opening it is written down: it may tell of a child."""
    found = visible(request, pk)
    record_view(request.user, found)
    context = {
        "advice": found,
        "may_change": policy.can_change(request.user, found),
        "may_follow_up": policy.can_follow_up(request.user, found),
        "referrals": Referral.objects.visible_to(request.user)
        .filter(concern__advice=found, redirected_from=None)
        .for_list(),
        **(panels(found.school) if found.is_crisis or found.has_duty else {}),
    }
    return render(request, "referrals/advice.html", context)


def visible(request: HttpRequest, pk: UUID) -> Advice:
    """The session with what its pages show, or 404."""
    rows = Advice.objects.visible_to(request.user).select_related("school__district")
    return get_object_or_404(rows.select_related("officer__user", "place"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(policy.can_advise)
def change_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct what was recorded; from an older page it is sent again (409)."""
    found = visible(request, pk)
    require(policy.can_change(request.user, found))
    values = {name: getattr(found, name) for name in SHOWN_TO_CHANGE}
    form = ChangeAdviceForm(request.POST or None, school=found.school, initial=values)
    act = partial(actions.change_advice, found, by=request.user)
    if carried_out(form, lambda: act(**form.cleaned_data), found):
        messages.success(request, "The change is saved, in your log as well.")
        return redirect(found)
    context = {"title": "Change advice", **panels(found.school)}
    return form_response(request, "referrals/advice_form.html", form, context)


@require_POST
@access(policy.can_advise)
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick the follow-up off."""
    found = visible(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"]
        actions.follow_up(found, by=request.user, version=version)
        messages.success(request, "Followed up.")
    return redirect(found)


@require_safe
@access(policy.can_open_directory)
def crisis(request: HttpRequest, pk: int) -> HttpResponse:
    """Danger now: who to call from this school."""
    school = get_visible_or_404(School.objects, request.user, pk=pk)
    return render(request, "referrals/crisis.html", panels(school))
