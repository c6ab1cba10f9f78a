"""The balance of an officer's work at a school, its goals, and why a month tilted."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from officers import actions, balance_policy, policy
from officers.balance import balance_of
from officers.balance_page import (
    bars,
    first_of,
    goal_offers,
    goals_of,
    schools_of_balance,
)
from officers.forms.balance import (
    BalanceForm,
    DeclineGoalsForm,
    GoalsForm,
    TiltForm,
)
from officers.models import BalanceGoal, Officer
from schools.models import School
from sro_program.audit.timeline import happened
from sro_program.core.db import Actor
from sro_program.core.forms import shown_version
from sro_program.core.http import (
    access,
    carried_out,
    form_response,
    get_visible_or_404,
)
from sro_program.core.policy import require

form_view = require_http_methods(["GET", "HEAD", "POST"])
SENTENCES = {
    "propose_goals": "Proposed them",
    "agree_goals": "Agreed",
    "decline_goals": "Declined them",
    "withdraw_goals": "Withdrew them",
}


@form_view
@access(balance_policy.can_open_balance)
def balance(request: HttpRequest, pk: int) -> HttpResponse:
    """One officer at one school: a month beside its goals, and the school year.

    A form asks for the reason where the month tilts.
    """
    officer, school, month = _shown(request, pk)
    side = balance_policy.picture_of(request.user, officer, school)
    found = balance_of(request.user, officer, school, side, month)
    may_explain = balance_policy.can_explain(request.user, officer, school, side)
    if request.method == "POST":
        require(may_explain)
    form = TiltForm(request.POST or None)
    if form.is_valid() and found.shown.tilted:
        actions.explain_tilt(
            officer,
            by=request.user,
            school=school,
            month=month,
            side=side,
            why=form.cleaned_data["why"],
        )
        messages.success(request, "The reason stands with the month.")
        return redirect(_address(officer, school, month))
    context = {
        "balance": found,
        "bars": bars(found),
        "schools": schools_of_balance(request.user, officer),
        "may_explain": may_explain,
        "may_propose": balance_policy.can_propose(request.user, officer, school),
        "goals": goals_of(request.user, officer, school),
        "is_school": side == balance_policy.Side.SCHOOL,
    }
    return form_response(request, "officers/balance/page.html", form, context)


@form_view
@access(policy.can_direct_somebody)
def propose_goals(request: HttpRequest, pk: int) -> HttpResponse:
    """New goals from a month on; the other superior answers."""
    officer, school, month = _shown(request, pk)
    require(balance_policy.can_propose(request.user, officer, school))
    form = GoalsForm(
        request.POST or None, initial=_as_agreed(request.user, officer, school, month)
    )
    if goal := carried_out(
        form,
        lambda: actions.propose_goals(
            officer, by=request.user, school=school, **form.cleaned_data
        ),
    ):
        messages.success(request, "Proposed. The other side is asked.")
        return redirect(goal)
    context = {
        "title": "Propose goals",
        "lead": f"{officer} at {school.name}",
        "back_url": _address(officer, school, month),
    }
    return form_response(request, "officers/balance/form.html", form, context)


@require_safe
@access(balance_policy.can_open_balance)
def balance_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was proposed, by whom, and what one can do."""
    goal = _goal(request, pk)
    context = {
        "goal": goal,
        "offers": goal_offers(request.user, goal),
        "events": happened(goal, SENTENCES),
        "back_url": _address(goal.officer, goal.school),
    }
    return render(request, "officers/balance/goal.html", context)


@require_POST
@access(policy.can_direct_somebody)
def agree_goals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both agree now."""
    goal = _goal(request, pk)
    actions.agree_goals(goal, by=request.user, version=shown_version(request))
    messages.success(request, f"Agreed. The goals hold from {goal.starts_on:%B %Y}.")
    return redirect(goal)


@require_POST
@access(policy.can_direct_somebody)
def withdraw_goals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one proposed."""
    goal = _goal(request, pk)
    actions.withdraw_goals(goal, by=request.user, version=shown_version(request))
    messages.success(request, "Withdrawn.")
    return redirect(goal)


@form_view
@access(policy.can_direct_somebody)
def decline_goals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why they do not fit; what was agreed before goes on."""
    goal = _goal(request, pk)
    require(balance_policy.can_answer_goals(request.user, goal))
    form = DeclineGoalsForm(request.POST or None, initial={"version": goal.version})
    if carried_out(
        form,
        lambda: actions.decline_goals(goal, by=request.user, **form.cleaned_data),
        goal,
    ):
        messages.success(request, "Declined. The other side reads why.")
        return redirect(goal)
    context = {
        "title": "Decline these goals",
        "lead": str(goal),
        "back_url": goal.get_absolute_url(),
    }
    return form_response(request, "officers/balance/form.html", form, context)


def _shown(request: HttpRequest, pk: int) -> tuple[Officer, School, date]:
    """The officer, one of the schools at which this person reads it, and a month."""
    officer = get_visible_or_404(
        Officer.objects.select_related("user"), request.user, pk=pk
    )
    schools = schools_of_balance(request.user, officer)
    asked = BalanceForm(request.GET, schools=schools)
    named = asked.cleaned_data.get("school") if asked.is_valid() else None
    school = named or first_of(officer, schools)
    if school is None:
        raise Http404
    require(balance_policy.can_read_balance(request.user, officer, school))
    return officer, school, asked.shown


def _as_agreed(
    user: Actor, officer: Officer, school: School, month: date
) -> dict[str, object]:
    """The form begins with what holds now."""
    for goal in goals_of(user, officer, school):
        if goal.holds_in(month):
            return {
                "starts_on": month,
                **{
                    name: getattr(goal, name)
                    for name in (
                        *("law_enforcement", "presentation", "advising"),
                        *("other", "margin"),
                    )
                },
            }
    return {"starts_on": month}


def _goal(request: HttpRequest, pk: UUID) -> BalanceGoal:
    rows = BalanceGoal.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=pk)


def _address(officer: Officer, school: School, month: date | None = None) -> str:
    query: dict[str, object] = {"school": school.pk}
    if month:
        query["month"] = month
    return f"{reverse('officers:balance', args=[officer.pk])}?{urlencode(query)}"
