"""What the clock does with incidents."""

from celery import shared_task

from incidents import actions
from sro_program.core.db import acting_as_clock


@shared_task
def count_anew() -> None:
    """Each minute: the numbers of school years in which something changed."""
    with acting_as_clock():
        actions.count_anew()
