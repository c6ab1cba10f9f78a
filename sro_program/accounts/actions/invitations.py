"""Asking people in: by mail, once, and not for long."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from sro_program.accounts import policy
from sro_program.accounts.actions.memberships import give_role, tell_leads
from sro_program.accounts.models import Invitation, User
from sro_program.accounts.places import field_for
from sro_program.audit.log import record, record_sign_in
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import LinkUnusable, RuleBroken, WrongState
from sro_program.core.links import SignedLink
from sro_program.core.policy import require
from sro_program.notifications.outbox import MailLink, notify
from sro_program.workflow import lock

ACCEPT_ROUTE = "accounts:accept"
USED = (
    "This invitation has been used or withdrawn. If you have no account yet, ask for "
    "a new one."
)
EXPIRED = "This invitation has expired. Ask for a new one."
CLOSED = "This invitation is not open any more; someone may have been faster."
CLOSED_ACCOUNT = "This account has been closed. An administrator can open it again."
TOO_MANY = (
    "You have sent {} invitations within a day that nobody has used. "
    "Wait until tomorrow, or ask another person who leads."
)
HAS_ACCOUNT = "This person has an account already and needs no invitation."
NO_ROLE = "This person has an account already. Choose a role to give them."


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom to ask in, as what, and where; without a role: an account alone."""

    email: str
    name: str
    role: str = ""
    place: models.Model | None = None


@transaction.atomic
def invite(guest: Guest, *, by: Actor) -> Invitation | None:
    """Ask someone in by mail. Who belongs here already gets the role at once (None).

    An account of another district or agency is asked like someone without one, and
    nothing tells the two apart. Raises NotAllowed; RuleBroken when they hold the role
    already, cannot hold it, or too many were asked today.
    """
    require(policy.can_invite(by, guest.role, guest.place))
    user = lock(_account_for(guest))
    if policy.is_known(by, user, guest.place):
        require(policy.can_reopen(by, user))
        if user.is_active:
            _give_at_once(user, guest, by)
            return None
    _require_few(by)
    _withdraw_earlier(user, guest)
    invitation = _new(user, guest, by)
    record(by, "invite", invitation, role=guest.role or None, user=user.pk)
    _mail(invitation)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Actor) -> Invitation:
    """Send a new link with a new deadline; the earlier link is dead."""
    invitation = lock(invitation)
    require(policy.can_revoke(by, invitation))
    if policy.is_known(by, invitation.user, invitation.holds_for):
        require(policy.can_reopen(by, invitation.user))
    if invitation.accepted_at:
        raise WrongState(CLOSED)
    if invitation.user.is_active and not invitation.role:
        raise RuleBroken(HAS_ACCOUNT)
    invitation.revoked_at = None
    invitation.expires_at = now() + settings.INVITATION_LIFETIME
    invitation.version += 1
    invitation.save()
    record(by, "invite_again", invitation)
    _mail(invitation)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Actor) -> Invitation:
    """Withdraw an invitation that is open. Raises WrongState when it is not."""
    invitation = lock(invitation)
    require(policy.can_revoke(by, invitation))
    if invitation.state != "open":
        raise WrongState(CLOSED)
    _withdraw(invitation)
    record(by, "revoke", invitation)
    return invitation


def guest_of(link: SignedLink) -> User:
    """To whom the link was sent. Raises LinkUnusable when there is no such account."""
    user = User.objects.filter(pk=link.user_id).first()
    if user is None:
        raise LinkUnusable(USED)
    return user


def open_invitation(link: SignedLink) -> Invitation:
    """The invitation that a link opens. Raises LinkUnusable when used or expired."""
    rows = Invitation.objects.filter(pk=link.record_id, user_id=link.user_id)
    invitation = rows.select_related("user", "invited_by").first()
    if invitation is None:
        raise LinkUnusable(USED)
    _require_open(invitation, link.version)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, version: int, password: str) -> User:
    """Open the account with a password of its owner's choice. Single use.

    Other open invitations to the same person are taken up with it.
    Raises LinkUnusable when someone used, withdrew or renewed the invitation.
    """
    user, invitation = lock(invitation.user), lock(invitation)
    _require_open(invitation, version)
    if not policy.can_reopen(invitation.invited_by, user):
        raise LinkUnusable(CLOSED_ACCOUNT)
    _open_account(user, invitation, password)
    _accept(invitation, user)
    for each in _others_open(invitation):
        _accept_or_withdraw(each, user)
    return user


