"""What the clock does for the unit."""

from celery import shared_task

from officers import actions
from schools.models import District
from sro_program.core.sweeps import each


@shared_task
def warn_of_training() -> None:
    """Each morning: what is due in 90, 60, 30 days, and what is overdue."""
    each(actions.due_a_look, actions.warn)


@shared_task
def send_reports() -> None:
    """Each hour: the duty reports whose day has come; one that was missed comes next.

    Each step may be run again, and each district and report stands alone.
    """
    each(District.objects.all, actions.open_reports)
    each(actions.reports_to_compile, actions.compile_report)
    each(District.objects.all, actions.send_reports)


@shared_task
def ask_for_reviews() -> None:
    """Each morning: halves of reviews that are not signed when the school year ends."""
    each(actions.reviews_due, actions.ask_for_halves)


@shared_task
def renew_reports() -> None:
    """Every few minutes: what was compiled of a log that has been corrected since."""
    each(actions.reports_to_compile, actions.compile_report)
