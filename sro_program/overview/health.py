"""Is everything there that the product stands on? For machines; says no secrets.

Each part is asked with a short patience, so that the answer comes within seconds also
when a server hangs and does not refuse.
"""

from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Min
from django.utils.timezone import now

from sro_program.core.db import acting_as_clock
from sro_program.notifications.models import Heartbeat, Notification

OK, AWAY, LATE, WAITING = "ok", "away", "late", "waiting"
DEGRADED = "degraded"
BEAT_IS_LATE = timedelta(minutes=3)
MAIL_IS_LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Health:
    """What is there. Only a database that is away keeps people from working."""

    database: str
    broker: str
    clock: str
    oldest_unsent_seconds: int | None

    @property
    def is_serving(self) -> bool:
        return self.database == OK

    @property
    def status(self) -> str:
        """One word for a monitor: alarm on anything but "ok"."""
        if not self.is_serving:
            return AWAY
        late = (self.oldest_unsent_seconds or 0) > MAIL_IS_LATE.total_seconds()
        is_well = self.broker == OK and self.clock != LATE and not late
        return OK if is_well else DEGRADED


def health() -> Health:
    """Ask database, broker and clock; three seconds for each of the first two."""
    broker = _broker()
    if not _database_answers():
        return Health(AWAY, broker, AWAY, None)
    try:
        with acting_as_clock():
            _be_brief()
            return Health(OK, broker, _clock(), _oldest_unsent())
    except (OperationalError, InterfaceError):
        return Health(AWAY, broker, AWAY, None)


def _database_answers() -> bool:
    """On a connection of its own: the usual one might wait for a server that hangs."""
    probe = connection.copy()
    options = probe.settings_dict["OPTIONS"]
    probe.settings_dict["OPTIONS"] = {
        **options,
        "connect_timeout": 2,
        "options": "-c statement_timeout=1000",
    }
    try:
        with probe.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except (OperationalError, InterfaceError):
        return False
    finally:
        probe.close()


def _be_brief() -> None:
    """A table that is locked, as by a migration, is not waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1000")


def _broker() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
    )
    try:
        return OK if client.ping() else AWAY
    except redis.RedisError:
        return AWAY
    finally:
        client.close()


def _clock() -> str:
    """Whether Celery's beat and a worker showed themselves lately."""
    beat = Heartbeat.objects.filter(name="beat").first()
    if beat is None:
        return WAITING
    return OK if now() - beat.at < BEAT_IS_LATE else LATE


def _oldest_unsent() -> int | None:
    """How long the longest owed mail has been due, in seconds."""
    owed = Notification.objects.filter(sent_at=None, gave_up_at=None)
    due = owed.filter(mail_due_at__lte=now()).aggregate(due=Min("mail_due_at"))["due"]
    return int((now() - due).total_seconds()) if due else None
