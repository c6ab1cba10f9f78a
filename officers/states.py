"""The lives of a directive and of a report: which verb leads where (product.md §3).

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


class PageStatus(models.TextChoices):
    """Of what one superior reads of a duty report; who disagrees writes beside it."""

    WAITING = "waiting", "Waits for a signature"
    SIGNED = "signed", "Signed"


SIGN = Transition.of("sign", [PageStatus.WAITING], PageStatus.SIGNED)
