"""Where a role can hold: schools, districts and agencies, without importing them."""

from django.db import models

from sro_program.accounts.models import Invitation, Membership, Reach, Role
from sro_program.accounts.models.places import (
    AGENCY_ROLES,
    LEADING_ROLES,
    SCHOOL_ROLES,
)
from sro_program.accounts.policy import is_administrator
from sro_program.core.db import Actor

PLACES = ["school", "district", "police_agency"]
Rows = models.QuerySet[models.Model]


def field_for(role: str) -> str:
    """Which kind of place a role holds for; empty for no role."""
    if role in SCHOOL_ROLES:
        return "school"
    if role == Role.DISTRICT:
        return "district"
    return "police_agency" if role else ""


def all_places(kind: str) -> Rows:
    """Every school, district or agency."""
    related = Invitation._meta.get_field(kind).related_model
    return related._default_manager.all()  # type: ignore[union-attr]  # a foreign key's model


def places_led_by(user: Actor) -> dict[str, Rows]:
    """Where this person may give roles, by kind of place."""
    if is_administrator(user):
        return {kind: all_places(kind) for kind in PLACES}
    reached = Reach.objects.of(user)
    led = reached.filter(role__in=[*LEADING_ROLES, Role.DISTRICT])
    unit = led.filter(role__in=AGENCY_ROLES)
    held = Membership.objects.current().filter(user_id=user.pk, role__in=AGENCY_ROLES)
    ids = {
        "school": led.values("school"),
        "district": unit.values("school__district"),
        "police_agency": held.values("police_agency"),
    }
    return {kind: all_places(kind).filter(pk__in=ids[kind]) for kind in PLACES}
