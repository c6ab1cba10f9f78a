"""What is written while a referral is worked on: for oneself, or for both sides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from referrals.models.referrals import Referral
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: Actor) -> "NoteQuerySet":
        """The receiving counselor's, never the sheriff's office's (product.md §2)."""
        return self.filter(referral__in=Referral.objects.received_by(user))


@track()
class Note(models.Model):
    """A counselor's own note. It goes along when a colleague takes over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="notes")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=4000)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="note_says_something",
                condition=~Q(text=""),
                violation_error_message="Write the note.",
            ),
        ]

    def __str__(self) -> str:
        return f"Note of {self.written_at:%Y-%m-%d}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Actor) -> "MessageQuerySet":
        """Both sides of the referral read what they write to each other."""
        return self.filter(referral__in=Referral.objects.held_by(user))


@track()
class Message(models.Model):
    """A line from one side of a referral to the other; an agency has no account.

    Why it was declined or taken back is such a line, too: it may tell of a child.
    """

    class Kind(models.TextChoices):
        LINE = "line", "Message"
        REASON = "reason", "Why it ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="messages")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    written_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.LINE)
    text = models.TextField(max_length=1000)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="message_says_something",
                condition=~Q(text=""),
                violation_error_message="Write what the other side shall read.",
            ),
        ]

    def __str__(self) -> str:
        return f"Message of {self.written_at:%Y-%m-%d}"
