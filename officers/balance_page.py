"""What the page of the balance shows, and to whom which button."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from officers import balance_policy
from officers.balance import Balance, Part
from officers.goal_states import AGREE, DECLINE, WITHDRAW
from officers.models import Assignment, BalanceGoal, Officer
from officers.policy import COMMAND
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor
from sro_program.core.offers import Offer

SHOWN = 50
VERBS = [
    (
        *("agree_goals", "Agree", True, "primary", AGREE),
        balance_policy.can_answer_goals,
    ),
    (
        *("decline_goals", "Decline, with a reason", False, "danger", DECLINE),
        balance_policy.can_answer_goals,
    ),
    (
        *("withdraw_goals", "Withdraw them", True, "secondary", WITHDRAW),
        balance_policy.can_withdraw_goals,
    ),
]
"""Name, label, is it a button, its look, when, and for whom."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a month's bar: from where, and how wide, in hundredths."""

    part: Part
    begins: int


def schools_of_balance(user: Actor, officer: Officer) -> SchoolQuerySet:
    """Where the officer serves or has served, and this person reads the balance."""
    held = Assignment.objects.filter(officer=officer)
    schools = School.objects.visible_to(user).filter(campus__in=held.values("campus"))
    if officer.user_id != user.pk:
        roles = [*COMMAND, Role.PRINCIPAL]
        leads = Reach.objects.of(user).filter(role__in=roles)
        schools = schools.filter(pk__in=leads.values("school"))
    return schools.select_related("district").for_list()


def first_of(officer: Officer, schools: SchoolQuerySet) -> School | None:
    """Where the page begins: the officer's primary campus of today, else by name."""
    posts = officer.assignments.current().filter(kind=Assignment.Kind.PRIMARY)
    here = schools.filter(campus__in=posts.values("campus")).first()
    return here or schools.first()


def bars(balance: Balance) -> list[tuple[str, Sequence[Piece]]]:
    """Each month as one bar, its parts one after the other."""
    return [
        (f"{one.month:%b %Y}", _pieces(one.parts))
        for one in balance.months
        if one.minutes
    ]


def _pieces(parts: Sequence[Part]) -> list[Piece]:
    pieces, at = [], 0
    for part in parts:
        pieces.append(Piece(part, at))
        at += part.share
    return pieces


def goals_of(user: Actor, officer: Officer, school: School) -> list[BalanceGoal]:
    """What was ever proposed, the newest first."""
    seen = BalanceGoal.objects.visible_to(user)
    return list(seen.filter(officer=officer, school=school).for_list()[:SHOWN])


def goal_offers(user: Actor, goal: BalanceGoal) -> list[Offer]:
    """What this person can do now; who may not is shown no button."""
    return [
        Offer(name, label, reverse(f"officers:{name}", args=[goal.pk]), is_post, kind)
        for name, label, is_post, kind, transition, may in VERBS
        if transition.possible(goal) and may(user, goal)
    ]
