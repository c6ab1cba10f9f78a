"""Who was involved in a report: added, changed, taken out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from incidents import actions, policy
from incidents.forms.people import AddPersonForm, ChangePersonForm
from incidents.models import Involvement
from incidents.views.common import add, change, known, part_of, remove, to_write
from sro_program.core.http import access

form_view = require_http_methods(["GET", "HEAD", "POST"])
PERSON = [
    *("role", "given_name", "family_name", "is_student", "grade", "birth_date"),
    *("sex", "race", "injury", "statement", "parent_told_at", "parent_told_by"),
]


@form_view
@access(policy.can_open_police_side)
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was involved."""
    incident = to_write(request, pk)
    form = AddPersonForm(request.POST or None)
    return add(request, incident, form, actions.add_person, "Add a person")


@form_view
@access(policy.can_open_police_side)
def change_person(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Mend what is known of someone."""
    incident = to_write(request, pk)
    person = part_of(Involvement.objects.visible_to(request.user), incident, involved)
    form = ChangePersonForm(request.POST or None, initial=known(person, PERSON))
    return change(request, person, form, actions.change_person, "Change a person")


@form_view
@access(policy.can_open_police_side)
def remove_person(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Take someone out of the report, after one question."""
    incident = to_write(request, pk)
    person = part_of(Involvement.objects.visible_to(request.user), incident, involved)
    return remove(request, incident, person, actions.remove_person)
