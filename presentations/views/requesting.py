"""Asking, offering, and sending again."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from presentations import actions, policy
from presentations.asking import schools_as, topics_for
from presentations.forms.requests import (
    ContentForm,
    OfferForm,
    RequestForm,
    SendForm,
    SendOfferForm,
    school_today,
)
from presentations.forms.start import StartForm, WeekForm
from presentations.models import Presentation
from presentations.slots import Slot, Strip, monday_of, readable, week_strip
from presentations.states import SEND, Status
from presentations.views.common import form_view, stale_page, visible
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.core.errors import RuleBroken, Stale
from sro_program.core.http import access, form_response
from sro_program.core.policy import require

FIRST_SHOWN = timedelta(days=14)
"""The week that is shown first: the next one that is no short notice."""
FARTHEST = timedelta(days=400)


@form_view
@access(policy.can_request)
def request(request: HttpRequest) -> HttpResponse:
    """Choose a topic; then a time, and say for whom."""
    page = "presentations/request.html"
    return _ask(request, policy.MAY_REQUEST, RequestForm, actions.request, page)


@form_view
@access(policy.can_offer)
def offer(request: HttpRequest) -> HttpResponse:
    """The same for an officer, who brings the own signature."""
    page = "presentations/offer.html"
    return _ask(request, {Role.OFFICER}, OfferForm, actions.offer, page)


def _ask(
    request: HttpRequest,
    roles: Collection[str],
    form_class: type[RequestForm | OfferForm],
    act: Callable[..., list[Presentation]],
    template: str,
) -> HttpResponse:
    schools = schools_as(request.user, roles)
    start = _start(request, schools)
    school, topic = start.value("school") or schools.first(), start.value("topic")
    if school is None or topic is None:
        return _topics(request, schools, school, template)
    initial: dict[str, Any] = {"staff_present": _host(request, form_class), "slots": []}
    if (grade := start.value("grade")) is not None:
        initial["grades"] = [grade]
    form = form_class(request.POST or None, school=school, topic=topic, initial=initial)
    _prefer_first_officer(form)
    if _turns_the_page(request):
        return _form_page(request, form, template)
    if form.is_valid():
        arguments = {"school": school, "slots": form.slot_list, **_own(form)}
        try:
            made = act(by=request.user, is_draft="draft" in request.POST, **arguments)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _done(made))
            return redirect(made[0])
    return _form_page(request, form, template)


def _start(request: HttpRequest, schools: SchoolQuerySet) -> StartForm:
    """The address, with the school for which the form was shown.

    To look, whoever names a school out of reach gets one of the own; what is sent for
    a school out of reach is sent to no other, as if the page did not exist.
    """
    asked = request.GET.copy()
    if "school" in request.POST:
        asked["school"] = request.POST["school"]
    start = StartForm(asked, schools=schools)
    if request.method == "POST" and start.is_elsewhere:
        raise Http404
    return start


def _own(form: RequestForm | OfferForm) -> dict[str, Any]:
    return {
        "record_id": form.cleaned_data["record_id"],
        "classes": form.cleaned_data["classes"],
        **form.content(),
    }


def _host(request: HttpRequest, form_class: type[ContentForm]) -> str:
    return str(request.user) if form_class.asks_officer else ""


def _done(made: list[Presentation]) -> str:
    if made[0].status == Status.DRAFT:
        return "The draft is saved. Nobody has been asked yet."
    if len(made) > 1:
        return f"All {len(made)} are sent. You hear from us when they are decided."
    return "It is sent. You hear from us when it is decided."


def _topics(
    request: HttpRequest, schools: SchoolQuerySet, school: School | None, template: str
) -> HttpResponse:
    context = {
        "schools": list(schools[:50]),
        "school": school,
        "groups": topics_for(school) if school else [],
        "is_offer": template.endswith("offer.html"),
    }
    return render(request, "presentations/choose_topic.html", context)


@form_view
@access(policy.can_open)
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a draft, or what was handed back, and send it."""
    presentation = visible(request.user, pk)
    require(policy.can_edit(request.user, presentation))
    actions.refuse_misfit(SEND, presentation)
    form = _form_for(request, presentation)
    if not _turns_the_page(request) and form.is_valid():
        try:
            return _sent(request, presentation, form)
        except Stale as refusal:
            page, more = "presentations/send.html", _context(request, form)
            return stale_page(request, presentation, form, page, refusal, SEND, **more)
        except RuleBroken as refusal:
            form.refuse(refusal)
    return _form_page(request, form, "presentations/send.html", presentation)


