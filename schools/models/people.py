"""People on campus, and the classes they make: the least data that serves.

No addresses, no birth dates, no marks, and not which child is in which class:
a class has a teacher and a size.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools import grades
from schools.models.calendar import Period
from schools.models.territory import School
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

READS_NAMES = [Role.COMMANDER, Role.OFFICER, Role.PRINCIPAL, Role.COUNSELOR]
"""Who may read names of students and guardians. The district, the office and
teachers do not (product.md §2)."""


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Actor) -> "PersonQuerySet":
        """Of the schools they reach: staff for all, others where names are needed.

        Not who is named in a record and on no roster: that is between those who hold
        the record, whose pages lead there.
        """
        reach = Reach.objects.filter(user_id=user.pk or 0)
        named = reach.filter(role__in=READS_NAMES).values("school")
        is_staff = Q(kind=Person.Kind.STAFF, school__in=reach.values("school"))
        roster = Person.Retention.ROSTER
        people = self.filter(is_staff | Q(school__in=named), sealed_at=None)
        return people.filter(retention_class=roster)

    def current(self) -> "PersonQuerySet":
        """Those whose time at the school has not ended; of two entries merged, one."""
        return self.filter(active_until=None, merged_into=None)


@track()
class Person(models.Model):
    """Someone on campus. Names stand here so that sealing can find them."""

    class Kind(models.TextChoices):
        STUDENT = "student", "Student"
        STAFF = "staff", "Staff"
        GUARDIAN = "guardian", "Parent or guardian"
        VISITOR = "visitor", "Visitor"
        OTHER = "other", "Other"

    class Retention(models.TextChoices):
        ROSTER = "roster", "Roster: while at the school"
        RECORD = "record", "Named in a record"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="people")
    kind = models.CharField(max_length=20, choices=Kind)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    grade = models.SmallIntegerField(choices=grades.CHOICES, null=True, blank=True)
    position = models.CharField(
        max_length=60, blank=True, help_text="What a member of staff does here."
    )
    sourced_id = models.CharField("OneRoster id", max_length=255, blank=True)
    active_until = models.DateField(
        "no longer here since", null=True, blank=True, help_text="First day away."
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        help_text="The entry of the same person that stays.",
    )
    retention_class = models.CharField(
        max_length=20, choices=Retention, default=Retention.ROSTER
    )
    legal_hold = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["family_name", "given_name"]
        verbose_name_plural = "people"
        indexes: ClassVar = [
            models.Index(
                fields=["school", "family_name", "given_name", "id"],
                name="person_by_name",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "sourced_id"],
                condition=~Q(sourced_id=""),
                name="person_sourced_once",
                violation_error_message="Another person has this OneRoster id.",
            ),
            models.CheckConstraint(
                condition=Q(grade=None)
                | Q(grade__range=(grades.PRE_KINDERGARTEN, grades.HIGHEST)),
                name="person_grade_known",
                violation_error_message="Grades go from Pre-K to 12.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="person_not_merged_into_oneself",
                violation_error_message="Choose two different people.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Sealed"

    @property
    def told_by(self) -> list[str]:
        """What tells somebody from a namesake: what they do here, and their grade."""
        does = self.position or self.get_kind_display()
        grade = "" if self.grade is None else f"grade {self.get_grade_display()}"
        return [one for one in (does, grade) if one]

    @property
    def is_current(self) -> bool:
        """As `current` says it of many."""
        return self.active_until is None and self.merged_into_id is None


MERGERS = (Role.COMMANDER, Role.PRINCIPAL)
"""Who says that two entries are one person: who reads the names of a school and
answers for it."""


class NamesakesQuerySet(models.QuerySet["Namesakes"]):
    def visible_to(self, user: Actor) -> "NamesakesQuerySet":
        """Of the schools where one may merge entries.

        The second wall says the same in SQL: migration `merged_people`.
        """
        return self.filter(school__in=School.objects.reached_as(user, *MERGERS))


class Namesakes(models.Model):
    """Two people of one name of whom somebody said that they are two."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(auto_now_add=True)

    objects = NamesakesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "namesakes"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["one", "other"], name="namesakes_said_once"
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="namesakes_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    def visible_to(self, user: Actor) -> "SchoolClassQuerySet":
        """Classes are seen by those who reach their school."""
        return self.filter(school__in=School.objects.visible_to(user))

    def of_school(self, school: School) -> "SchoolClassQuerySet":
        """The classes of one school that was itself looked up as visible."""
        return self.filter(school=school)

    def current(self) -> "SchoolClassQuerySet":
        """Classes that are still held."""
        return self.filter(active_until=None)


class SchoolClass(models.Model):
    """A class with its teacher and size; who sits in it is the school's affair."""

    school = models.ForeignKey(School, models.PROTECT, related_name="classes")
    title = models.CharField(max_length=200)
    grade = models.SmallIntegerField(choices=grades.CHOICES, null=True, blank=True)
    period = models.ForeignKey(
        Period, models.SET_NULL, related_name="classes", null=True, blank=True
    )
    teacher = models.ForeignKey(
        Person, models.SET_NULL, related_name="classes", null=True, blank=True
    )
    size = models.PositiveIntegerField("students", default=0)
    sourced_id = models.CharField("OneRoster id", max_length=255, blank=True)
    active_until = models.DateField("no longer held since", null=True, blank=True)

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]
        verbose_name_plural = "classes"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "sourced_id"],
                condition=~Q(sourced_id=""),
                name="class_sourced_once",
                violation_error_message="Another class has this OneRoster id.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
