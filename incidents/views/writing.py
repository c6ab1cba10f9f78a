"""Writing a report: the first step, where and when, the account."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from incidents import actions, policy
from incidents.actions.log_line import ASKED_BY
from incidents.forms.account import AccountForm, AskedForm, HandBackForm, NarrativeForm
from incidents.forms.begin import BeginForm, ChangeHeaderForm
from incidents.models import Incident
from incidents.narrative import mark_of
from incidents.views.common import (
    keep,
    known_to,
    own,
    schools_of,
    to_write,
    usual_school,
)
from officers.models import ActivityEntry
from officers.promoting import begun_at, line_named
from schools.agreements import clause_of
from schools.models import School
from schools.plans import plans_of
from sro_program.core.errors import NotAllowed
from sro_program.core.forms import VersionForm
from sro_program.core.http import access

form_view = require_http_methods(["GET", "HEAD", "POST"])
HEADER = [
    *("occurred_from", "occurred_to", "reported_at", "initiated_by", "discovered"),
    *("sub_place", "place", "in_school_hours", "at_function", "on_bus"),
    "school_report",
]
ACCOUNT = [
    *(
        "narrative",
        "possible_crime",
        "conduct",
        "disposition",
        "form_number",
        "rms_case_number",
    ),
    *("school_told_at", "minutes"),
]


@form_view
@access(policy.can_write)
def begin(request: HttpRequest) -> HttpResponse:
    """Where, when, and whose matter it is."""
    line = line_named(request.user, request.GET.get("line", ""))
    school = _school(request, line.school if line else None)
    form = BeginForm(
        request.POST or None,
        school=school,
        schools=schools_of(request),
        known=known_to(request.user),
        plans=plans_of(request.user, school.pk),
        initial=from_line(line) if line else {},
    )
    of_line = f"?line={line.pk}" if line else ""
    form.one_tap = reverse("incidents:return_request") + of_line
    begins = partial(actions.begin_from_line, line) if line else actions.begin
    context = {
        "title": "Write a report",
        "school": school,
        "clause": clause_of(request.user, school.district),
    }
    return keep(
        request,
        form,
        lambda: begins(by=request.user, **form.as_action()),
        "incidents/form.html",
        context,
        done="Begun. It is a draft that only you and your command see.",
        follow=next_page,
    )


@form_view
@access(policy.can_write)
def return_request(request: HttpRequest) -> HttpResponse:
    """Asked to discipline: it goes back to the school in one step."""
    line = line_named(request.user, request.GET.get("line", ""))
    school = _school(request, line.school if line else None)
    form = AskedForm(
        request.POST or None,
        schools=schools_of(request),
        known=known_to(request.user),
        initial={"school": school.pk},
    )
    context = {
        "title": "Asked to discipline?",
        "clause": clause_of(request.user, school.district),
    }
    return keep(
        request,
        form,
        lambda: actions.return_request(by=request.user, line=line, **form.as_action()),
        "incidents/asked.html",
        context,
        done="Returned to the school. The police keep no names of it.",
        follow=Incident.get_absolute_url,
    )


def from_line(line: ActivityEntry) -> dict[str, object]:
    """What a line of the log says already; the officer looks it over."""
    began = begun_at(line)
    moments = {"occurred_from": began, "reported_at": began} if began else {}
    asked = ASKED_BY.get(ActivityEntry.Origin(line.origin), "")
    return {**moments, "initiated_by": asked}


def next_page(incident: Incident) -> str:
    """The report; or the slip, when the answers say that it is discipline."""
    if incident.is_writable and incident.case_file.is_discipline:
        return reverse("incidents:hand_back", args=[incident.pk])
    return incident.get_absolute_url()


def _school(request: HttpRequest, usual: School | None = None) -> School:
    """The one that was chosen, else the usual one, else where they wrote last."""
    asked = (request.POST or request.GET).get("school", "")
    of_theirs = {str(one.pk): one for one in schools_of(request)}
    found = of_theirs.get(asked) or usual or usual_school(request)
    if found is None:
        raise NotAllowed(policy.NO_SCHOOL)
    return found


@form_view
@access(policy.can_open_police_side)
def change_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mend where and when."""
    incident = to_write(request, pk)
    initial = {name: getattr(incident, name) for name in HEADER}
    form = ChangeHeaderForm(
        request.POST or None,
        school=incident.school,
        plans=plans_of(request.user, incident.school_id),
        initial={**initial, "version": incident.version},
    )
    context = {"title": "Where and when", "incident": incident}
    return keep(
        request,
        form,
        lambda: actions.change_header(incident, by=request.user, **form.cleaned_data),
        "incidents/form.html",
        context,
        done="Saved.",
        follow=Incident.get_absolute_url,
    )


@form_view
@access(policy.can_open_police_side)
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happened, what it was, how it was dealt with."""
    incident = to_write(request, pk)
    initial = {name: getattr(incident.case_file, name) for name in ACCOUNT}
    shown = {
        "version": incident.version,
        "began_from": mark_of(incident.case_file.narrative),
    }
    form = AccountForm(request.POST or None, initial={**initial, **shown})
    context = {"title": "The account", "incident": incident}
    return keep(
        request,
        form,
        lambda: actions.change_case_file(
            incident, by=request.user, **form.cleaned_data
        ),
        "incidents/account.html",
        context,
        done="Saved.",
        follow=Incident.get_absolute_url,
    )


@require_POST
@access(policy.can_open_police_side)
def save_narrative(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What saves itself while it is typed; the answer names the text that it saved."""
    incident = own(request.user, pk)
    form = NarrativeForm(request.POST)
    if "narrative" not in request.POST or not form.is_valid():
        return HttpResponse(status=422)
    actions.save_narrative(incident, by=request.user, **form.cleaned_data)
    mark = mark_of(form.cleaned_data["narrative"])
    return HttpResponse(status=204, headers={"X-Began-From": mark})


@form_view
@access(policy.can_open_police_side)
def hand_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The slip: facts for the school, and no name is kept."""
    incident = to_write(request, pk)
    form = HandBackForm(request.POST or None, initial={"version": incident.version})
    form.fields["facts"].initial = incident.school_report  # suggested, no slip yet
    context = {
        "title": "Return it to the school",
        "incident": incident,
        "clause": clause_of(request.user, incident.school.district),
    }
    return keep(
        request,
        form,
        lambda: actions.hand_back(incident, by=request.user, **form.cleaned_data),
        "incidents/hand_back.html",
        context,
        done="Returned to the school. The police keep no names of it.",
        follow=Incident.get_absolute_url,
    )


@form_view
@access(policy.can_open_police_side)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away, after one question."""
    incident = to_write(request, pk)
    form = VersionForm(request.POST or None, initial={"version": incident.version})
    context = {"title": "Discard this draft?", "incident": incident}
    return keep(
        request,
        form,
        lambda: actions.discard(incident, by=request.user, **form.cleaned_data),
        "incidents/discard.html",
        context,
        done="Discarded. Its number stays, with nothing in it.",
        follow=lambda _: "incidents:incidents",
    )
