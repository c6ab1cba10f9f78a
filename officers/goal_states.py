"""The life of goals for the balance of work: one superior proposes, the other answers.

What was agreed stays agreed; from a later month on, newer goals hold.
"""

from django.db import models

from sro_program.workflow import Transition


class GoalStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


AGREE = Transition.of("agree_goals", [GoalStatus.PROPOSED], GoalStatus.AGREED)
DECLINE = Transition.of("decline_goals", [GoalStatus.PROPOSED], GoalStatus.DECLINED)
WITHDRAW = Transition.of("withdraw_goals", [GoalStatus.PROPOSED], GoalStatus.WITHDRAWN)
