"""What every page about incidents begins with."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from incidents import policy
from incidents.actions.writing import refuse_unwritable
from incidents.models import Incident
from incidents.police_side import Part, entry_of
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.http import carried_out, form_response
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


def known_to(user: Actor) -> SchoolQuerySet:
    """Schools that may be named to this officer: reached, or written about before."""
    reached = School.objects.visible_to(user)
    written = Incident.objects.visible_to(user).filter(written_by_id=user.pk)
    return reached | written.schools()


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
    made = carried_out(form, act, _changed_by(context))
    if form.is_valid():
        messages.success(request, done)
        return redirect(follow(made))
    return form_response(request, template, form, context)


def _changed_by(context: Mapping[str, object]) -> Any:  # noqa: ANN401  # any record with a version
    """What a page's form changes: a part of the report, a school's report, itself."""
    named = (context.get(name) for name in ("part", "report", "incident"))
    return next((one for one in named if hasattr(one, "version")), None)


def part_of(rows: QuerySet[Any], incident: Incident, pk: UUID) -> Any:  # noqa: ANN401  # any kind of part
    """The part of this report, or 404."""
    found = get_object_or_404(rows, incident=incident, pk=pk)
    found.incident = incident
    return found


def add(
    request: HttpRequest,
    incident: Incident,
    form: Form,
    act: Callable[..., object],
    title: str,
    template: str = "incidents/form.html",
) -> HttpResponse:
    """Add what the form says, and go back to the report."""
    return keep(
        request,
        form,
        lambda: act(incident, by=request.user, **form.cleaned_data),
        template,
        {"title": title, "incident": incident},
        done="Added.",
        follow=lambda _: incident,
    )


def change(
    request: HttpRequest,
    part: Part,
    form: Form,
    act: Callable[..., object],
    title: str,
    template: str = "incidents/form.html",
) -> HttpResponse:
    """Change the part as the form says, and go back to the report."""
    return keep(
        request,
        form,
        lambda: act(part, by=request.user, **form.cleaned_data),
        template,
        {"title": title, "incident": part.incident, "part": part},
        done="Saved.",
        follow=lambda _: part.incident,
    )


def known(part: Part, names: Iterable[str]) -> dict[str, Any]:
    """What stands in a part, as its form shows it; with the version that was shown."""
    shown = {name: getattr(part, name) for name in names}
    return {**shown, "version": getattr(part, "version", None)}


def remove(
    request: HttpRequest, incident: Incident, part: Part, act: Callable[..., object]
) -> HttpResponse:
    """Ask whether this is meant; then take it out of the report."""
    form = Form(request.POST if request.method == "POST" else None)
    return keep(
        request,
        form,
        lambda: act(part, by=request.user),
        "incidents/remove.html",
        {
            "title": "Remove this from the report?",
            "incident": incident,
            "entry": entry_of(part, incident),
        },
        done="Removed.",
        follow=lambda _: incident,
    )
