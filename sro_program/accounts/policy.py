"""Who may ask people in, end their roles, and release their accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

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
BELOW_COMMAND = [Role.OFFICE, *TEAM]
"""What the office gives; who appoints principals, or may, is not its to choose."""

EVERY_ROLE = [*AGENCY_ROLES, *SCHOOL_ROLES, Role.DISTRICT]
LEADS_ONLY = "Only those who lead a school or the unit, and administrators, do this."
NOT_YOURS = "You cannot give or end this role at this place."
COMMAND_ONLY = "Only a commander or an administrator makes or ends a commander."
APPOINTED = "A commander, the district or an administrator appoints to this role."
OWN_GIFT = "You cannot give yourself a role. Ask another person who leads."
APART = (
    "A counselor cannot also serve in the sheriff’s office or as an officer: "
    "counselors’ notes stay in the school. End the one role first."
)
FACTOR_REMOVED = (
    "The second factor was removed less than 72 hours ago. The e-mail can be changed "
    "after that time."
)
EMAIL_CHANGED = (
    "The e-mail was changed less than 72 hours ago. The second factor can be removed "
    "after that time."
)
OTHER_ACCOUNT = (
    "This invitation is for another account. Sign out, then open the link again."
)
NEEDS_PLACE = "Only an administrator invites someone without a role."
OWN_ROLE = "You cannot end your own role. Ask another person who leads."


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may give, end and withdraw; asked for once a page."""

    user_id: int | None
    is_administrator: bool
    command: dict[int, frozenset[str]]
    principal_of: frozenset[int]
    districts: frozenset[int]

    def leads(self) -> Verdict:
        """Looks after the people of some place."""
        led = self.command or self.principal_of or self.districts
        return allow_if(self.is_administrator or bool(led), LEADS_ONLY)

    def give(self, role: str, place: models.Model | None) -> Verdict:
        """May this role be given at this place (product.md §2)?"""
        if self.is_administrator:
            return ALLOWED
        if place is None:
            return deny(NEEDS_PLACE)
        if self._leads_school(role, place):
            return ALLOWED
        held = self.command.get(_agency_of(place), frozenset())
        if Role.COMMANDER in held or (held and role in BELOW_COMMAND):
            return ALLOWED
        if not held:
            return deny(NOT_YOURS)
        return deny(COMMAND_ONLY if role == Role.COMMANDER else APPOINTED)

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
        given = [
            *(BELOW_COMMAND if held else []),
            *(TEAM if self.principal_of else []),
            *([Role.PRINCIPAL] if self.districts else []),
        ]
        return [role for role in EVERY_ROLE if role in given]

    def _leads_school(self, role: str, place: models.Model) -> bool:
        """A principal gives a team; a district appoints principals."""
        if place._meta.label != "schools.School":
            return False
        if role == Role.PRINCIPAL:
            return _district_of(place) in self.districts
        return role in TEAM and place.pk in self.principal_of


