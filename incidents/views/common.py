"""What every page about incidents begins with."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from incidents import policy
from incidents.actions.writing import refuse_unwritable
from incidents.models import Incident
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.forms import of_version
from sro_program.core.policy import require

SHOWN = [
    *("school__district", "place", "written_by", "case_file", "police_agency"),
    "hand_back__seen_by",
]


def visible(user: Actor, pk: UUID) -> Incident:
    """The incident with what its pages show, or 404."""
    rows = Incident.objects.visible_to(user).select_related(*SHOWN)
    return get_object_or_404(rows, pk=pk)


def own(user: Actor, pk: UUID) -> Incident:
    """The incident, if this person may write in it; else 404 or a refusal."""
    found = visible(user, pk)
    require(policy.can_change(user, found))
    return found


def to_write(request: HttpRequest, pk: UUID) -> Incident:
    """The incident for a form about it; of a locked one nobody types first.

    What was typed before it was locked comes back with the form, and the reason.
    """
    incident = own(request.user, pk)
    if request.method != "POST":
        refuse_unwritable(incident)
    return incident


def schools_of(request: HttpRequest) -> SchoolQuerySet:
    """Where this officer writes reports: the schools of the own assignments."""
    rows = School.objects.visible_to(request.user)
    rows = rows.reached_as(request.user, Role.OFFICER).open()
    return rows.select_related("district").for_list()


def usual_school(request: HttpRequest) -> School | None:
    """Where this officer wrote last, else their first; None when they have none."""
    schools = schools_of(request)
    written = Incident.objects.visible_to(request.user).filter(
        written_by_id=request.user.pk, school__in=schools
    )
    last = written.order_by("-occurred_from").values("school")[:1]
    return schools.filter(pk__in=last).first() or schools.first()


def keep(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    template: str,
    context: Mapping[str, object],
    *,
    done: str,
    follow: Callable[[Any], Any],
) -> HttpResponse:
    """Carry out what was typed; a refusal comes back with it, and nothing is lost."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        try:
            made = act()
        except (RuleBroken, WrongState, NotAllowed) as refusal:
            status = refusal.status
            form.add_error(None, refusal.sentence)
            if record := _changed_by(context):
                record.refresh_from_db(fields=["version"])
                form.data = of_version(request.POST, record.version)
        else:
            messages.success(request, done)
            return redirect(follow(made))
    return render(request, template, {**context, "form": form}, status=status)


def _changed_by(context: Mapping[str, object]) -> Any:  # noqa: ANN401  # any record with a version
    """What a page's form changes: someone in the report, a school's report, itself."""
    names = ("person", "report", "incident")
    return next((context[name] for name in names if name in context), None)
