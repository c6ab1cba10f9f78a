"""Who may do what with agreements (domain.md §3.10). They are public; who read them
is known to those who oversee the programme."""

from schools.models import Agreement, District, School
from schools.models.agreements import OVERSEERS, READERS
from sro_program.accounts.roles import roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if, deny

ONLY_ROLES = "Your account has no role at a school yet."
ONLY_READERS = (
    "Officers and principals of this district say that they have read its agreement."
)
ONLY_OVERSEERS = (
    "The command, the office and the district review an agreement and keep its paper."
)
IS_OVER = "This agreement no longer holds. Read the one that does."


def can_open_agreements(user: Actor) -> Verdict:
    """May they open the register at all?"""
    return allow_if(bool(roles_of(user)), ONLY_ROLES)


def can_read_some(user: Actor) -> Verdict:
    """May they say of any agreement that they have read it?"""
    return allow_if(bool(roles_of(user) & {*READERS}), ONLY_READERS)


def can_acknowledge(user: Actor, agreement: Agreement) -> Verdict:
    """May they say that they have read this one? It binds them, and it holds today."""
    bound = School.objects.reached_as(user, *READERS)
    if not bound.filter(district=agreement.district_id).exists():
        return deny(ONLY_READERS)
    holds = Agreement.objects.in_force().filter(pk=agreement.pk).exists()
    return allow_if(holds, IS_OVER)


def oversees(user: Actor, district: District) -> Verdict:
    """Do they see who has read the agreement of this district?"""
    seen = School.objects.reached_as(user, *OVERSEERS)
    return allow_if(seen.filter(district=district.pk).exists(), ONLY_READERS)


def oversees_some(user: Actor) -> Verdict:
    """Do they review the agreement of any district?"""
    return allow_if(bool(roles_of(user) & {*OVERSEERS}), ONLY_OVERSEERS)


def can_review(user: Actor, agreement: Agreement) -> Verdict:
    """May they review this one and keep its signed paper?"""
    seen = School.objects.reached_as(user, *OVERSEERS)
    mine = seen.filter(district=agreement.district_id).exists()
    return allow_if(mine, ONLY_OVERSEERS)
