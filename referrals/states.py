"""The life of a referral (product.md §3, `referrals/`): which verb leads where.

Only the receiver answers. What ended stays ended: handing it on makes a new one.
"""

from django.db import models

from sro_program.workflow import Transition


class Status(models.TextChoices):
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Accepted"
    IN_PROGRESS = "in_progress", "In progress"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    REDIRECTED = "redirected", "Handed on"
    REVOKED = "revoked", "Revoked"


UNANSWERED = [Status.SENT, Status.RECEIVED]
IN_WORK = [Status.ACCEPTED, Status.IN_PROGRESS]
OPEN = [*UNANSWERED, *IN_WORK]
ENDED = [Status.CLOSED, Status.DECLINED, Status.REDIRECTED, Status.REVOKED]

RECEIVE = Transition.of("receive", [Status.SENT], Status.RECEIVED)
ACCEPT = Transition.of("accept", UNANSWERED, Status.ACCEPTED)
BEGIN = Transition.of("begin", [Status.ACCEPTED], Status.IN_PROGRESS)
CLOSE = Transition.of("close", IN_WORK, Status.CLOSED)
DECLINE = Transition.of("decline", UNANSWERED, Status.DECLINED)
REDIRECT = Transition.of("redirect", OPEN, Status.REDIRECTED)
REVOKE = Transition.of("revoke", OPEN, Status.REVOKED)
