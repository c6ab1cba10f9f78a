"""The life of a presentation (product.md §3): which verb leads where.

Two signatures, the school's and the officer's, come in either order while it is
requested; with the second of them it is scheduled.
"""

from django.db import models

from sro_program.workflow import Transition


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    REQUESTED = "requested", "Requested"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    SCHEDULED = "scheduled", "Scheduled"
    DELIVERED = "delivered", "Delivered"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CANCELLED = "cancelled", "Cancelled"
    MISSED = "missed", "Missed"


IN_A_SENTENCE: dict[str, str] = {
    Status.DRAFT: "a draft",
    Status.CHANGES_REQUESTED: "back for changes",
}
"""Where the label of a state does not go on after "it is"."""

UNDECIDED = [Status.REQUESTED, Status.CHANGES_REQUESTED]
ASKED = [Status.DRAFT, *UNDECIDED]
"""The states in which the request itself can still be written."""
BOOKED = [Status.SCHEDULED, Status.DELIVERED]
"""The states in which officer and room are taken."""

SEND = Transition.of("send", [Status.DRAFT, Status.CHANGES_REQUESTED], Status.REQUESTED)
ASK_CHANGES = Transition.of("ask_changes", [Status.REQUESTED], Status.CHANGES_REQUESTED)
APPROVE = Transition.of("approve", [Status.REQUESTED], Status.REQUESTED)
ACCEPT = Transition.of("accept", [Status.REQUESTED], Status.REQUESTED)
SCHEDULE = Transition.of("schedule", [Status.REQUESTED], Status.SCHEDULED)
DECLINE = Transition.of("decline", UNDECIDED, Status.DECLINED)
LAPSE = Transition.of("lapse", [Status.REQUESTED], Status.DECLINED)
WITHDRAW = Transition.of("withdraw", ASKED, Status.WITHDRAWN)
CANCEL = Transition.of("cancel", [Status.SCHEDULED], Status.CANCELLED)
CHOOSE_SLOT = Transition.of(
    "choose_slot", [Status.CHANGES_REQUESTED, Status.CANCELLED], Status.REQUESTED
)
DELIVER = Transition.of("deliver", [Status.SCHEDULED], Status.DELIVERED)
MISS = Transition.of("miss", [Status.SCHEDULED], Status.MISSED)
GIVE_FEEDBACK = Transition.of("give_feedback", [Status.DELIVERED], Status.DELIVERED)


def in_words(status: str) -> str:
    """A state as a sentence goes on after "it is"."""
    return IN_A_SENTENCE.get(status, Status(status).label.lower())
