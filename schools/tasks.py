"""Work on imports outside of requests, and what the clock does for the territory."""

import logging
from functools import partial
from uuid import UUID

from celery import Task, shared_task
from django.db import transaction

from schools.actions import feeds, findings, imports, notices
from schools.models import OneRosterImport
from schools.states import ImportStatus
from sro_program.core.db import acting_as_clock
from sro_program.core.sweeps import each

logger = logging.getLogger(__name__)


@shared_task
def check_import(import_id: str) -> None:
    """Make the dry run of an uploaded package."""
    imports.check(UUID(import_id))


@shared_task
def apply_import(import_id: str) -> None:
    """Carry out an import that someone ordered."""
    imports.write(UUID(import_id))


@shared_task
def resume_imports() -> None:
    """Run every minute: take up what was ordered while no worker heard it."""
    with acting_as_clock():
        waiting = list(OneRosterImport.objects.working().values_list("pk", "status"))
    for pk, status in waiting:
        is_new = status == ImportStatus.UPLOADED
        send(check_import if is_new else apply_import, pk)


@shared_task
def abandon_old_imports() -> None:
    """Run daily: an upload is kept for a week at most."""
    with acting_as_clock():
        overdue = list(OneRosterImport.objects.overdue())
    for found in overdue:
        with acting_as_clock():
            imports.abandon(found, by=None)
    imports.delete_old_files()


@shared_task
def warn_of_findings() -> None:
    """Each morning: what is to be mended, soon due or overdue."""
    each(findings.findings_due, findings.warn_of_finding)


@shared_task
def warn_of_notices() -> None:
    """Each morning: access notices whose last day is near, or has passed."""
    each(notices.notices_ending, notices.warn_of_notice)
    each(notices.notices_lapsed, notices.end_reminders)


@shared_task
def read_feed(reading_id: str) -> None:
    """Read the address of a calendar that somebody asked for."""
    feeds.read(UUID(reading_id))


@shared_task
def read_feeds() -> None:
    """Each night: every calendar with an address, one after another."""
    for pk in feeds.feeds_to_read():
        send(read_feed, pk)


def start(task: "Task[..., None]", import_id: UUID) -> None:
    """Have a worker do this once the transaction has committed."""
    transaction.on_commit(partial(send, task, import_id), robust=True)


def send(task: "Task[..., None]", import_id: UUID) -> None:
    """Tell a worker. If the broker is gone, `resume_imports` finds the row."""
    task.apply_async((str(import_id),), retry=False)
