"""An officer at a school event: meant to come, was there, or not after all."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from officers.attendance_states import AttendanceStatus
from officers.models.log import UNIT
from officers.models.unit import Officer
from schools.models import School, SchoolEvent
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class EventAttendanceQuerySet(models.QuerySet["EventAttendance"]):
    def visible_to(self, user: Actor) -> "EventAttendanceQuerySet":
        """One's own; of one's schools for the unit and the principal, as the log is.

        The second wall says the same in SQL: migration `attendances`.
        """
        reads = Reach.objects.of(user).filter(role__in=[*UNIT, Role.PRINCIPAL])
        return self.filter(
            Q(officer__user_id=user.pk or 0) | Q(school__in=reads.values("school"))
        )

    def of(self, user: Actor) -> "EventAttendanceQuerySet":
        """This officer's own."""
        return self.filter(officer__user_id=user.pk or 0)

    def attended(self) -> "EventAttendanceQuerySet":
        return self.filter(status=AttendanceStatus.ATTENDED)

    def standing(self) -> "EventAttendanceQuerySet":
        """Those that somebody means to come to, or came to."""
        return self.exclude(status=AttendanceStatus.NOT)


@track()
class EventAttendance(models.Model):
    """One officer at one event, once. While attended it has its line in the log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    event = models.ForeignKey(SchoolEvent, models.PROTECT, related_name="attendances")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=8, choices=AttendanceStatus)
    minutes = models.PositiveSmallIntegerField()
    elsewhere_because = models.CharField(
        "why at another school", max_length=120, blank=True
    )
    written_at = models.DateTimeField(default=now, editable=False)

    objects = EventAttendanceQuerySet.as_manager()
    locked_with: ClassVar = ("event__school__district", "event__place", "officer")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["officer", "status"], name="attendance_of_officer"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="event_attended_once_by_each",
                fields=["event", "officer"],
                violation_error_message="You are at this event already.",
            ),
            models.CheckConstraint(
                name="attendance_took_time",
                condition=Q(minutes__range=(1, 1440)),
                violation_error_message="Minutes go from 1 to 1440.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} at {self.event}"

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()
