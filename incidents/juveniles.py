"""Who is a juvenile, and what is shown of one (product.md §3, domain.md §2.1 R18).

The age is a setting: what counts as a juvenile record differs from state to state.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from incidents.models import Incident, Involvement

DECIDE_AGE = ("role", "is_student", "grade", "birth_date")
"""What decides whether somebody is a juvenile."""


def known_of(person: Involvement) -> dict[str, Any]:
    """What is known of somebody that decides it."""
    return {name: getattr(person, name) for name in DECIDE_AGE}


def is_juvenile(incident: Incident, content: Mapping[str, Any]) -> bool:
    """By the age on that day; by being a student where the age is not known.

    Which parts in an incident make it a juvenile record is a setting, all of them
    unless it says otherwise.
    """
    if content.get("role") not in settings.JUVENILE_RECORD_OF:
        return False
    zone = incident.school.district.zone
    on = localtime(incident.occurred_from, zone).date()
    age = Involvement(birth_date=content.get("birth_date")).age_on(on)
    if age is None:
        return bool(content.get("is_student")) or content.get("grade") is not None
    under: int = settings.JUVENILE_UNDER
    return age < under


def shown(person: Involvement, *, unmasked: bool) -> str:
    """The name of an adult; of a juvenile only in a viewing that is unmasked.

    A parent's family name would give the child away.
    """
    if unmasked or person.is_sealed:
        return str(person)
    if person.role == Involvement.Role.PARENT:
        return "A parent or guardian"
    if person.is_juvenile:
        return person.masked
    return str(person)
