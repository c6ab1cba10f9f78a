"""Who was involved, with the least data that serves; names stand nowhere else."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from incidents.models.case_files import OfIncidentQuerySet
from incidents.models.incidents import Incident
from schools import grades
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.ids import uuid7


@track()
class Involvement(models.Model):
    """One person's part in an incident."""

    class Role(models.TextChoices):
        VICTIM = "victim", "Victim"
        WITNESS = "witness", "Witness"
        REPORTING = "reporting", "Reporting person"
        SUBJECT = "subject", "Subject"
        PARENT = "parent", "Parent or guardian"
        STAFF = "staff", "Staff"

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        UNKNOWN = "unknown", "Not known"

    class Race(models.TextChoices):
        """The federal categories in which Kentucky's yearly data are asked for."""

        NATIVE = "native", "American Indian or Alaska Native"
        ASIAN = "asian", "Asian"
        BLACK = "black", "Black or African American"
        HISPANIC = "hispanic", "Hispanic or Latino"
        PACIFIC = "pacific", "Native Hawaiian or Pacific Islander"
        WHITE = "white", "White"
        SEVERAL = "several", "Two or more races"
        UNKNOWN = "unknown", "Not known"

    class Injury(models.TextChoices):
        NONE = "none", "None"
        MINOR = "minor", "Minor"
        SERIOUS = "serious", "Serious"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="people")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    given_name = models.CharField("first name", max_length=100, blank=True)
    family_name = models.CharField("last name", max_length=100, blank=True)
    is_student = models.BooleanField("a student", default=False)
    grade = models.SmallIntegerField(choices=grades.CHOICES, null=True, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    is_juvenile = models.BooleanField("a juvenile then", default=False)
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    race = models.CharField(max_length=10, choices=Race, default=Race.UNKNOWN)
    injury = models.CharField(max_length=8, choices=Injury, default=Injury.NONE)
    statement = models.TextField("what they said", max_length=4000, blank=True)
    parent_told_at = models.DateTimeField(null=True, blank=True)
    parent_told_by = models.CharField("by whom", max_length=120, blank=True)
    is_sealed = models.BooleanField(default=False, editable=False)

    objects = OfIncidentQuerySet["Involvement"].as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="involvement_names_someone",
                condition=Q(is_sealed=True) | ~Q(family_name=""),
                violation_error_message="Give the last name, or “unknown”.",
            ),
            models.CheckConstraint(
                name="involvement_sealed_has_no_identity",
                condition=Q(is_sealed=False)
                | Q(given_name="", family_name="", statement="", birth_date=None),
            ),
            models.CheckConstraint(
                name="involvement_grade_known",
                condition=Q(grade=None)
                | Q(grade__range=(grades.PRE_KINDERGARTEN, grades.HIGHEST)),
                violation_error_message="Grades go from Pre-K to 12.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Sealed"

    @property
    def masked(self) -> str:
        """Who it is, without a name: “Juvenile, grade 9”."""
        if self.grade is None:
            return "Juvenile"
        return f"Juvenile, grade {grades.grade_name(self.grade)}"

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None when the birth date is not known."""
        if self.birth_date is None:
            return None
        had_birthday = (day.month, day.day) >= (
            self.birth_date.month,
            self.birth_date.day,
        )
        return day.year - self.birth_date.year - (not had_birthday)
