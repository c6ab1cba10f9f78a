"""School events: games, clubs, meetings; what an officer is seen at (product.md §3).

Its title says what a school publishes, and no name of a child. Everybody who reaches
the school reads it (domain.md §2.3 names nothing of it that would be hidden).
"""

import re
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime, now

from schools.event_states import EventStatus
from schools.models.feeds import SchoolFeed
from schools.models.places import Place
from schools.models.territory import School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import in_this_century, on_from_to

WRITERS = (
    *(Role.PRINCIPAL, Role.OFFICE, Role.COMMANDER, Role.DISTRICT),
    Role.OFFICER,
)
OPPONENT = re.compile(
    r"\s+(?:vs?\.?|versus|@|at|against|-|–)\s+.*|\s*(?:[(@]|:\s).*", re.IGNORECASE
)


def series_of(title: str) -> str:
    """What an event is one of: “Football vs. Mayfield” is one of “football”.

    A club or a team has one name and many dates; what is behind it says which.
    """
    return (OPPONENT.sub("", title, count=1).strip() or title.strip()).lower()[:200]


class SchoolEventQuerySet(models.QuerySet["SchoolEvent"]):
    def visible_to(self, user: Actor) -> "SchoolEventQuerySet":
        """Those of the schools that one reaches.

        The second wall says the same in SQL: migration `events`.
        """
        return self.filter(school__in=School.objects.visible_to(user))

    def planned(self) -> "SchoolEventQuerySet":
        """Without those that were called off."""
        return self.filter(status=EventStatus.PLANNED)

    def coming(self) -> "SchoolEventQuerySet":
        """Those that are not over."""
        return self.filter(ends_at__gt=now())

    def for_list(self) -> "SchoolEventQuerySet":
        """With school, district and room."""
        return self.select_related("school__district", "place")


@track()
class SchoolEvent(models.Model):
    """Something at a school at a time; whole days go from midnight to midnight.

    Those of a feed follow it; who came by `uid` and `recurrence_id` comes again so.
    """

    class Kind(models.TextChoices):
        BALL_GAME = "ball_game", "Ball game"
        CLUB = "club", "Club"
        MEETING = "meeting", "Meeting"
        CEREMONY = "ceremony", "Ceremony or assembly"
        TRIP = "trip", "Trip"
        PARENTS = "parents", "Parent evening"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="events")
    title = models.CharField(max_length=200)
    series = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.OTHER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_whole_days = models.BooleanField("whole days", default=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="events")
    place_text = models.CharField(max_length=120, blank=True)
    status = models.CharField(
        max_length=9, choices=EventStatus, default=EventStatus.PLANNED
    )
    feed = models.ForeignKey(
        SchoolFeed, models.PROTECT, null=True, related_name="events"
    )
    uid = models.CharField(max_length=255, blank=True)
    recurrence_id = models.CharField(max_length=32, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=now, editable=False)

    objects = SchoolEventQuerySet.as_manager()
    locked_with: ClassVar = ("school__district", "place")

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["school", "starts_at", "id"], name="event_of_school"),
            models.Index(fields=["school", "ends_at"], name="event_by_end"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be after the start.",
            ),
            in_this_century("event_of_our_time"),
            models.UniqueConstraint(
                name="event_of_a_feed_once",
                fields=["feed", "uid", "recurrence_id"],
                condition=Q(feed__isnull=False),
                violation_error_message="This event of the feed is there already.",
            ),
            models.CheckConstraint(
                name="event_by_hand_or_of_a_feed",
                condition=Q(feed=None, uid="", written_by__isnull=False)
                | Q(feed__isnull=False) & ~Q(uid=""),
                violation_error_message="Somebody added it, or a feed said it.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("schools:event", args=[self.school_id, self.pk])

    @property
    def where(self) -> str:
        """The room, or what was written of the place."""
        return " · ".join(filter(None, [str(self.place or ""), self.place_text]))

    @property
    def first_day(self) -> date:
        """On the calendar of its district."""
        return localtime(self.starts_at, self.school.district.zone).date()

    @property
    def last_day(self) -> date:
        """The last day it touches: what ends at midnight does not touch the next."""
        before = self.ends_at - timedelta(microseconds=1)
        return localtime(before, self.school.district.zone).date()

    @property
    def when(self) -> str:
        """In words, on the clock of its district."""
        zone = self.school.district.zone
        if not self.is_whole_days:
            start, end = localtime(self.starts_at, zone), localtime(self.ends_at, zone)
            return on_from_to(start, end, "%a, %b %-d, %Y")
        if self.first_day == self.last_day:
            return f"{self.first_day:%a, %b %-d, %Y}"
        return f"{self.first_day:%a, %b %-d} – {self.last_day:%a, %b %-d, %Y}"

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()
