"""What a superior directed and the officer has not answered yet."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, F, Value, Window
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.timezone import localtime, now

from officers.models import Directive
from officers.states import Status
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.times import A_DAY, clock
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

DIRECTIVE = "directive"


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """The rows of the one question that an officer has here."""
    return [_given(user)] if Role.OFFICER in roles else []


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    return [_need(row) for row in found.get(DIRECTIVE, [])]


def _given(user: Actor) -> Rows:
    """Those to this officer without an answer; what begins soonest is on top."""
    rows = Directive.objects.visible_to(user).filter(
        officer__user_id=user.pk, status=Status.GIVEN
    )
    begins = Coalesce("starts_at", "due_at")
    return rows.order_by(begins, "id").values_list(
        Value(DIRECTIVE, CharField()),
        Cast("pk", CharField()),
        F("kind"),
        F("school__name"),
        begins,
        F("due_at"),
        F("side"),
        F("directed_by__name"),
        F("given_at"),
        Window(Count("pk")),
    )[:SHOWN]


def _need(row: Found) -> Need:
    begins = localtime(row.starts_at)
    return Need(
        f"Directive: {Directive.Kind(row.title).label}",
        f"From {row.person}, for {row.school}.",
        reverse("officers:directive", args=[row.pk]),
        "Answer it",
        f"{begins:%a, %b %-d}, {clock(begins)}",
        row.starts_at < now() + A_DAY,
    )
