"""Calendars of a school that its keepers let in: a file, or an address to read."""

import re
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from schools.event_states import ReadingStatus
from schools.models.territory import School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

KEEPERS = (Role.PRINCIPAL, Role.OFFICE, Role.COMMANDER, Role.DISTRICT)
CLOSED_WORDS = "no school, closed, break, holiday"
EARLY_WORDS = "early release, early dismissal, dismiss at"
TESTING_WORDS = "testing, state test, ACT, MAP"


class SchoolFeedQuerySet(models.QuerySet["SchoolFeed"]):
    def visible_to(self, user: Actor) -> "SchoolFeedQuerySet":
        """Of the schools whose calendar one keeps: an address may be a secret."""
        return self.filter(school__in=School.objects.reached_as(user, *KEEPERS))

    def read_by_itself(self) -> "SchoolFeedQuerySet":
        """Those with an address that the clock reads."""
        return self.exclude(address="")

    def for_list(self) -> "SchoolFeedQuerySet":
        return self.select_related("school__district").order_by("name", "pk")


@track()
class SchoolFeed(models.Model):
    """A calendar of a school. Days whose title holds one of the words are no events.

    The words say what closes the school, lets it out early, or is a testing window.
    `read_for` is the school year for which it was read last.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="feeds")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500, blank=True)
    applies_itself = models.BooleanField(default=False)
    closed_words = models.CharField(max_length=200, blank=True, default=CLOSED_WORDS)
    early_words = models.CharField(max_length=200, blank=True, default=EARLY_WORDS)
    testing_words = models.CharField(max_length=200, blank=True, default=TESTING_WORDS)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    read_for = models.PositiveSmallIntegerField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    objects = SchoolFeedQuerySet.as_manager()
    locked_with: ClassVar = ("school__district",)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="feed_named_once",
                fields=["school", "name"],
                violation_error_message="This school has a calendar of that name.",
            ),
            models.CheckConstraint(
                name="feed_address_is_https",
                condition=Q(address="") | Q(address__startswith="https://"),
                violation_error_message="The address begins with https://.",
            ),
            models.CheckConstraint(
                name="feed_without_address_is_applied_by_hand",
                condition=Q(applies_itself=False) | ~Q(address=""),
                violation_error_message="Only what has an address is read by itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("schools:feed", args=[self.school_id, self.pk])


def words_in(listed: str) -> re.Pattern[str] | None:
    """One of these words, which commas part, as a whole and in any case."""
    words = [re.escape(word.strip()) for word in listed.split(",") if word.strip()]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.I) if words else None


class FeedReadingQuerySet(models.QuerySet["FeedReading"]):
    def visible_to(self, user: Actor) -> "FeedReadingQuerySet":
        """Of the feeds one keeps."""
        return self.filter(school__in=School.objects.reached_as(user, *KEEPERS))

    def waiting(self) -> "FeedReadingQuerySet":
        """Those that a worker has not read yet."""
        return self.filter(status=ReadingStatus.WAITING)

    def for_list(self) -> "FeedReadingQuerySet":
        """Newest first, without what was found."""
        return self.select_related("asked_by").defer("found").order_by("-id")


class FeedReading(models.Model):
    """One look at a feed: what it says of these two years, and what is wrong in it.

    `found` is kept until it is applied, or until a later reading replaces it.
    """

    class Mode(models.TextChoices):
        ALL = "all", "All entries, or none"
        GOOD = "good", "Good entries only"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    feed = models.ForeignKey(SchoolFeed, models.PROTECT, related_name="readings")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=8, choices=ReadingStatus, default=ReadingStatus.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now, editable=False)
    file_name = models.CharField(max_length=120, blank=True)
    found = models.JSONField(default=list)
    about = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict)

    objects = FeedReadingQuerySet.as_manager()
    locked_with: ClassVar = ("feed", "school__district")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["feed", "-id"], name="reading_of_feed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="feed_read_once_at_a_time",
                fields=["feed"],
                condition=Q(status=ReadingStatus.WAITING),
                violation_error_message="This calendar is being read already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Reading of {self.file_name or 'the address'}"

    def get_absolute_url(self) -> str:
        return reverse("schools:feed", args=[self.school_id, self.feed_id])
