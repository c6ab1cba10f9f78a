"""The rows of the home page, all of them by one query.

Each part is a few rows of one question and, by a window, the number of all its rows;
a union brings the parts together, whatever the roles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate, now

from presentations.models import AdviceSlot, Presentation, ProposedSlot
from presentations.models.presentation import PresentationQuerySet
from presentations.states import UNDECIDED, Status
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor
from sro_program.overview.calendar_item import A_DAY, midnight
from sro_program.overview.home import attending, training
from sro_program.overview.home.rows import SHOWN, Found, Rows
from sro_program.overview.home.wings import WINGS

SOON = 28
"""Days that "coming up" looks ahead."""
ANSWER_WITHIN = timedelta(days=60)
ASKERS = frozenset({Role.TEACHER, Role.COUNSELOR, Role.PRINCIPAL, Role.OFFICER})
OVERSEERS = frozenset({Role.COMMANDER, Role.OFFICE, Role.DISTRICT})


@dataclass(frozen=True, slots=True)
class Days:
    """Today and the weeks around it, on the clock of the person who looks."""

    today: date

    @property
    def begins(self) -> datetime:
        return midnight(self.today)

    @property
    def ends(self) -> datetime:
        return midnight(self.today + A_DAY)

    @property
    def until(self) -> datetime:
        return midnight(self.today + SOON * A_DAY)


def find(user: Actor, roles: frozenset[str]) -> dict[str, list[Found]]:
    """The rows of every part that these roles have, by part."""
    parts = [*_needs(user, roles), *_dates(user, roles), *_late(user, roles)]
    found: dict[str, list[Found]] = {}
    for row in _union(parts):
        found.setdefault(row.part, []).append(row)
    return found


def _union(parts: Sequence[Rows]) -> Iterable[Found]:
    if not parts:
        return []
    first, *others = parts
    rows = first.union(*others, all=True).order_by() if others else first
    return map(Found._make, rows)


def _needs(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """What waits for this person's own word."""
    parts: dict[str, PresentationQuerySet] = {}
    if Role.PRINCIPAL in roles:
        parts |= _of_a_principal(user)
    if Role.OFFICER in roles:
        parts |= _of_an_officer(user)
    if roles & ASKERS:
        parts |= _of_who_asked(user)
    owed = [rows for wing in WINGS for rows in wing.parts(user, roles)]
    owed += training.parts(user, roles)
    owed += attending.parts(user, roles)
    return [*owed, *(_part(name, rows) for name, rows in parts.items())]


def _of_a_principal(user: Actor) -> dict[str, PresentationQuerySet]:
    unsigned = Presentation.objects.visible_to(user).filter(
        status=Status.REQUESTED,
        school_signed_by=None,
        school__in=_at(user, Role.PRINCIPAL),
    )
    return {"decide": unsigned}


def _of_an_officer(user: Actor) -> dict[str, PresentationQuerySet]:
    """Requests to this officer, or to any officer of a school they serve."""
    seen = Presentation.objects.visible_to(user)
    mine = Q(officer__user_id=user.pk)
    anyone = Q(officer=None, school__in=_at(user, Role.OFFICER))
    return {
        "accept": seen.filter(
            mine | anyone, status=Status.REQUESTED, officer_signed_by=None
        ),
        "record": seen.filter(mine, status=Status.SCHEDULED, ends_at__lt=now()),
    }


def _of_who_asked(user: Actor) -> dict[str, PresentationQuerySet]:
    """What came back to the person who asked, and how far the rest is."""
    seen = Presentation.objects.visible_to(user)
    mine = seen.filter(requested_by_id=user.pk)
    slots = ProposedSlot.objects.to_come().filter(presentation=OuterRef("pk"))
    given = mine.filter(status=Status.DELIVERED, feedback=None)
    return {
        "change": mine.filter(status=Status.CHANGES_REQUESTED),
        "finish": mine.filter(status=Status.DRAFT),
        "choose": mine.filter(Exists(slots), status=Status.CANCELLED),
        "answer": given.filter(ends_at__gt=now() - ANSWER_WITHIN),
        "mine": mine.filter(
            status__in=[*UNDECIDED, Status.SCHEDULED], ends_at__gt=now()
        ),
    }


def _at(user: Actor, role: Role) -> Rows:
    return Reach.objects.of(user).filter(role=role).values("school")


def _dates(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """Today's talks and those to come; advice times for those who care for pupils."""
    days = Days(localdate())
    rows = Presentation.objects.visible_to(user).scheduled()
    if roles == {Role.OFFICER}:
        rows = rows.filter(officer__user_id=user.pk)
    soon = rows.filter(starts_at__gte=days.ends, starts_at__lt=days.until)
    today = rows | Presentation.objects.visible_to(user).filter(status=Status.DELIVERED)
    today = today.filter(starts_at__gte=days.begins, starts_at__lt=days.ends)
    parts = [_part("today", today, most=12), _part("soon", soon, most=8)]
    if roles & {Role.COUNSELOR, Role.OFFICER}:
        talks = Presentation.objects.visible_to(user)
        slots = AdviceSlot.objects.filter(
            presentation__in=talks, starts_at__gte=days.begins, starts_at__lt=days.until
        )
        parts.append(_advice(slots))
    return parts


def _late(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """What command and district look after: unanswered, and not recorded."""
    if not roles & OVERSEERS:
        return []
    rows = Presentation.objects.visible_to(user)
    days = Days(localdate())
    unrecorded = rows.scheduled().filter(starts_at__lt=days.begins)
    week = days.begins - days.today.weekday() * A_DAY
    this_week = rows.scheduled().filter(
        starts_at__gte=week, starts_at__lt=week + 7 * A_DAY
    )
    return [
        _part("requested", rows.filter(status=Status.REQUESTED)),
        _part("unrecorded", unrecorded),
        _part("week", this_week, most=1),
    ]


def _part(name: str, rows: PresentationQuerySet, most: int = SHOWN) -> Rows:
    """The first rows of one question, and how many rows it has."""
    return rows.order_by("starts_at", "id").values_list(
        Value(name, CharField()),
        Cast("pk", CharField()),
        F("topic__title"),
        F("school__name"),
        F("starts_at"),
        F("ends_at"),
        F("status"),
        F("requested_by__name"),
        Coalesce("requested_at", "created_at"),
        Window(Count("pk")),
    )[:most]


def _advice(rows: QuerySet[AdviceSlot]) -> Rows:
    """Kept times, without the topic that they followed."""
    return rows.order_by("starts_at", "id").values_list(
        Value("advice", CharField()),
        Cast("officer_id", CharField()),
        Value("Advice time kept", CharField()),
        F("school__name"),
        F("starts_at"),
        F("ends_at"),
        Value("", CharField()),
        F("officer__user__name"),
        F("starts_at"),
        Window(Count("pk")),
    )[:SHOWN]
