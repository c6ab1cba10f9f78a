"""What the clock does with talks. Each row stands or falls on its own."""

import logging
from collections.abc import Callable
from uuid import UUID

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import QuerySet

from presentations import actions
from presentations.models import Presentation
from sro_program.core.db import acting_as_clock

logger = logging.getLogger(__name__)


@shared_task
def remind_of_coming() -> None:
    """Hourly: a week before, and a day before."""
    _each(actions.due_a_week_before, actions.remind_a_week_before)
    _each(actions.due_a_day_before, actions.remind_a_day_before)


@shared_task
def remind_to_decide() -> None:
    """Each morning: signatures that have been missing for two school days."""
    _each(actions.due_a_decision, actions.remind_to_decide)


@shared_task
def lapse() -> None:
    """Hourly: requests whose time came before both had signed."""
    _each(actions.due_to_lapse, actions.lapse)


@shared_task
def remind_to_record() -> None:
    """Each hour of the evening: talks of the day that nobody has recorded."""
    _each(actions.due_a_record, actions.remind_to_record)


def _each(
    due: Callable[[], QuerySet[Presentation]], act: Callable[[Presentation], bool]
) -> None:
    with acting_as_clock():
        ids = list(due().values_list("pk", flat=True))
    for pk in ids:
        _one(pk, act)


def _one(pk: UUID, act: Callable[[Presentation], bool]) -> None:
    try:
        with acting_as_clock():
            act(Presentation.objects.get(pk=pk))
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # whatever is wrong with one row, the next has its turn
        logger.exception("clock_failed", extra={"presentation": str(pk)})
