"""What the clock does with talks. Each row stands or falls on its own."""

from celery import shared_task

from presentations import actions
from sro_program.core.sweeps import each


@shared_task
def remind_of_coming() -> None:
    """Hourly: a week before, and a day before."""
    each(actions.due_a_week_before, actions.remind_a_week_before)
    each(actions.due_a_day_before, actions.remind_a_day_before)


@shared_task
def remind_to_decide() -> None:
    """Each morning: signatures that have been missing for two school days."""
    each(actions.due_a_decision, actions.remind_to_decide)


@shared_task
def lapse() -> None:
    """Hourly: requests whose time came before both had signed."""
    each(actions.due_to_lapse, actions.lapse)


@shared_task
def remind_to_record() -> None:
    """Each hour of the evening: talks of the day that nobody has recorded."""
    each(actions.due_a_record, actions.remind_to_record)
