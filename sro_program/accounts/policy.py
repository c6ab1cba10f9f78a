"""Who may ask people in, end their roles, and release their accounts."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from sro_program.accounts.models import (
    Invitation,
    Membership,
    PoliceAgency,
    Reach,
    Role,
    User,
)
from sro_program.accounts.models.places import AGENCY_ROLES, SCHOOL_ROLES
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

TEAM = [Role.COUNSELOR, Role.TEACHER]
BELOW_COMMAND = [Role.OFFICE, *SCHOOL_ROLES, Role.DISTRICT]
EVERY_ROLE = [*AGENCY_ROLES, *SCHOOL_ROLES, Role.DISTRICT]
LEADS_ONLY = "Only those who lead a school or the unit, and administrators, do this."
NOT_YOURS = "You cannot give or end this role at this place."
COMMAND_ONLY = "Only a commander or an administrator makes or ends a commander."
NEEDS_PLACE = "Only an administrator invites someone without a role."
OWN_ROLE = "You cannot end your own role. Ask another person who leads."


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may give, end and withdraw; asked for once a page."""

    user_id: int | None
    is_administrator: bool
    command: dict[int, frozenset[str]]
    principal_of: frozenset[int]

    def leads(self) -> Verdict:
        """Looks after the people of some place."""
        leads = self.is_administrator or self.command or self.principal_of
        return allow_if(bool(leads), LEADS_ONLY)

    def give(self, role: str, place: models.Model | None) -> Verdict:
        """May this role be given at this place (product.md §2)?"""
        if self.is_administrator:
            return ALLOWED
        if place is None:
            return deny(NEEDS_PLACE)
        if role in TEAM and self._is_own_school(place):
            return ALLOWED
        held = self.command.get(_agency_of(place), frozenset())
        if not held:
            return deny(NOT_YOURS)
        may_command = role != Role.COMMANDER or Role.COMMANDER in held
        return allow_if(may_command, COMMAND_ONLY)

    def end(self, membership: Membership) -> Verdict:
        """Who may give a role may end it, but not their own."""
        if membership.user_id == self.user_id:
            return deny(OWN_ROLE)
        return self.give(membership.role, membership.holds_for)

    def revoke(self, invitation: Invitation) -> Verdict:
        """Whoever could send it; having sent it once is not enough."""
        return self.give(invitation.role, invitation.holds_for)

    def roles_to_give(self) -> list[str]:
        """For the choices of a form."""
        held = frozenset[str]().union(*self.command.values())
        if self.is_administrator or Role.COMMANDER in held:
            return list(EVERY_ROLE)
        if held:
            return list(BELOW_COMMAND)
        return list(TEAM) if self.principal_of else []

    def _is_own_school(self, place: models.Model) -> bool:
        is_school = place._meta.label == "schools.School"
        return is_school and place.pk in self.principal_of


def rights(user: Actor) -> Rights:
    """What this person may do about other people's roles today; three queries."""
    led = Reach.objects.of(user).filter(role=Role.PRINCIPAL)
    return Rights(
        user_id=user.pk,
        is_administrator=is_administrator(user),
        command=_command(user),
        principal_of=frozenset(led.values_list("school_id", flat=True)),
    )


def is_administrator(user: Actor) -> bool:
    """Runs the product; that gives no right to content (CJIS AC-6, AU-9(4))."""
    rows = User.objects.filter(pk=user.pk, is_staff=True, is_active=True)
    return user.pk is not None and rows.exists()


def can_open(user: Actor) -> Verdict:
    """Everyone has an account page."""
    return allow_if(user.pk is not None, "Sign in first.")


def can_lead(user: Actor) -> Verdict:
    """Those who look after the people of a place."""
    return rights(user).leads()


def can_invite(user: Actor, role: str, place: models.Model | None) -> Verdict:
    """May this person give this role at this place?"""
    return rights(user).give(role, place)


def can_revoke(user: Actor, invitation: Invitation) -> Verdict:
    """May this person withdraw or repeat this invitation?"""
    return rights(user).revoke(invitation)


def can_end(user: Actor, membership: Membership) -> Verdict:
    """May this person take this role away?"""
    return rights(user).end(membership)


def can_release(user: Actor, account: User) -> Verdict:
    """An administrator releases a locked account (CJIS AC-7)."""
    return allow_if(is_administrator(user), "Only an administrator releases accounts.")


def can_remove_second_factor(user: Actor, account: User) -> Verdict:
    """An administrator, and not for their own account (CJIS IA-2)."""
    if account.pk == user.pk:
        return deny("Ask another administrator to remove your second factor.")
    return allow_if(
        is_administrator(user), "Only an administrator removes a second factor."
    )


def can_reopen(user: Actor, account: User) -> Verdict:
    """A closed account is opened again by an administrator alone."""
    if account.is_active or account.is_newcomer:
        return ALLOWED
    closed = "This account has been closed. An administrator can open it again."
    return allow_if(is_administrator(user), closed)


def _command(user: Actor) -> dict[int, frozenset[str]]:
    """The agencies in whose command or office this person works, with the roles."""
    held = Membership.objects.current().filter(
        user_id=user.pk, role__in=AGENCY_ROLES, police_agency__isnull=False
    )
    found: dict[int, frozenset[str]] = {}
    for agency, role in held.values_list("police_agency_id", "role"):
        found[agency] = found.get(agency, frozenset()) | {role}
    return found


def _agency_of(place: models.Model) -> int:
    """The agency that this place is, or that serves it."""
    if isinstance(place, PoliceAgency):
        return place.pk
    district: Any = getattr(place, "district", place)
    agency_id: int = district.police_agency_id
    return agency_id
