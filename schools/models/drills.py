"""Drills of a school, what children made of them, and what is to be mended after.

A drill is never deleted: a correction keeps what it said before, and taking one out
asks for a reason. What is said of children is a row of its own, because the district
and the office read the drill and not that (domain.md §2.3 grants it to nobody).
"""

from datetime import datetime, time, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from schools.drill_states import WAS_HELD, DrillStatus
from schools.models.territory import School
from sro_program.accounts.models import Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import A_DAY, EARLIEST, FAR_AWAY, LATEST, clock, from_to

KEEPERS = (Role.PRINCIPAL, Role.OFFICER)
"""Who writes and certifies drills, and knows of one that nobody else shall expect."""
READERS = (*KEEPERS, Role.COMMANDER, Role.OFFICE, Role.DISTRICT)
NOTE_READERS = (*KEEPERS, Role.COMMANDER)
MOST_PEOPLE = 20_000
AN_HOUR = 3600
A_MINUTE = timedelta(minutes=1)


class DrillKind(models.TextChoices):
    """D§3.9; the first four are those that the law asks for (KRS 158.162(5))."""

    FIRE = "fire", "Fire"
    SEVERE_WEATHER = "severe_weather", "Severe weather"
    EARTHQUAKE = "earthquake", "Earthquake"
    LOCKDOWN = "lockdown", "Lockdown"
    EVACUATION = "evacuation", "Evacuation"
    REVERSE_EVACUATION = "reverse", "Reverse evacuation"
    BUS = "bus", "Bus"
    REUNIFICATION = "reunification", "Reunification"
    CARDIAC = "cardiac", "Cardiac emergency"


class DrillWindow(models.TextChoices):
    """When in a school year a drill is owed (KRS 158.162(5))."""

    FIRST_DAYS = "first_days", "First 30 school days"
    JANUARY = "january", "January"


class DrillQuerySet(models.QuerySet["Drill"]):
    def visible_to(self, user: Actor) -> "DrillQuerySet":
        """Of one's schools; what nobody shall expect only for those who keep drills.

        The second wall says the same in SQL: migration `drills`.
        """
        keeps = School.objects.reached_as(user, *KEEPERS)
        reads = School.objects.reached_as(user, *READERS)
        is_no_surprise = Q(is_announced=True) | Q(held_at__isnull=False)
        return self.filter(Q(school__in=keeps) | Q(school__in=reads) & is_no_surprise)

    def held(self) -> "DrillQuerySet":
        """Those that took place and were not taken out."""
        return self.filter(status__in=WAS_HELD)

    def planned(self) -> "DrillQuerySet":
        return self.filter(status=DrillStatus.PLANNED)

    def for_list(self) -> "DrillQuerySet":
        """With whom a row names, the latest first."""
        joined = self.select_related("school__district", "sro", "certified_by")
        return joined.order_by("-on", "-id")


