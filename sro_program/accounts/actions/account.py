"""A person's own settings, and the address of their account."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.timezone import now

from sro_program.accounts import policy
from sro_program.accounts.actions.sign_in import time_zone_of
from sro_program.accounts.feeds import end_address
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.notifications.actions import set_mail_choice
from sro_program.notifications.outbox import notify
from sro_program.workflow import lock

CHANGED = "An administrator has changed the e-mail address that you sign in with."
TAKEN = "Someone already has this e-mail address."


@transaction.atomic
def choose_mail(user: Actor, *, choice: str) -> None:
    """Choose when mail comes: at once, once a day in the afternoon, or never."""
    set_mail_choice(user, choice=choice, time_zone=time_zone_of(user))


@transaction.atomic
def change_email(account: User, *, by: Actor, email: str) -> User:
    """Give an account another address. The old one is told, and what is open ends.

    Raises NotAllowed, also within 72 hours after the second factor was removed;
    RuleBroken when the address is taken, or is the one that it has.
    """
    account = lock(account)
    require(policy.can_change_email(by, account))
    if User.objects.filter(email__iexact=email).exists():
        raise RuleBroken(TAKEN)
    before, account.email = account.email, email.lower()
    account.email_changed_at = now()
    with constraints_as_rules(User):
        account.save(update_fields=["email", "email_changed_at"])
    _end_what_is_open(account)
    record(by, "change_email", account)
    notify(account, "account_changed", mail_only=True, mail_to=before, what=CHANGED)
    notify(account, "account_changed", needs_you=True, what=CHANGED)
    return account


def _end_what_is_open(account: User) -> None:
    for session in UserSession.objects.filter(user=account):
        session.end()
    end_address(account)
