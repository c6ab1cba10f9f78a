"""Where the unit works: a district, its campuses, and the schools on them.

Coverage is by campus (KRS 158.4414(1)): one site may hold several schools.
"""

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from schools import grades
from sro_program.accounts.models import Membership, Reach, Role
from sro_program.accounts.models.places import AGENCY_ROLES
from sro_program.core.db import Actor


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(
            "“%(name)s” is not a known time zone; use a name like America/Chicago.",
            params={"name": name},
        )


class DistrictQuerySet(models.QuerySet["District"]):
    def visible_to(self, user: Actor) -> "DistrictQuerySet":
        """The districts with at least one school this person reaches today."""
        return self.filter(pk__in=School.objects.visible_to(user).values("district"))

    def importable_by(self, user: Actor) -> "DistrictQuerySet":
        """The districts whose data this person keeps: their own, or their agency's."""
        held = Membership.objects.current().filter(user_id=user.pk or 0)
        agencies = held.filter(role__in=AGENCY_ROLES).values("police_agency")
        own = held.filter(role=Role.DISTRICT).values("district")
        return self.filter(Q(police_agency__in=agencies) | Q(pk__in=own))


class District(models.Model):
    """A school district, served by one police agency."""

    name = models.CharField(max_length=200)
    police_agency = models.ForeignKey(
        "accounts.PoliceAgency", models.PROTECT, related_name="districts"
    )
    time_zone = models.CharField(
        max_length=64,
        default="America/Chicago",
        validators=[validate_time_zone],
        help_text="IANA name, such as America/Chicago.",
    )
    nces_id = models.CharField("NCES id", max_length=20, blank=True)
    state_id = models.CharField("state id", max_length=40, blank=True)
    sourced_id = models.CharField("OneRoster id", max_length=255, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "police_agency",
                "name",
                name="district_named_once",
                violation_error_message="This agency already has a district so named.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class CampusQuerySet(models.QuerySet["Campus"]):
    def visible_to(self, user: Actor) -> "CampusQuerySet":
        """The campuses of the schools this person reaches today."""
        return self.filter(pk__in=School.objects.visible_to(user).values("campus"))


class Campus(models.Model):
    """A site with one or more schools; officers are assigned to campuses."""

    district = models.ForeignKey(District, models.PROTECT, related_name="campuses")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    zip_code = models.CharField("ZIP code", max_length=10, blank=True)

    objects = CampusQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "campuses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                "district",
                "name",
                name="campus_named_once",
                violation_error_message="This district already has a campus so named.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: Actor) -> "SchoolQuerySet":
        """The schools this person reaches today, by membership or assignment."""
        return self.filter(
            pk__in=Reach.objects.filter(user_id=user.pk or 0).values("school")
        )

    def reached_as(self, user: Actor, *roles: str) -> "SchoolQuerySet":
        """The schools this person reaches today in one of these roles."""
        reached = Reach.objects.of(user).filter(role__in=roles)
        return self.filter(pk__in=reached.values("school"))

    def open(self) -> "SchoolQuerySet":
        """Schools that have not been closed for good."""
        return self.filter(closed_on=None)

    def for_list(self) -> "SchoolQuerySet":
        """With district and campus, by name."""
        return self.select_related("district", "campus").order_by("name", "pk")


class School(models.Model):
    """A school on a campus. It is closed for good, never deleted."""

    class Level(models.TextChoices):
        PRESCHOOL = "preschool", "Preschool"
        ELEMENTARY = "elementary", "Elementary"
        MIDDLE = "middle", "Middle"
        HIGH = "high", "High"
        ALTERNATIVE = "alternative", "Alternative"
        COMBINED = "combined", "Combined"

    district = models.ForeignKey(District, models.PROTECT, related_name="schools")
    campus = models.ForeignKey(Campus, models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20, choices=Level)
    grade_low = models.SmallIntegerField("lowest grade", choices=grades.CHOICES)
    grade_high = models.SmallIntegerField("highest grade", choices=grades.CHOICES)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    nces_id = models.CharField("NCES id", max_length=20, blank=True)
    state_id = models.CharField("state id", max_length=40, blank=True)
    sourced_id = models.CharField("OneRoster id", max_length=255, blank=True)
    enrolment = models.PositiveIntegerField(null=True, blank=True)
    closed_on = models.DateField("closed for good on", null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "district",
                "name",
                name="school_named_once",
                violation_error_message="This district already has a school so named.",
            ),
            models.UniqueConstraint(
                fields=["district", "sourced_id"],
                condition=~Q(sourced_id=""),
                name="school_sourced_once",
                violation_error_message="Another school has this OneRoster id.",
            ),
            models.CheckConstraint(
                condition=Q(grade_low__lte=F("grade_high")),
                name="school_grades_in_order",
                violation_error_message="The lowest grade is above the highest.",
            ),
            models.CheckConstraint(
                condition=Q(grade_low__gte=grades.PRE_KINDERGARTEN)
                & Q(grade_high__lte=grades.HIGHEST),
                name="school_grades_known",
                violation_error_message="Grades go from Pre-K to 12.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("schools:detail", args=[self.pk])

    @property
    def label(self) -> str:
        """The short name where space is scarce, else the name."""
        return self.short_name or self.name

    @property
    def phone_link(self) -> str:
        """The number with digits only, as a telephone dials it."""
        return "".join(ch for ch in self.phone if ch.isdigit() or ch == "+")

    @property
    def grades(self) -> str:
        return grades.grade_range(self.grade_low, self.grade_high)
