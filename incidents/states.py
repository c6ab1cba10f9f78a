"""The life of an incident report (product.md §3, `incidents/`).

Police work is written, submitted, perhaps returned, and approved; then it is locked.
What turns out to be discipline goes back to the school instead, and ends there.
"""

from django.db import models

from sro_program.workflow import Transition


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"
    HANDED_BACK = "handed_back", "Returned to school"
    DISCARDED = "discarded", "Discarded"


WRITABLE = [Status.DRAFT, Status.RETURNED]
LOCKED = [Status.APPROVED, Status.HANDED_BACK, Status.DISCARDED]
COUNTED = [Status.SUBMITTED, Status.RETURNED, Status.APPROVED, Status.HANDED_BACK]
"""What every number is made of; migration `counts` says the same."""
HIDDEN = [Status.DRAFT, Status.DISCARDED]
"""What nobody but its author and the command sees."""

ERASED = [Status.HANDED_BACK, Status.DISCARDED]
"""Whose police side was taken out of every table."""

SUBMIT = Transition.of("submit", WRITABLE, Status.SUBMITTED)
RETURN = Transition.of("return_report", [Status.SUBMITTED], Status.RETURNED)
APPROVE = Transition.of("approve", [Status.SUBMITTED], Status.APPROVED)
HAND_BACK = Transition.of("hand_back", WRITABLE, Status.HANDED_BACK)
DISCARD = Transition.of("discard", [Status.DRAFT], Status.DISCARDED)


class SealingStatus(models.TextChoices):
    """How far the carrying out of a court's order to seal is."""

    OPEN = "open", "Being prepared"
    CONFIRMED = "confirmed", "Waits for the second person"
    SEALED = "sealed", "Carried out"
    WITHDRAWN = "withdrawn", "Withdrawn"


CONFIRM_SEALING = Transition.of(
    "confirm_sealing", [SealingStatus.OPEN], SealingStatus.CONFIRMED
)
REOPEN_SEALING = Transition.of(
    "reopen_sealing", [SealingStatus.CONFIRMED], SealingStatus.OPEN
)
SEAL = Transition.of("seal", [SealingStatus.CONFIRMED], SealingStatus.SEALED)
WITHDRAW_SEALING = Transition.of(
    "withdraw_sealing",
    [SealingStatus.OPEN, SealingStatus.CONFIRMED],
    SealingStatus.WITHDRAWN,
)
