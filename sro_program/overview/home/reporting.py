"""Duty reports that were sent and wait for this person's signature."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, F, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse

from officers.report_list import waiting_for
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import Found, Need, Rows

PART = "duty_report"


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """One row, with how many there are: a line of the page leads to their list."""
    if not roles & {Role.COMMANDER, Role.PRINCIPAL}:
        return []
    rows = waiting_for(user).filter(report__sent_at__isnull=False)
    sent, nothing = F("report__sent_at"), Value("", CharField())
    return [
        rows.order_by("report__sent_at", "id").values_list(
            Value(PART, CharField()),
            Cast("report_id", CharField()),
            nothing,
            F("school__name"),
            sent,
            sent,
            F("status"),
            F("officer__user__name"),
            sent,
            Window(Count("pk")),
        )[:1]
    ]


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    return [_need(row) for row in found.get(PART, [])]


def _need(row: Found) -> Need:
    return Need(
        "Duty reports to sign",
        f"The first is {row.person}’s, {row.school}.",
        f"{reverse('officers:reports')}?state=waiting",
        "Open the list",
        f"{row.total} waiting",
        False,
    )
