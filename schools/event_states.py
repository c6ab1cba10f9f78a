"""The life of a school event, and of what was read from a feed (product.md §3)."""

from django.db import models

from sro_program.workflow import Transition


class EventStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"


class ReadingStatus(models.TextChoices):
    WAITING = "waiting", "Being read"
    CHECKED = "checked", "To be looked at"
    APPLIED = "applied", "Applied"
    SAME = "same", "Nothing new"
    FAILED = "failed", "Failed"
    REPLACED = "replaced", "Replaced by a later one"


CANCEL = Transition.of("cancel_event", [EventStatus.PLANNED], EventStatus.CANCELLED)
RESTORE = Transition.of("restore_event", [EventStatus.CANCELLED], EventStatus.PLANNED)

CHECK = Transition.of("check_feed", [ReadingStatus.WAITING], ReadingStatus.CHECKED)
APPLY = Transition.of("apply_feed", [ReadingStatus.CHECKED], ReadingStatus.APPLIED)
SAY_SAME = Transition.of("read_feed", [ReadingStatus.WAITING], ReadingStatus.SAME)
FAIL = Transition.of("fail_feed", [ReadingStatus.WAITING], ReadingStatus.FAILED)
REPLACE = Transition.of(
    "replace_reading",
    [ReadingStatus.WAITING, ReadingStatus.CHECKED],
    ReadingStatus.REPLACED,
)
