"""Campus memory: what somebody learned about a place by being there, with its date.

It tells where a school is weak, so it is read by those who read its floor plan
(domain.md §2.3, plan gaps). It fades: after a term it asks whether it still holds.
"""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from schools.models.places import Place
from schools.models.plans import READERS
from schools.models.territory import School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

KEEPERS = (Role.OFFICER, Role.COMMANDER, Role.PRINCIPAL)
A_TERM = timedelta(weeks=18)
"""Half of a school year; then a note asks to be confirmed."""


class PlaceNoteQuerySet(models.QuerySet["PlaceNote"]):
    def visible_to(self, user: Actor) -> "PlaceNoteQuerySet":
        """Of the schools whose floor plans one reads.

        The second wall says the same in SQL: migration `campus`.
        """
        return self.filter(school__in=School.objects.reached_as(user, *READERS))

    def of_school(self, school: School) -> "PlaceNoteQuerySet":
        """The notes of one school, for somebody who may see them."""
        return self.filter(school=school)

    def standing(self) -> "PlaceNoteQuerySet":
        """Those that nobody has ended, of places that are still there."""
        return self.filter(ended_at=None, place__archived_at=None)

    def faded(self, today: date) -> "PlaceNoteQuerySet":
        """Those that nobody has confirmed for a term."""
        return self.filter(confirmed_on__lt=today - A_TERM)

    def for_list(self) -> "PlaceNoteQuerySet":
        """By place, the campus as a whole first; what was confirmed last on top."""
        rows = self.select_related("place", "school", "written_by", "confirmed_by")
        by_place = F("place__label").asc(nulls_first=True)
        return rows.order_by(by_place, "-confirmed_on", "-id")


@track()
class PlaceNote(models.Model):
    """A sentence about a place, or about the campus as a whole. No name of a child."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="notes")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="notes")
    text = models.CharField(max_length=300)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    confirmed_on = models.DateField("last known to hold", default=localdate)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField("no longer so since", null=True)

    objects = PlaceNoteQuerySet.as_manager()
    locked_with: ClassVar = ("school", "place")

    class Meta:
        ordering: ClassVar = ["-confirmed_on", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "confirmed_on"],
                condition=Q(ended_at=None),
                name="note_of_school",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="note_of_our_time",
                condition=Q(confirmed_on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="note_ended_by_somebody",
                condition=Q(ended_by=None, ended_at=None)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                violation_error_message="Somebody says that it is no longer so.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{reverse('schools:memory', args=[self.school_id])}#note-{self.pk}"

    @property
    def where(self) -> str:
        """The place it is about, in words."""
        return self.place.label if self.place else "The campus as a whole"

    @property
    def has_faded(self) -> bool:
        """Has nobody confirmed it for a term?"""
        return self.confirmed_on < localdate() - A_TERM
