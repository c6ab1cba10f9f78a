"""Reviews of officers: a half that this person has not signed, or has to answer."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, F, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse

from officers.models.reviews import school_year_in_words
from officers.review_list import waiting_to_answer, waiting_to_sign
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

SIGN, ANSWER = "sign_half", "answer_half"


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """Of a superior one row, with how many there are; of an officer each half."""
    found: list[Rows] = []
    if roles & {Role.COMMANDER, Role.PRINCIPAL}:
        found.append(_to_sign(user))
    if Role.OFFICER in roles:
        found.append(_to_answer(user))
    return found


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words."""
    answers = [_answer(row) for row in found.get(ANSWER, [])]
    return answers + [_sign(row) for row in found.get(SIGN, [])]


def _to_sign(user: Actor) -> Rows:
    year = Cast("year", CharField())
    return (
        waiting_to_sign(user)
        .order_by("opened_at", "id")
        .values_list(
            Value(SIGN, CharField()),
            Cast("pk", CharField()),
            year,
            F("school__name"),
            F("opened_at"),
            F("opened_at"),
            Value("", CharField()),
            F("officer__user__name"),
            F("opened_at"),
            Window(Count("pk")),
        )[:1]
    )


def _to_answer(user: Actor) -> Rows:
    year = Cast("review__year", CharField())
    return (
        waiting_to_answer(user)
        .order_by("signed_at", "id")
        .values_list(
            Value(ANSWER, CharField()),
            Cast("review_id", CharField()),
            year,
            F("school__name"),
            F("signed_at"),
            F("signed_at"),
            F("side"),
            F("signed_by__name"),
            F("signed_at"),
            Window(Count("pk")),
        )[:SHOWN]
    )


def _sign(row: Found) -> Need:
    if row.total == 1:
        address = reverse("officers:review", args=[row.pk])
        label = "Open the review"
    else:
        address, label = reverse("officers:reviews"), "Open the list"
    return Need(
        "Review: your half is not signed",
        f"Of {row.person} at {row.school}, school year {_year(row)}.",
        address,
        label,
        f"{row.total} waiting" if row.total > 1 else "",
        False,
    )


def _answer(row: Found) -> Need:
    address = reverse("officers:review", args=[row.pk])
    return Need(
        "Review: a half waits for your answer",
        f"Signed by {row.person}, for {row.school}, school year {_year(row)}.",
        f"{address}#half-{row.status}",
        "Read it",
        "",
        False,
    )


def _year(row: Found) -> str:
    return school_year_in_words(int(row.title))
