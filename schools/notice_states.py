"""The life of an access notice (domain.md §3.12): it stands until its last day.

That it has lapsed is said by the date alone, so that nothing need run at midnight.
"""

from django.db import models

from sro_program.workflow import Transition


class NoticeStatus(models.TextChoices):
    STANDING = "standing", "In force"
    WITHDRAWN = "withdrawn", "Withdrawn"


CHANGE = Transition.of("change_notice", [NoticeStatus.STANDING], NoticeStatus.STANDING)
RENEW = Transition.of("renew_notice", [NoticeStatus.STANDING], NoticeStatus.STANDING)
WITHDRAW = Transition.of(
    "withdraw_notice", [NoticeStatus.STANDING], NoticeStatus.WITHDRAWN
)
