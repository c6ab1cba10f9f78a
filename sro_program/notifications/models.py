"""A notification row is the outbox: what is owed to a person, until it is sent."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

GIVE_UP_AFTER = 8
"""Attempts at the mail server before a person must look (about four hours)."""


class MailChoice(models.TextChoices):
    """When a person wants mail."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, in one mail"
    IN_APP = "in_app", "Never; only in the program"


class MailPreference(models.Model):
    """When this person wants mail; without a row: at once.

    The daily mail leaves in the afternoon of `time_zone`; `digest_on` is the last day
    that had one, so that a repeated or missed beat does no harm.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="mail_preference",
    )
    choice = models.CharField(
        max_length=8, choices=MailChoice, default=MailChoice.AT_ONCE
    )
    time_zone = models.CharField(max_length=40, default="America/Chicago")
    digest_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_choice_display()


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Actor) -> "NotificationQuerySet":
        """A person's own messages, and nobody else's."""
        if user.pk is None:
            return self.none()
        return self.filter(recipient_id=user.pk, mail_only=False)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def owed(self) -> "NotificationQuerySet":
        """Mails whose time has come and that no worker is sending just now."""
        free = Q(leased_until=None) | Q(leased_until__lt=now())
        return self.filter(free, mail_due_at__lte=now(), sent_at=None, gave_up_at=None)

    def waiting_for_digest(self) -> "NotificationQuerySet":
        """Messages that the next daily mail will carry."""
        return self.filter(in_digest=True, sent_at=None, gave_up_at=None)

    def dead(self) -> "NotificationQuerySet":
        """Mails that could not be delivered; a person must look."""
        return self.filter(gave_up_at__isnull=False)

    def for_list(self) -> "NotificationQuerySet":
        return self.order_by("-created_at", "-id")


class Notification(models.Model):
    """One message to one person: shown in the program and, if wanted, mailed.

    `context` holds ids and words that may leave the house by mail, nothing about a
    child (trust.md §8). `link_*` say which signed link the mail carries; its secret
    is made when the mail is sent and is stored nowhere. `mail_to` is an address that
    the account had until now; empty: the one that it has.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    template = models.CharField(max_length=60)
    summary = models.CharField(max_length=200)
    url = models.CharField(max_length=200, blank=True)
    context = models.JSONField(default=dict)
    needs_you = models.BooleanField(default=False)
    mail_only = models.BooleanField(default=False)
    mail_to = models.EmailField(max_length=254, blank=True)
    link_route = models.CharField(max_length=60, blank=True)
    link_record = models.UUIDField(null=True, blank=True)
    link_version = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    in_digest = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    gave_up_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notification_sent_or_given_up_not_both",
                condition=Q(sent_at=None) | Q(gave_up_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient", "-created_at", "-id"], name="notification_list"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None),
                name="notification_unread",
            ),
            models.Index(
                fields=["url"],
                condition=Q(needs_you=True, read_at=None),
                name="notification_needs",
            ),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(sent_at=None, gave_up_at=None),
                name="notification_owed",
            ),
        ]

    def __str__(self) -> str:
        return self.template  # not the summary: the admin prints it to others

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def message_id(self) -> str:
        """The same for each attempt, so that a repeated mail can be recognised."""
        return f"<{self.id.hex}@{settings.MAIL_DOMAIN}>"

    def next_attempt_in(self) -> timedelta:
        """Back off: one minute, then two, four, … at most two hours."""
        return timedelta(minutes=min(2**self.attempts, 120))


class Heartbeat(models.Model):
    """When a part of the product last showed that it is alive (for /health/)."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"
