"""Trying a secret, being locked out, being released, coming and going.

Five wrong passwords or codes within 15 minutes lock an account until an administrator
releases it (CJIS AC-7). The counter is in Postgres and is kept under a lock on the
account's row, so that 50 tries at once are still only five.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now

from sro_program.accounts import policy
from sro_program.accounts.models import Reach, SignInAttempt, User
from sro_program.audit.log import record_sign_in
from sro_program.audit.models import AuditEvent
from sro_program.core.db import Actor, acting_as_clock
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify
from sro_program.workflow import lock

Kind = SignInAttempt.Kind
TRIED = "_tried"
"""Where a request keeps its wrong tries, so that they outlive it (`count_again`)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A wrong try, and the audit row that stays if its request does."""

    user: User
    kind: Kind
    event_id: UUID


def attempt(user: User, kind: Kind, is_right: Callable[[], bool]) -> bool:
    """Check a password or code while the account is held; count it when wrong.

    A locked account refuses also what is right, without looking at it.
    """
    with transaction.atomic():
        held = _hold(user)
        if held.locked_at:
            return False
        if is_right():
            return True
        _count(held, kind)
    return False


def count_again(request: HttpRequest) -> None:
    """Count what was tried in a request that was then undone as a whole.

    A page that fails after a wrong password would otherwise give tries for nothing.
    """
    tried: list[Tried] = list(vars(request).get(TRIED, []))
    if not tried:
        return
    with acting_as_clock():
        events = AuditEvent.objects.filter(pk__in=[each.event_id for each in tried])
        kept = set(events.values_list("pk", flat=True))
        for each in tried:
            if each.event_id not in kept:
                _count(_hold(each.user), each.kind)


def is_locked(user: User) -> bool:
    """As the database knows it now."""
    return User.objects.filter(pk=user.pk, locked_at__isnull=False).exists()


@transaction.atomic
def release(account: User, *, by: Actor | None) -> User:
    """Let someone try again. `by` is None when the operator does it on the server."""
    account = lock(account)
    if by is not None:
        require(policy.can_release(by, account))
    account.locked_at = None
    account.save(update_fields=["locked_at"])
    account.sign_in_attempts.all().delete()
    record_sign_in("release", account, by=by.pk if by else None)
    notify(account, "account_released")
    return account


@transaction.atomic
def remove_second_factor(account: User, *, by: Actor) -> None:
    """For a lost phone: the owner sets up a new one, and is told at once.

    The administrator makes sure who asks; nobody does it for themselves.
    """
    account = lock(account)
    require(policy.can_remove_second_factor(by, account))
    Authenticator.objects.filter(user=account).delete()
    account.factor_removed_at = now()
    account.save(update_fields=["factor_removed_at"])
    record_sign_in("remove_second_factor", account, by=by.pk)
    what = "An administrator has removed your second factor. Set up a new one."
    notify(account, "account_changed", needs_you=True, what=what)


@transaction.atomic
def came(user: User) -> None:
    """Note a complete sign-in; wrong tries before it no longer count."""
    user.sign_in_attempts.all().delete()
    record_sign_in("sign_in", user, source=_source())


def went(user: User, how: str) -> None:
    """Note the end of a session: `sign_out`, or `time_out`."""
    record_sign_in(how, user, source=_source())


def time_zone_of(user: Actor) -> str:
    """The clock on the wall of this person's district (the first, by school)."""
    zones = Reach.objects.of(user).order_by("school_id")
    found = zones.values_list("school__district__time_zone", flat=True).first()
    return found or settings.TIME_ZONE


def _hold(user: User) -> User:
    """Wait for the account; rows that point to it may still be written meanwhile."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _count(held: User, kind: Kind) -> None:
    SignInAttempt.objects.create(user=held, kind=kind)
    event = record_sign_in(f"wrong_{kind}", held, source=_source())
    tried = vars(context.request).setdefault(TRIED, [])
    tried.append(Tried(held, kind, event.pk))
    since = now() - settings.SIGN_IN_WINDOW
    if held.sign_in_attempts.filter(at__gt=since).count() >= settings.SIGN_IN_TRIES:
        held.locked_at = now()
        held.save(update_fields=["locked_at"])
        record_sign_in("lock", held, source=_source())
        notify(held, "account_locked")


def _source() -> str | None:
    """The network address a sign-in came from (CJIS AU-3: source of the event).

    Behind a proxy it is the visitor's, the same that the library's limit counts.
    """
    request = context.request
    address: str | None = get_client_ip(request) if request else None
    return address
