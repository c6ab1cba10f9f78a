"""Who reads the balance of an officer's work, through which lens, and who agrees goals.

The school's picture is made of the lines that it reads and of nothing else. A share of
law enforcement that counted arrests and court would tell a principal of them, and so
would a share "not shown", a sum, a tilt or its reason (KRS 158.153).
"""

from officers.models import BalanceGoal, Directive, Officer
from officers.policy import COMMAND, NOT_DIRECTING, side_of
from schools.models import School
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

Side = Directive.Side
BETWEEN = "The balance is between the officer, their command and the principal."
OWN_PROPOSAL = "The other side answers what you proposed."
NOT_ANSWERING = "The goals are answered by the side that did not propose them."
NOT_EXPLAINING = "The reason is given by the officer or by the side that reads this."


def can_open_balance(user: Actor) -> Verdict:
    """The officer, and both superiors; the office reads along."""
    leads = roles_of(user) & {*COMMAND, Role.PRINCIPAL}
    own = Officer.objects.filter(user_id=user.pk or 0)
    return allow_if(bool(leads) or own.exists(), BETWEEN)


def picture_of(user: Actor, officer: Officer, school: School) -> str:
    """Which side's picture this person reads; nothing for everybody else.

    The officer reads the command's, which holds all of their own lines.
    """
    if officer.user_id == user.pk:
        return Side.COMMAND
    held = roles_at(user, school.pk)
    if held & {*COMMAND}:
        return Side.COMMAND
    return Side.SCHOOL if Role.PRINCIPAL in held else ""


def can_read_balance(user: Actor, officer: Officer, school: School) -> Verdict:
    """Whoever has a picture of their own."""
    return allow_if(bool(picture_of(user, officer, school)), BETWEEN)


def can_propose(user: Actor, officer: Officer, school: School) -> Verdict:
    """The commander of the officer's agency, or the principal; not for themselves."""
    if officer.user_id == user.pk:
        return deny("Your superiors agree on the goals.")
    return allow_if(bool(side_of(user, officer, school)), NOT_DIRECTING)


def can_answer_goals(user: Actor, goal: BalanceGoal) -> Verdict:
    """The side that did not propose them, and never the same person."""
    if goal.proposed_by_id == user.pk:
        return deny(OWN_PROPOSAL)
    if goal.officer.user_id == user.pk:
        return deny("Your superiors agree on the goals.")
    side = side_of(user, goal.officer, goal.school)
    return allow_if(side not in {"", goal.side}, NOT_ANSWERING)


def can_withdraw_goals(user: Actor, goal: BalanceGoal) -> Verdict:
    """Whoever proposed them, while still in that place."""
    if goal.proposed_by_id != user.pk:
        return deny("Only who proposed them takes them back.")
    return can_propose(user, goal.officer, goal.school)


def can_explain(user: Actor, officer: Officer, school: School, side: str) -> Verdict:
    """The officer for both pictures; each superior for their own."""
    if officer.user_id == user.pk:
        return ALLOWED
    return allow_if(side_of(user, officer, school) == side, NOT_EXPLAINING)
