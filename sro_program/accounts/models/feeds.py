"""The secret address of a person's calendar."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sro_program.core.db import Actor


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: Actor) -> "CalendarFeedQuerySet":
        """A person's own, and nobody else's."""
        return self.filter(user_id=user.pk) if user.pk else self.none()

    def live(self) -> "CalendarFeedQuerySet":
        """Not revoked, and of someone who may still sign in."""
        return self.filter(
            revoked_at=None, user__is_active=True, user__locked_at__isnull=True
        )


class CalendarFeed(models.Model):
    """An address under which a calendar program reads what one person may see.

    Only the SHA-256 of its secret is kept: the address is shown once, and whoever
    reads this table learns no address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at=None),
                name="calendar_feed_one_at_a_time",
                violation_error_message="You already have an address.",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar address of {self.user_id}"
