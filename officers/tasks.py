"""What the clock does for the unit."""

from celery import shared_task

from officers import actions
from sro_program.core.sweeps import each


@shared_task
def warn_of_training() -> None:
    """Each morning: what is due in 90, 60, 30 days, and what is overdue."""
    each(actions.due_a_look, actions.warn)
