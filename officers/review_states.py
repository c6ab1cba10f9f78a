"""The lives of a goal and of a half in an officer's review (product.md §3, `Review`).

A half can be taken back until the officer has answered it; then it stays as it is.
"""

from django.db import models

from sro_program.workflow import Transition


class ReviewGoalStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class HalfStatus(models.TextChoices):
    DRAFT = "draft", "Being written"
    SIGNED = "signed", "Signed"


AGREE = Transition.of(
    "agree_review_goal", [ReviewGoalStatus.PROPOSED], ReviewGoalStatus.AGREED
)
WITHDRAW = Transition.of(
    "withdraw_review_goal", [ReviewGoalStatus.PROPOSED], ReviewGoalStatus.WITHDRAWN
)
SIGN_HALF = Transition.of("sign_half", [HalfStatus.DRAFT], HalfStatus.SIGNED)
TAKE_BACK = Transition.of("take_back_half", [HalfStatus.SIGNED], HalfStatus.DRAFT)
