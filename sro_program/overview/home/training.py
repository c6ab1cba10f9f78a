"""Certificates and hours of training that are due soon, or overdue."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta

from django.db.models import CharField, Count, DateTimeField, F, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from officers.models import TrainingDue
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

SOON = timedelta(days=30)
PART = "training"


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """Of an officer the own; of the command each officer's. Days as midnight in UTC."""
    if not roles & {Role.OFFICER, Role.COMMANDER}:
        return []
    rows = TrainingDue.objects.visible_to(user).filter(due_on__lte=localdate() + SOON)
    day, nothing = Cast("due_on", DateTimeField()), Value("", CharField())
    return [
        rows.order_by("due_on", "id").values_list(
            Value(PART, CharField()),
            Cast("officer_id", CharField()),
            F("label"),
            nothing,
            day,
            day,
            nothing,
            F("officer__user__name"),
            day,
            Window(Count("pk")),
        )[:SHOWN]
    ]


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    return [_due(row) for row in found.get(PART, [])]


def _due(row: Found) -> Need:
    day = row.starts_at.astimezone(UTC).date()
    is_overdue = day < localdate()
    when = "was due on" if is_overdue else "is due on"
    return Need(
        f"Training: {row.title}",
        f"For {row.person}. It {when} {day:%B} {day.day}, {day.year}.",
        reverse("officers:training", args=[row.pk]),
        "Look at it",
        "overdue" if is_overdue else "",
        is_overdue,
    )
