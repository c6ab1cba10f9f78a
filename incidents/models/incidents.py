"""An incident's header: what happened where and when, and how far its report is.

The school's principal reads it, so it holds no name, no narrative, no charge and
nothing of a court; those stand in the case file (domain.md §2.3).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now

from incidents.states import ERASED, HIDDEN, LOCKED, WRITABLE, Status
from officers.models import Officer
from schools.models import Place, School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import PoliceAgency, Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import BEGINS, ENDS, FAR_AWAY

POLICE = [Role.OFFICER, Role.COMMANDER]
HEADERS = [Role.OFFICE, Role.PRINCIPAL]


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: Actor) -> "IncidentQuerySet":
        """One's own; for one's schools the command's all, and the others' sent ones.

        Drafts are their author's and the command's. What of it is shown is a lens
        (`policy`); the district sees numbers only.
        """
        reach = Reach.objects.of(user)
        commands = reach.filter(role=Role.COMMANDER).values("school")
        reads = reach.filter(role__in=[*HEADERS, Role.OFFICER]).values("school")
        sent = Q(school__in=reads) & ~Q(status__in=HIDDEN)
        return self.filter(Q(school__in=commands) | sent | _own(user))

    def police_side(self, user: Actor) -> "IncidentQuerySet":
        """Those whose case file this person reads."""
        reach = Reach.objects.of(user)
        commands = reach.filter(role=Role.COMMANDER).values("school")
        serves = reach.filter(role=Role.OFFICER).values("school")
        sent = Q(school__in=serves) & ~Q(status__in=HIDDEN)
        return self.filter(Q(school__in=commands) | sent | _own(user))

    def writable(self) -> "IncidentQuerySet":
        return self.filter(status__in=WRITABLE)

    def submitted(self) -> "IncidentQuerySet":
        return self.filter(status=Status.SUBMITTED)

    def for_list(self) -> "IncidentQuerySet":
        """With what a row shows."""
        return self.select_related("school", "place", "written_by")

    def schools(self) -> SchoolQuerySet:
        """Those at which they happened."""
        return School.objects.filter(pk__in=self.order_by().values("school"))


def _own(user: Actor) -> Q:
    """A report stays its author's while they are an officer in service."""
    serves = Officer.objects.in_service().filter(user_id=user.pk or 0)
    return Q(written_by__in=serves.values("user"))


def number_of(year: int, serial: int) -> str:
    """An incident's number as people say it: the school year and a running number."""
    return f"{year}-{(year + 1) % 100:02}-{serial:04}"


