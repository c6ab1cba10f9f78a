"""Walking: the form, as a page and as a phone hands it over that had no signal.

The shell holds nothing about anybody and is public; static/js/walk.js fills it with the
form that the phone kept.
"""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    RawPostDataException,
)
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from schools import walk_policy as policy
from schools.actions import walkthroughs as actions
from schools.checklists import checklist_for, could_be_walked
from schools.forms.walkthroughs import WalkForm
from schools.models import School
from schools.models.checklists import Scale
from schools.views.territory import visible_school
from sro_program.core.errors import ProductError, WrongState
from sro_program.core.http import access, carried_out, form_response
from sro_program.core.ids import uuid7
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
SENT = "Sent. What was found waits for whoever it was given to."
SENT_BEFORE = "This walkthrough was sent already; it stands there once."
NO_LIST = "schools/walks/no_list.html"
UNREADABLE = "This cannot be read. Open the page again; the walk stays on your phone."
TITLES = {Scale.ROUND: "Walk through", Scale.ASSESSMENT: "Yearly assessment"}


@form_view
@access(policy.can_walk_somewhere)
def walk(request: HttpRequest, pk: int) -> HttpResponse:
    """A round through a school, door by door."""
    return _walk(request, pk, Scale.ROUND)


@form_view
@access(policy.can_walk_somewhere)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """The yearly assessment of a school."""
    return _walk(request, pk, Scale.ASSESSMENT)


def _walk(request: HttpRequest, pk: int, scale: Scale) -> HttpResponse:
    school = _school(request, pk)
    form = _form(school, scale, request.POST if request.method == "POST" else None)
    if form is None:
        return render(request, NO_LIST, {"school": school}, status=404)
    act = actions.send_walkthrough
    sent = carried_out(form, lambda: act(school, by=request.user, **form.as_said))
    if sent:
        messages.success(request, SENT if sent.is_new else SENT_BEFORE)
        return redirect(sent.walkthrough)
    if getattr(form, "refused_with", 0) == WrongState.status:
        form.become_another(uuid7())
    context = {
        "school": school,
        "title": TITLES[scale],
        "send_url": reverse("schools:send_walk", args=[school.pk, scale.value]),
    }
    return form_response(request, "schools/walks/form.html", form, context)


@require_POST
@access(policy.can_walk_somewhere)
def send_walk(request: HttpRequest, pk: int, scale: str) -> HttpResponse:
    """What a phone kept. It stays there until this says that it was taken.

    Sent twice it is one; where another phone sent it with other answers, the phone is
    told and keeps its own.
    """
    school = _school(request, pk)
    try:
        fields = dict(json.loads(request.body)["fields"])
    except (ValueError, TypeError, KeyError, RecursionError, RawPostDataException):
        return JsonResponse({"sentence": UNREADABLE}, status=400)
    form = _form(school, scale, _as_sent(fields))
    if form is None or not form.is_valid():
        return _told("refused", _first_error(form))
    try:
        sent = actions.send_walkthrough(school, by=request.user, **form.as_said)
    except WrongState as other:
        return _told("otherwise", other.sentence)
    except ProductError as refusal:
        return _told("refused", refusal.sentence)
    sentence = SENT if sent.is_new else SENT_BEFORE
    return _told("saved", sentence, url=sent.walkthrough.get_absolute_url())


@require_safe
@access(policy.can_walk_somewhere)
def walk_device(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and what a phone needs to send."""
    told = {"owner": str(request.user.pk), "token": get_token(request)}
    return JsonResponse(told)


@login_not_required
@require_safe
def walk_offline(request: HttpRequest) -> HttpResponse:
    """The walk where there is no signal; it holds nothing about anybody."""
    response = render(request, "schools/walks/offline.html")
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _form(school: School, scale: str, data: QueryDict | None) -> WalkForm | None:
    """By the edition in use; None where no checklist is in use."""
    today = localtime(timezone=school.district.zone).date()
    walked = checklist_for(school, scale, today)
    if walked is None:
        return None
    editions = could_be_walked(school, scale)
    return WalkForm(data, school=school, editions=editions, walked=walked)


def _school(request: HttpRequest, pk: int) -> School:
    school = visible_school(request.user, pk)
    require(policy.can_walk(request.user, school))
    return school


def _as_sent(fields: dict[object, object]) -> QueryDict:
    """What a phone says, as text whatever it is; half a sign becomes "?"."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        if value is not None:
            data[str(name)] = str(value).encode("utf-8", "replace").decode()
    return data


def _first_error(form: WalkForm | None) -> str:
    if form is None:
        return actions.NOT_OF_LIST
    name, errors = next(iter(form.errors.items()))
    label = form[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}" if label else str(errors[0])


def _told(state: str, sentence: str, url: str = "") -> JsonResponse:
    return JsonResponse({"state": state, "sentence": sentence, "url": url})
