"""What a drill showed, to be mended by this person or by their side."""

from collections.abc import Mapping, Sequence
from datetime import UTC

from django.db.models import CharField, Count, DateTimeField, F, Q, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models import DrillTask, School
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

MEND = "drill_task"
MENDERS = frozenset({Role.PRINCIPAL, Role.OFFICER, Role.COMMANDER})
Owner = DrillTask.Owner


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """What is given to this person, and what is given to nobody but their side.

    The keys of the drill and of its school come along, for the address.
    """
    if not roles & MENDERS:
        return []
    of_school = Q(school__in=School.objects.reached_as(user, Role.PRINCIPAL))
    of_agency = Q(school__in=School.objects.reached_as(user, Role.OFFICER))
    mine = Q(person=user.pk) | Q(person=None) & (
        of_school & ~Q(owner=Owner.AGENCY) | of_agency & Q(owner=Owner.AGENCY)
    )
    due = Cast("due_on", DateTimeField())
    rows = DrillTask.objects.visible_to(user).open().filter(mine)
    return [
        rows.values_list(
            Value(MEND, CharField()),
            Cast("pk", CharField()),
            F("what"),
            F("school__name"),
            due,
            due,
            Cast("drill_id", CharField()),
            Cast("school_id", CharField()),
            F("written_at"),
            Window(Count("pk")),
        )[:SHOWN]
    ]


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    return [_need(row) for row in found.get(MEND, [])]


def _need(row: Found) -> Need:
    day = row.starts_at.astimezone(UTC).date()
    is_overdue = day < localdate()
    drill = reverse("schools:drill", args=[row.person, row.status])
    return Need(
        f"After a drill: {row.title}",
        f"At {row.school}, due {day:%B} {day.day}.",
        f"{drill}#task-{row.pk}",
        "Open it",
        "overdue" if is_overdue else "",
        is_overdue,
    )
