"""What the clock does with referrals and reports."""

from celery import shared_task

from referrals import actions
from sro_program.core.sweeps import each


@shared_task
def remind() -> None:
    """Every ten minutes: referrals that nobody looks at, or answers, in time."""
    each(actions.due_a_stand_in, actions.ask_for_a_stand_in)
    each(actions.due_a_reminder, actions.remind)


@shared_task
def nag() -> None:
    """Each hour: reports of suspected abuse that are not finished."""
    each(actions.due_a_nag, actions.nag)