@track()
class Drill(models.Model):
    """A drill that is planned or was held, without a name of a child.

    `begins` and `ends` are times on the clock of the district; `held_at` is when it was
    first written down as held.
    """

    class Part(models.TextChoices):
        NONE = "", "No officer was there"
        LED = "led", "Led it"
        OBSERVED = "observed", "Observed it"
        HELPED = "helped", "Took part in it"

    class Responders(models.TextChoices):
        NOT_INVITED = "", "Not invited"
        INVITED = "invited", "Invited, did not come"
        PRESENT = "present", "Invited and there"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    school = models.ForeignKey(School, models.PROTECT, related_name="drills")
    kind = models.CharField(max_length=14, choices=DrillKind)
    is_announced = models.BooleanField(default=True)
    on = models.DateField()
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    students = models.PositiveIntegerField(null=True)
    staff = models.PositiveIntegerField(null=True)
    responders = models.CharField(max_length=7, choices=Responders, blank=True)
    part_of_sro = models.CharField(max_length=8, choices=Part, blank=True)
    sro = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    seconds_to_secure = models.PositiveSmallIntegerField(null=True)
    doors_missed = models.CharField(max_length=200, blank=True)
    problems = models.TextField(max_length=2000, blank=True)
    status = models.CharField(
        max_length=9, choices=DrillStatus, default=DrillStatus.PLANNED
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    held_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    certified_at = models.DateTimeField(null=True)
    taken_out_because = models.CharField(max_length=300, blank=True)

    objects = DrillQuerySet.as_manager()
    locked_with: ClassVar = ("school__district", "sro")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["school", "-on", "-id"], name="drill_of_school"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="drill_of_our_time",
                condition=Q(on__range=(EARLIEST, LATEST)),
                violation_error_message=FAR_AWAY,
            ),
            models.CheckConstraint(
                name="drill_ends_after_it_begins",
                condition=Q(begins=None) | Q(ends=None) | Q(ends__gt=F("begins")),
                violation_error_message="The end must be after the start.",
            ),
            models.CheckConstraint(
                name="drill_held_says_when_and_with_whom",
                condition=~Q(status__in=WAS_HELD)
                | Q(
                    begins__isnull=False,
                    ends__isnull=False,
                    students__isnull=False,
                    staff__isnull=False,
                    students__lte=MOST_PEOPLE,
                    staff__lte=MOST_PEOPLE,
                    held_at__isnull=False,
                ),
                violation_error_message="Say from when to when, and how many came.",
            ),
            models.CheckConstraint(
                name="drill_names_its_officer",
                condition=Q(part_of_sro="", sro=None)
                | ~Q(part_of_sro="") & Q(sro__isnull=False),
                violation_error_message="Say which officer, and what they did.",
            ),
            models.CheckConstraint(
                name="drill_secured_within_an_hour",
                condition=Q(seconds_to_secure=None)
                | Q(seconds_to_secure__range=(1, AN_HOUR)),
                violation_error_message="Securing takes from a second to an hour.",
            ),
            models.CheckConstraint(
                name="drill_certified_by_somebody",
                condition=Q(
                    status=DrillStatus.CERTIFIED,
                    certified_by__isnull=False,
                    certified_at__isnull=False,
                )
                | ~Q(status=DrillStatus.CERTIFIED)
                & Q(certified_by=None, certified_at=None),
                violation_error_message="Somebody certifies it.",
            ),
            models.CheckConstraint(
                name="drill_taken_out_says_why",
                condition=~Q(status=DrillStatus.TAKEN_OUT) | ~Q(taken_out_because=""),
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.on:%b} {self.on.day}, {self.on.year}"

    def get_absolute_url(self) -> str:
        return reverse("schools:drill", args=[self.school_id, self.pk])

    @property
    def title(self) -> str:
        """Such as “Fire drill”."""
        return f"{self.get_kind_display()} drill"

    @property
    def is_planned(self) -> bool:
        return self.status == DrillStatus.PLANNED

    @property
    def was_held(self) -> bool:
        return self.status in WAS_HELD

    @property
    def when(self) -> str:
        """From when to when, in words; nothing where no time is known yet."""
        if self.begins and self.ends:
            return from_to(self._at(self.begins), self._at(self.ends))
        return clock(self.begins) if self.begins else ""

    @property
    def begins_at(self) -> datetime:
        """When it began, or the first moment of its day."""
        return self._at(self.begins or time())

    @property
    def ends_at(self) -> datetime:
        """When it was over; while nobody knows, an hour later, or with its day."""
        if self.ends:
            return self._at(self.ends)
        return self.begins_at + (timedelta(hours=1) if self.begins else A_DAY)

    @property
    def minutes(self) -> int:
        """How long it lasted; at least one."""
        if not (self.begins and self.ends):
            return 1
        lasted = self._at(self.ends) - self._at(self.begins)
        return max(round(lasted / A_MINUTE), 1)

    @property
    def secured_in(self) -> str:
        """Minutes and seconds until everything was secure, in words."""
        if not self.seconds_to_secure:
            return ""
        minutes, seconds = divmod(self.seconds_to_secure, 60)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

    def _at(self, at: time) -> datetime:
        return datetime.combine(self.on, at, self.school.district.zone)