def _sent(
    request: HttpRequest, presentation: Presentation, form: SendForm
) -> HttpResponse:
    presentation = actions.send(
        presentation,
        by=request.user,
        slot=form.slot_list[0],
        version=form.cleaned_data["version"],
        is_draft="draft" in request.POST,
        **form.content(),
    )
    messages.success(request, _done([presentation]))
    return redirect(presentation)


def _form_for(request: HttpRequest, presentation: Presentation) -> SendForm:
    is_offer = presentation.direction == Presentation.Direction.OFFER
    form_class = SendOfferForm if is_offer else SendForm
    names = form_class.base_fields.keys()
    initial = {
        name: getattr(presentation, name)
        for name in names
        if hasattr(presentation, name)
    }
    zone = presentation.school.district.zone
    slot = Slot(
        presentation.starts_at.astimezone(zone),
        presentation.ends_at.astimezone(zone),
        presentation.period_name,
    )
    form = form_class(
        request.POST or None,
        school=presentation.school,
        topic=presentation.topic,
        initial={**initial, "slots": [slot.value]},
    )
    form.leave_out = [presentation.pk]
    form.proposed = _proposed(presentation)
    form.allow_draft(presentation.status == Status.DRAFT)
    return form


def _proposed(presentation: Presentation) -> list[Slot]:
    """The times that were proposed instead, and are still to come."""
    zone = presentation.school.district.zone
    coming = presentation.proposed_slots.to_come()
    return [
        Slot(one.starts_at.astimezone(zone), one.ends_at.astimezone(zone))
        for one in coming
    ]


def _prefer_first_officer(form: ContentForm) -> None:
    if "officer" in form.fields:
        form.initial.setdefault("officer", form.first_officer())


def _turns_the_page(request: HttpRequest) -> bool:
    """Another week or officer is asked for; nothing is to be sent yet."""
    return request.method == "POST" and "week" in request.POST


def _form_page(
    request: HttpRequest,
    form: ContentForm,
    template: str,
    presentation: Presentation | None = None,
) -> HttpResponse:
    context = {"presentation": presentation, **_context(request, form)}
    if not _turns_the_page(request):
        return form_response(request, template, form, context)
    form.helper.form_show_errors = False
    page = "presentations/strip.html" if request.headers.get("HX-Request") else template
    return render(request, page, {**context, "form": form, "is_turning": True})


def _context(request: HttpRequest, form: ContentForm) -> dict[str, object]:
    chosen = form.chosen()
    officer = form.chosen_officer()
    monday = _monday(request, form, chosen)
    strip = week_strip(
        form.school, officer, monday, chosen=chosen, leave_out=form.leave_out
    )
    return {
        "school": form.school,
        "topic": form.topic,
        "strip": strip,
        "officer": officer,
        "others": _not_shown(strip, chosen),
    }


def _monday(request: HttpRequest, form: ContentForm, chosen: list[str]) -> date:
    today = school_today(form.school)
    turned = request.POST.get("week") or request.POST.get("shown_week")
    week = WeekForm({"week": turned or request.GET.get("week")})
    asked = week.cleaned_data.get("week") if week.is_valid() else None
    proposed = [] if form.is_bound else form.proposed
    times = [*proposed, *readable(chosen)]
    first = next((slot.starts_at.date() for slot in times), None)
    wanted = asked or first or today + FIRST_SHOWN
    return monday_of(min(max(wanted, today), today + FARTHEST))


def _not_shown(strip: Strip, chosen: list[str]) -> list[Slot]:
    """Chosen times that lie in another week, or beside the bells."""
    cells = {cell.value for row in strip.rows for cell in row.cells}
    return [slot for slot in readable(chosen) if slot.value not in cells]
