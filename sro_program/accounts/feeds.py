"""Making, revoking and reading the secret address of a person's calendar."""

from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.utils.timezone import now

from sro_program.accounts.models import CalendarFeed, User
from sro_program.audit.log import record
from sro_program.core.db import acting_as_clock

SECRET_BYTES = 32


@transaction.atomic
def make_address(user: User) -> str:
    """Make a new address and end the old one; the secret, which is kept nowhere."""
    User.objects.select_for_update().get(pk=user.pk)  # two clicks: one after the other
    _end_all(user)
    secret = token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(user=user, secret_hash=_hash(secret))
    record(user, "make_calendar_address", feed)
    return secret


@transaction.atomic
def end_address(user: User) -> None:
    """From now on nobody reads this person's calendar by its address."""
    for feed in _end_all(user):
        record(user, "end_calendar_address", feed)


def feed_behind(secret: str) -> CalendarFeed | None:
    """The live feed of this secret; None for an unknown, ended or locked one.

    Until it is known whose it is, nobody acts: the clock looks it up.
    """
    feeds = CalendarFeed.objects.live().select_related("user")
    with acting_as_clock():
        return feeds.filter(secret_hash=_hash(secret)).first()


def _end_all(user: User) -> list[CalendarFeed]:
    feeds = list(CalendarFeed.objects.filter(user=user, revoked_at=None))
    for feed in feeds:
        feed.revoked_at = now()
        feed.save(update_fields=["revoked_at"])
    return feeds


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