def rights(user: Actor) -> Rights:
    """What this person may do about other people's roles today; three queries."""
    led = Reach.objects.of(user).filter(role=Role.PRINCIPAL)
    command, districts = _leads(user)
    return Rights(
        user_id=user.pk,
        is_administrator=is_administrator(user),
        command=command,
        principal_of=frozenset(led.values_list("school_id", flat=True)),
        districts=districts,
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


def can_give(
    user: Actor, account: User, role: str, place: models.Model | None
) -> Verdict:
    """May this person give this role at this place to this account?

    Nobody gives one to themselves, administrators included (CJIS AC-5).
    """
    if account.pk == user.pk:
        return deny(OWN_GIFT)
    return can_invite(user, role, place) and can_hold(account, role)


def can_hold(account: User, role: str) -> Verdict:
    """Counselor notes never reach the sheriff's office: no one is both (product.md §2).

    The database refuses it as well, and an officer without a post: migration
    `counselors_apart` of the app `officers`.
    """
    is_counselor = role == Role.COUNSELOR
    others = AGENCY_ROLES if is_counselor else [Role.COUNSELOR]
    if not is_counselor and role not in AGENCY_ROLES:
        return ALLOWED
    held = Membership.objects.not_ended().filter(user=account, role__in=others)
    posts = Reach.objects.of(account).filter(role=Role.OFFICER)
    is_both = held.exists() or (is_counselor and posts.exists())
    return allow_if(not is_both, APART)


def is_known(user: Actor, account: User, place: models.Model | None) -> bool:
    """Does this account belong to the district or agency of this place already?

    Of any other account the one who invites must not learn that it is there.
    Administrators keep all accounts.
    """
    if place is None or is_administrator(user):
        return True
    agency = _agency_of(place)
    if isinstance(place, PoliceAgency):
        schools, districts = (
            "school__district__police_agency",
            "district__police_agency",
        )
        key = agency
    else:
        schools, districts, key = "school__district", "district", _district_of(place)
    here = Q(**{schools: key}) | Q(**{districts: key}) | Q(police_agency=agency)
    held = Membership.objects.not_ended().filter(here, user=account)
    posts = Reach.objects.of(account).filter(Q(**{schools: key}))
    return held.exists() or posts.exists()


def givers(role: str, place: models.Model) -> models.QuerySet[User]:
    """Those who may give this role at this place, administrators aside."""
    command = AGENCY_ROLES if role in BELOW_COMMAND else [Role.COMMANDER]
    who = Q(role__in=command, police_agency=_agency_of(place))
    if role in TEAM:
        who |= Q(role=Role.PRINCIPAL, school=place.pk)
    if role == Role.PRINCIPAL:
        who |= Q(role=Role.DISTRICT, district=_district_of(place))
    held = Membership.objects.current().filter(who)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def can_take_up(user: Actor, invitation: Invitation) -> Verdict:
    """An invitation is accepted by the account that it went to."""
    return allow_if(invitation.user_id == user.pk, OTHER_ACCOUNT)


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
    """An administrator, not for their own account, nor right after a new e-mail.

    Both together would hand the account over without its owner (CJIS IA-2, AC-5).
    """
    if account.pk == user.pk:
        return deny("Ask another administrator to remove your second factor.")
    if not is_administrator(user):
        return deny("Only an administrator removes a second factor.")
    return _rested(account.email_changed_at, EMAIL_CHANGED)


def can_change_email(user: Actor, account: User) -> Verdict:
    """As to remove the second factor; and not right after that."""
    if account.pk == user.pk:
        return deny("Ask another administrator to change your e-mail.")
    if not is_administrator(user):
        return deny("Only an administrator changes an e-mail.")
    return _rested(account.factor_removed_at, FACTOR_REMOVED)


def _rested(last: datetime | None, otherwise: str) -> Verdict:
    """Time for the owner to read the mail about it, and to say no."""
    rested = last is None or now() - last >= settings.TAKEOVER_PAUSE
    return allow_if(rested, otherwise)


def can_reopen(user: Actor, account: User) -> Verdict:
    """A closed account is opened again by an administrator alone."""
    if account.is_active or account.is_newcomer:
        return ALLOWED
    closed = "This account has been closed. An administrator can open it again."
    return allow_if(is_administrator(user), closed)


def _leads(user: Actor) -> tuple[dict[int, frozenset[str]], frozenset[int]]:
    """The agencies this person works for, with the roles there; and the districts."""
    held = Membership.objects.current().filter(
        user_id=user.pk, role__in=[*AGENCY_ROLES, Role.DISTRICT]
    )
    found: dict[int, frozenset[str]] = {}
    districts = set[int]()
    for role, agency, district in held.values_list(
        "role", "police_agency_id", "district_id"
    ):
        if agency:
            found[agency] = found.get(agency, frozenset()) | {role}
        if district:
            districts.add(district)
    return found, frozenset(districts)


def _district_of(place: models.Model) -> int:
    """The district that this place is, or that it lies in."""
    district: Any = getattr(place, "district", place)
    district_id: int = district.pk
    return district_id


def _agency_of(place: models.Model) -> int:
    """The agency that this place is, or that serves it."""
    if isinstance(place, PoliceAgency):
        return place.pk
    district: Any = getattr(place, "district", place)
    agency_id: int = district.police_agency_id
    return agency_id