@transaction.atomic
def take_up(invitation: Invitation, *, version: int, by: Actor) -> Invitation:
    """Accept a role with the account that one has. Single use.

    Raises LinkUnusable, NotAllowed, or RuleBroken when the role cannot be held.
    """
    user, invitation = lock(invitation.user), lock(invitation)
    require(policy.can_take_up(by, invitation))
    _require_open(invitation, version)
    _accept(invitation, user)
    return invitation


def _others_open(invitation: Invitation) -> models.QuerySet[Invitation]:
    """Sent to the same mailbox: left open, they would open the account once more."""
    rows = Invitation.objects.open().filter(user=invitation.user_id)
    return rows.exclude(pk=invitation.pk).select_for_update(of=("self",))


def _accept_or_withdraw(invitation: Invitation, user: User) -> None:
    """A role that does not go with one just taken up is not offered any longer."""
    try:
        with transaction.atomic():
            _accept(invitation, user)
    except RuleBroken:
        _withdraw(invitation)
        record(user, "revoke", invitation)


def _accept(invitation: Invitation, user: User) -> None:
    invitation.accepted_at = now()
    invitation.version += 1
    invitation.save()
    if place := invitation.holds_for:
        membership = give_role(user, role=invitation.role, place=place, by=None)
        tell_leads(membership, by=invitation.invited_by)
    record(user, "accept", invitation)
    notify(invitation.invited_by, "invitation_accepted", name=user.name)


def _withdraw(invitation: Invitation) -> None:
    invitation.accepted_at, invitation.revoked_at = None, now()
    invitation.version += 1
    invitation.save()


def _require_few(by: Actor) -> None:
    """Nobody floods mailboxes; those withdrawn count, those accepted do not."""
    day = now() - timedelta(days=1)
    sent = Invitation.objects.filter(
        invited_by=by.pk, created_at__gt=day, accepted_at=None
    )
    if sent.count() >= settings.INVITATIONS_A_DAY:
        raise RuleBroken(TOO_MANY.format(settings.INVITATIONS_A_DAY))


def _account_for(guest: Guest) -> User:
    """The account of this e-mail, or a new one that nobody can sign in to yet."""
    found = User.objects.filter(email__iexact=guest.email)
    if user := found.first():
        return user
    try:
        with transaction.atomic():
            return User.objects.create_user(guest.email, guest.name, is_active=False)
    except IntegrityError:  # someone else asked the same person in this very moment
        return found.get()


def _give_at_once(user: User, guest: Guest, by: Actor) -> None:
    if guest.place is None:
        raise RuleBroken(NO_ROLE if guest.role else HAS_ACCOUNT)
    membership = give_role(user, role=guest.role, place=guest.place, by=by)
    notify(
        user,
        "role_given",
        role=membership.get_role_display(),
        place=str(membership.holds_for),
    )


def _withdraw_earlier(user: User, guest: Guest) -> None:
    """A second invitation to the same thing replaces the first."""
    same = {field_for(guest.role): guest.place} if guest.role else {}
    earlier = Invitation.objects.open().filter(user=user, role=guest.role, **same)
    earlier.update(revoked_at=now(), version=models.F("version") + 1)


def _new(user: User, guest: Guest, by: Actor) -> Invitation:
    invitation = Invitation(
        email=user.email,
        name=guest.name,
        role=guest.role,
        user=user,
        invited_by_id=by.pk,
        expires_at=now() + settings.INVITATION_LIFETIME,
    )
    if guest.role:
        setattr(invitation, field_for(guest.role), guest.place)
    with constraints_as_rules(Invitation):
        invitation.save(force_insert=True)
    return invitation


def _mail(invitation: Invitation) -> None:
    place = invitation.holds_for
    notify(
        invitation.user,
        "invitation",
        link=MailLink(ACCEPT_ROUTE, UUID(str(invitation.pk)), invitation.version),
        mail_only=True,
        name=invitation.name,
        role=invitation.get_role_display() if invitation.role else "",
        place=str(place) if place else "",
        days=settings.INVITATION_LIFETIME.days,
        has_account=invitation.user.is_active,
        action_label="Look at it" if invitation.user.is_active else "Open my account",
    )


def _open_account(user: User, invitation: Invitation, password: str) -> None:
    if user.is_active:
        raise LinkUnusable(USED)
    user.name = invitation.name
    user.is_active, user.locked_at = True, None
    user.set_password(password)
    user.save(update_fields=["name", "is_active", "locked_at", "password"])
    record_sign_in("open_account", user)


def _require_open(invitation: Invitation, version: int) -> None:
    if invitation.version != version or invitation.state in {"accepted", "revoked"}:
        raise LinkUnusable(USED)
    if invitation.state == "expired":
        raise LinkUnusable(EXPIRED)
