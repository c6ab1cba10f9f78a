"""Campuses of which something is known that nobody has confirmed for a term."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, DateTimeField, F, OuterRef, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models import PlaceNote, School
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

FADED = "memory_faded"


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """One row for each campus that an officer serves, since its oldest note."""
    if Role.OFFICER not in roles:
        return []
    notes = PlaceNote.objects.visible_to(user).standing().faded(localdate())
    oldest = notes.filter(school=OuterRef("pk")).order_by("confirmed_on")
    mine = School.objects.reached_as(user, Role.OFFICER)
    since = Cast(F("oldest"), DateTimeField())
    return [
        mine.annotate(oldest=oldest.values("confirmed_on")[:1])
        .exclude(oldest=None)
        .order_by("oldest", "pk")
        .values_list(
            Value(FADED, CharField()),
            Cast("pk", CharField()),
            F("name"),
            F("name"),
            since,
            since,
            Value("", CharField()),
            Value("", CharField()),
            since,
            Window(Count("pk")),
        )[:SHOWN]
    ]


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    return [
        Need(
            f"Does it still hold? {row.title}",
            "Something that is known of this campus was not confirmed for a term.",
            reverse("schools:memory", args=[row.pk]),
            "Look at it",
            "",
            False,
        )
        for row in found.get(FADED, [])
    ]
