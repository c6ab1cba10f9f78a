"""What beat tasks share: each due row in its own transaction, one bad row alone."""

import logging
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import models

from sro_program.core.db import acting_as_clock

logger = logging.getLogger(__name__)


def each[M: models.Model](
    due: Callable[[], models.QuerySet[M]], act: Callable[[M], bool]
) -> None:
    """Do this for every row that is due; what breaks is logged, the next has its turn.

    A row that is no longer due when its turn comes is passed over.
    """
    with acting_as_clock():
        keys = list(due().values_list("pk", flat=True))
    for key in keys:
        _one(key, due, act)


def _one[M: models.Model](
    key: object, due: Callable[[], models.QuerySet[M]], act: Callable[[M], bool]
) -> None:
    try:
        with acting_as_clock():
            if row := due().filter(pk=key).first():
                act(row)
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # whatever is wrong with one row, the next has its turn
        logger.exception("clock_failed", extra={"record": str(key)})
