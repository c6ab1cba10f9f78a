"""Goals for the balance of work, agreed by both superiors, and why a month tilted."""

from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers import balance_policy, policy
from officers.goal_states import AGREE, DECLINE, WITHDRAW
from officers.models import BalanceGoal, Directive, Officer, TiltReason
from schools.models import School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify, notify_all, settle
from sro_program.workflow import lock, move, write


class Shares(TypedDict):
    """Percent by part of the triad, and how many points off is still in balance."""

    law_enforcement: int
    presentation: int
    advising: int
    other: int
    margin: int


@transaction.atomic
def propose_goals(
    officer: Officer,
    *,
    by: Actor,
    school: School,
    starts_on: date,
    record_id: UUID | None = None,
    **shares: Unpack[Shares],
) -> BalanceGoal:
    """Propose goals from a month on; the other superior answers. Sent twice it is one.

    Raises NotAllowed, or RuleBroken for shares that are no whole, or while other goals
    wait for their answer.
    """
    require(balance_policy.can_propose(by, officer, school))
    if record_id and (sent := officer.balance_goals.filter(pk=record_id).first()):
        return sent
    goal = BalanceGoal(
        id=record_id or uuid7(),
        officer=officer,
        school=school,
        starts_on=starts_on.replace(day=1),
        side=policy.side_of(by, officer, school),
        proposed_by=User.objects.get(pk=by.pk),
        **shares,
    )
    with constraints_as_rules(BalanceGoal):
        goal.save(force_insert=True)
    record(by, "propose_goals", goal, side=goal.side)
    notify_all(
        _other_side(goal),
        "balance_goals",
        url=goal.get_absolute_url(),
        needs_you=True,
        heading=f"Goals are proposed for {officer}",
        text=f"{goal.proposed_by} proposes how the work at {school.name} is shared.",
        label="Agree or decline",
    )
    return goal


@transaction.atomic
def agree_goals(
    goal: BalanceGoal, *, by: Actor, version: int | None = None
) -> BalanceGoal:
    """From its month on they hold. Raises NotAllowed, Stale or WrongState."""
    goal = _answered(goal, by, version)
    move(goal, AGREE, by=by, answered_by_id=by.pk, answered_at=now())
    _tell(goal, [goal.proposed_by, goal.officer.user], "Agreed")
    return goal


@transaction.atomic
def decline_goals(
    goal: BalanceGoal, *, by: Actor, reason: str, version: int | None = None
) -> BalanceGoal:
    """What was agreed before goes on, and the reason is read by the other side.

    Raises NotAllowed, Stale, WrongState, or RuleBroken without a reason.
    """
    goal = _answered(goal, by, version)
    move(goal, DECLINE, by=by, answered_by_id=by.pk, answered_at=now(), reason=reason)
    _tell(goal, [goal.proposed_by], "Declined")
    return goal


@transaction.atomic
def withdraw_goals(
    goal: BalanceGoal, *, by: Actor, version: int | None = None
) -> BalanceGoal:
    """Take back what one proposed. Raises NotAllowed, Stale or WrongState."""
    require(balance_policy.can_withdraw_goals(by, goal))
    goal = lock(goal, version=version)
    move(goal, WITHDRAW, by=by, answered_at=now())
    settle(goal.get_absolute_url())
    return goal


@transaction.atomic
def explain_tilt(
    officer: Officer, *, by: Actor, school: School, month: date, side: str, why: str
) -> TiltReason:
    """Say why a month lay off its goals; said anew, the history keeps what was said.

    Raises NotAllowed, or RuleBroken when somebody else was faster.
    """
    require(balance_policy.can_explain(by, officer, school, side))
    about = {"officer": officer, "school": school, "month": month, "side": side}
    kept = TiltReason.objects.select_for_update(of=("self",)).filter(**about).first()
    if kept is None:
        kept = TiltReason(**about, why=why, recorded_by_id=by.pk)
        with constraints_as_rules(TiltReason):
            kept.save(force_insert=True)
    elif kept.why != why:
        write(kept, why=why, recorded_by_id=by.pk)
    record(by, "explain_tilt", kept, side=side)
    return kept


def _answered(goal: BalanceGoal, by: Actor, version: int | None) -> BalanceGoal:
    """Held, for the other side alone; from now on it waits for them no more."""
    require(balance_policy.can_answer_goals(by, goal))
    goal = lock(goal, version=version)
    settle(goal.get_absolute_url())
    return goal


def _other_side(goal: BalanceGoal) -> list[User]:
    if goal.side == Directive.Side.COMMAND:
        return list(holders(Role.PRINCIPAL, school=goal.school))
    agency = goal.officer.police_agency_id
    return list(holders(Role.COMMANDER, police_agency=agency))


def _tell(goal: BalanceGoal, people: list[User], what: str) -> None:
    for person in people:
        notify(
            person,
            "balance_goals",
            url=goal.get_absolute_url(),
            in_app=True,
            heading=f"{what}: goals for {goal.officer}",
            text=f"How the work at {goal.school.name} is shared.",
            label="See them",
        )
