"""The clock's and the hints' way into the outbox."""

from uuid import UUID

from celery import shared_task
from django.utils.timezone import now

from sro_program.notifications import digests, mailing
from sro_program.notifications.models import Heartbeat


@shared_task
def deliver(notification_id: str) -> None:
    """A hint: this mail is owed."""
    mailing.deliver(UUID(notification_id))


@shared_task
def sweep() -> None:
    """Each minute: what no hint reached."""
    mailing.sweep()


@shared_task
def send_digests() -> None:
    """Each quarter of an hour: whose afternoon has come?"""
    digests.send_digests()


@shared_task
def tick() -> None:
    """Beat and a worker are alive; /health/ reads it."""
    Heartbeat.objects.update_or_create(name="beat", defaults={"at": now()})