@track()
class Incident(models.Model):
    """One event at a school. Change it only through `incidents.actions`."""

    class Initiator(models.TextChoices):
        SRO = "sro", "The officer"
        ADMINISTRATOR = "administrator", "An administrator"
        TEACHER = "teacher", "A teacher"
        STAFF = "staff", "Other staff"
        STUDENT = "student", "A student"
        PARENT = "parent", "A parent or guardian"
        TIP = "tip", "A tip line"
        DISPATCH = "dispatch", "Dispatch"
        OTHER = "other", "Someone else"

    class Discovery(models.TextChoices):
        SEEN = "seen", "Seen by the officer"
        TOLD = "told", "Told in person"
        CALLED = "called", "Called or radioed"
        CAMERA = "camera", "Camera or alarm"
        WRITTEN = "written", "In writing or by a tip"
        FOUND = "found", "Found later"

    class SubPlace(models.TextChoices):
        CLASSROOM = "classroom", "Classroom"
        HALLWAY = "hallway", "Hallway"
        CAFETERIA = "cafeteria", "Cafeteria"
        RESTROOM = "restroom", "Restroom"
        GYM = "gym", "Gym"
        LIBRARY = "library", "Library"
        OFFICE = "office", "Office"
        PLAYGROUND = "playground", "Playground"
        PARKING = "parking", "Parking lot"
        BUS = "bus", "Bus"
        FIELD = "field", "Sports field"
        AUDITORIUM = "auditorium", "Auditorium"
        NEARBY = "nearby", "Off campus, within 1,000 feet"
        ONLINE = "online", "Online"
        OTHER = "other", "Elsewhere"

    class Outcome(models.TextChoices):
        """What a principal learns of how it ended; never a charge (KRS 158.153)."""

        OPEN = "open", "Open"
        NOTHING = "nothing", "No action"
        SCHOOL = "school", "The school handles it"
        POLICE = "police", "The police handle it"
        HELP = "help", "Help was arranged"
        UNFOUNDED = "unfounded", "Unfounded"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    police_agency = models.ForeignKey(PoliceAgency, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="incidents")
    year = models.PositiveSmallIntegerField("school year", help_text="Its first year.")
    serial = models.PositiveIntegerField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    occurred_from = models.DateTimeField("when it began")
    occurred_to = models.DateTimeField("when it ended", null=True, blank=True)
    reported_at = models.DateTimeField("when the officer learned of it")
    initiated_by = models.CharField(max_length=14, choices=Initiator)
    discovered = models.CharField("how", max_length=10, choices=Discovery)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    sub_place = models.CharField("kind of place", max_length=12, choices=SubPlace)
    at_function = models.BooleanField("at a school-sponsored function", default=False)
    on_bus = models.BooleanField("on a bus", default=False)
    in_school_hours = models.BooleanField("during school hours", default=True)
    school_report = models.CharField(
        "what the school reported",
        max_length=500,
        blank=True,
        help_text="The principal reads this. No names.",
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    begun_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = IncidentQuerySet.as_manager()
    locked_with: ClassVar = ["school__district"]

    class Meta:
        ordering: ClassVar = ["-occurred_from", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "-occurred_from", "-id"], name="incident_of_school"
            ),
            models.Index(fields=["-occurred_from", "-id"], name="incident_newest"),
            models.Index(
                fields=["school", "submitted_at", "id"],
                condition=Q(status="submitted"),
                name="incident_to_review",
            ),
            models.Index(
                fields=["written_by", "begun_at"],
                condition=Q(status__in=["draft", "returned"]),
                name="incident_being_written",
            ),
            models.Index(
                fields=["written_by", "-occurred_from", "-id"],
                name="incident_of_officer",
            ),
            models.Index(
                fields=["school", "status", "-occurred_from", "-id"],
                name="incident_of_school_by_state",
            ),
            models.Index(
                fields=["status", "-occurred_from", "-id"], name="incident_by_state"
            ),
            models.Index(
                fields=["school"],
                condition=Q(status__in=["draft", "submitted", "returned"]),
                name="incident_unfinished",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["police_agency", "year", "serial"],
                name="incident_numbered_once",
                violation_error_message="This number is taken. Send it again.",
            ),
            models.CheckConstraint(
                name="incident_ends_after_it_begins",
                condition=Q(occurred_to=None) | Q(occurred_to__gte=F("occurred_from")),
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="incident_reported_after_it_began",
                condition=Q(reported_at__gte=F("occurred_from")),
                violation_error_message=(
                    "The officer cannot learn of it before it begins."
                ),
            ),
            models.CheckConstraint(
                name="incident_not_approved_by_its_author",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                violation_error_message="Nobody approves their own report.",
            ),
            models.CheckConstraint(
                name="incident_approved_by_someone",
                condition=Q(status="approved", approved_by__isnull=False)
                | ~Q(status="approved") & Q(approved_by=None),
            ),
            models.CheckConstraint(
                name="incident_handed_back_to_the_school",
                condition=~Q(status="handed_back") | Q(outcome="school"),
            ),
            models.CheckConstraint(
                name="incident_of_our_time",
                condition=Q(occurred_from__gte=BEGINS, reported_at__lt=ENDS),
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"Incident {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:incident", args=[self.pk])

    @property
    def number(self) -> str:
        return number_of(self.year, self.serial)

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    @property
    def is_erased(self) -> bool:
        return self.status in ERASED

    @property
    def is_locked(self) -> bool:
        return self.status in LOCKED

    @property
    def days_waiting(self) -> int:
        """Whole days since it was submitted; 0 when it does not wait."""
        if self.status != Status.SUBMITTED or self.submitted_at is None:
            return 0
        return (now() - self.submitted_at).days


class Numbering(models.Model):
    """The last number an agency gave in a school year."""

    police_agency = models.ForeignKey(PoliceAgency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["police_agency", "year"], name="numbering_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
