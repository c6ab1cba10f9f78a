"""What is to be mended at a school by this person or by their side."""

from collections.abc import Mapping, Sequence
from datetime import UTC

from django.db.models import CharField, Count, DateTimeField, F, Q, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from schools.models import Finding, School
from schools.models.findings import MENDERS, has_its_person
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

MEND = "finding"
Owner = Finding.Owner


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """What is given to this person, and what is given to nobody but their side.

    How urgent it is comes along as its state, and the key of its school, for the
    address, as the person.
    """
    if not roles & {*MENDERS}:
        return []
    of_school = Q(school__in=School.objects.reached_as(user, Role.PRINCIPAL))
    of_agency = Q(school__in=School.objects.reached_as(user, Role.OFFICER))
    mine = Q(person=user.pk) | ~has_its_person() & (
        of_school & ~Q(owner=Owner.AGENCY) | of_agency & Q(owner=Owner.AGENCY)
    )
    due = Cast("due_on", DateTimeField())
    rows = Finding.objects.visible_to(user).open().filter(mine)
    return [
        rows.values_list(
            Value(MEND, CharField()),
            Cast("pk", CharField()),
            F("what"),
            F("school__name"),
            due,
            due,
            F("severity"),
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
    return Need(
        f"To be mended: {row.title}",
        f"At {row.school}, due {day:%B} {day.day}.",
        reverse("schools:finding", args=[row.person, row.pk]),
        "Open it",
        "overdue" if is_overdue else "",
        is_overdue or row.status == Finding.Severity.HIGH,
    )
