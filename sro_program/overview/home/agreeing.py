"""The agreement that binds this person and that they have not read yet, and the one
that is to be reviewed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta

from django.db.models import CharField, Count, DateTimeField, F, QuerySet, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from schools.agreements import unread_by
from schools.models import Agreement, School
from schools.models.agreements import OVERSEERS, READERS
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

READ, REVIEW = "agreement_read", "agreement_review"
BEFORE = timedelta(days=60)


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """What is to be read by whom it binds, and reviewed by those who oversee it."""
    found = []
    if roles & {*READERS}:
        found.append(_rows(READ, unread_by(user), "valid_from"))
    if roles & {*OVERSEERS}:
        seen = School.objects.reached_as(user, *OVERSEERS).values("district")
        due = Agreement.objects.in_force().filter(
            district__in=seen, review_on__lte=localdate() + BEFORE
        )
        found.append(_rows(REVIEW, due, "review_on"))
    return found


def _rows(part: str, agreements: QuerySet[Agreement], day: str) -> Rows:
    at = Cast(day, DateTimeField())
    return agreements.order_by(day, "pk").values_list(
        Value(part, CharField()),
        Cast("pk", CharField()),
        F("title"),
        F("district__name"),
        at,
        at,
        Value("", CharField()),
        Value("", CharField()),
        at,
        Window(Count("pk")),
    )[:SHOWN]


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    read = [_to_read(row) for row in found.get(READ, [])]
    return read + [_to_review(row) for row in found.get(REVIEW, [])]


def _to_read(row: Found) -> Need:
    return Need(
        f"Read: {row.title}",
        f"The agreement of {row.school} binds you.",
        reverse("schools:agreement", args=[row.pk]),
        "Read it",
        "",
        False,
    )


def _to_review(row: Found) -> Need:
    day = row.starts_at.astimezone(UTC).date()
    return Need(
        f"Review: {row.title}",
        f"Of {row.school}, to be reviewed by {day:%B} {day.day}, {day.year}.",
        reverse("schools:agreement", args=[row.pk]),
        "Open it",
        "overdue" if day < localdate() else "",
        day < localdate(),
    )
