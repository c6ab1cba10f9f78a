"""Access notices that end soon, for whoever looks at them again."""

from collections.abc import Mapping, Sequence
from datetime import UTC

from django.db.models import CharField, Count, DateTimeField, F, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models import AccessNotice
from schools.models.notices import A_MONTH, A_WEEK, KEEPERS
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

ENDING = "access_notice"


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """Whose last day is within a month. The key of the school comes as the person."""
    if not roles & {*KEEPERS}:
        return []
    ends = Cast("ends_on", DateTimeField())
    rows = AccessNotice.objects.visible_to(user).in_force()
    mine = rows.filter(reviewer=user.pk, ends_on__lte=localdate() + A_MONTH)
    return [
        mine.order_by("ends_on", "id").values_list(
            Value(ENDING, CharField()),
            Cast("pk", CharField()),
            F("kind"),
            F("school__name"),
            ends,
            ends,
            F("status"),
            Cast("school_id", CharField()),
            F("written_at"),
            Window(Count("pk")),
        )[:SHOWN]
    ]


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words; whom it is about stays on its page."""
    return [_need(row) for row in found.get(ENDING, [])]


def _need(row: Found) -> Need:
    day = row.starts_at.astimezone(UTC).date()
    kind = AccessNotice.Kind(row.title).label.lower()
    return Need(
        f"An access notice ends: {kind}",
        f"At {row.school}, until {day:%B} {day.day}. Renew it, or let it end.",
        reverse("schools:notice", args=[row.person, row.pk]),
        "Look at it",
        "ends soon",
        day <= localdate() + A_WEEK,
    )
