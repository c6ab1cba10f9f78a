"""The life of a directive (product.md §3, `officers/`): which verb leads where.

The officer answers; whoever gave it takes it back. What ended stays ended.
"""

from django.db import models

from sro_program.workflow import Transition


class Status(models.TextChoices):
    GIVEN = "given", "Given"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    DONE = "done", "Done"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = [Status.GIVEN, Status.ACKNOWLEDGED]
WITH_A_REASON = [Status.DECLINED, Status.WITHDRAWN]

ACKNOWLEDGE = Transition.of("acknowledge", [Status.GIVEN], Status.ACKNOWLEDGED)
FINISH = Transition.of("finish", OPEN, Status.DONE)
DECLINE = Transition.of("decline", OPEN, Status.DECLINED)
WITHDRAW = Transition.of("withdraw", OPEN, Status.WITHDRAWN)
