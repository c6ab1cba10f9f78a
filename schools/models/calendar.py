"""When school is in session: years, days that differ, bell schedules, periods."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from schools.models.territory import District, School
from sro_program.core.db import Actor
from sro_program.core.times import EARLIEST, FAR_AWAY, LATEST

LONGEST_YEAR = timedelta(days=400)
TOO_LONG = f"A school year has at most {LONGEST_YEAR.days} days."


class SchoolYearQuerySet(models.QuerySet["SchoolYear"]):
    def visible_to(self, user: Actor) -> "SchoolYearQuerySet":
        """Years of the districts with a school this person reaches."""
        return self.filter(district__in=District.objects.visible_to(user))

    def of_school(self, school: School) -> "SchoolYearQuerySet":
        """The years of the school's district, the latest first."""
        return self.filter(district=school.district_id)


class SchoolYear(models.Model):
    """One school year of a district, from its first to its last day, both included."""

    district = models.ForeignKey(District, models.PROTECT, related_name="school_years")
    name = models.CharField(max_length=60)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    sourced_id = models.CharField("OneRoster id", max_length=255, blank=True)

    objects = SchoolYearQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="school_year_ends_after_it_starts",
                violation_error_message="The last day must come after the first day.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__lt=F("starts_on") + Value(LONGEST_YEAR)),
                name="school_year_is_no_longer_than_a_year",
                violation_error_message=TOO_LONG,
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=EARLIEST, ends_on__lte=LATEST),
                name="school_year_is_of_our_time",
                violation_error_message=FAR_AWAY,
            ),
            ExclusionConstraint(
                name="school_years_do_not_overlap",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            Value("[]"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Two school years of a district overlap.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolDayQuerySet(models.QuerySet["SchoolDay"]):
    def visible_to(self, user: Actor) -> "SchoolDayQuerySet":
        """Days of the schools this person reaches, and of their whole district."""
        schools = School.objects.visible_to(user)
        return self.filter(
            Q(school__in=schools)
            | Q(school=None, district__in=schools.values("district"))
        )

    def of_school(self, school: School) -> "SchoolDayQuerySet":
        """What differs at this school: its own days and the district's."""
        return self.filter(
            Q(school=school) | Q(school=None), district=school.district_id
        )

    def between(self, first: date, last: date) -> "SchoolDayQuerySet":
        """Both days included, in order of date, the district's first."""
        return self.filter(on__range=(first, last)).order_by(
            "on", F("school").asc(nulls_first=True), "kind"
        )


class SchoolDay(models.Model):
    """A day that differs from the rule, for the whole district or one school."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed"
        EARLY_RELEASE = "early_release", "Early release"
        TESTING = "testing", "Testing window"
        SPECIAL = "special", "Special day"

    district = models.ForeignKey(District, models.PROTECT, related_name="school_days")
    school = models.ForeignKey(
        School,
        models.CASCADE,
        related_name="school_days",
        null=True,
        blank=True,
        help_text="Leave empty for the whole district.",
    )
    on = models.DateField("day")
    kind = models.CharField(max_length=20, choices=Kind)
    label = models.CharField(max_length=100)
    early_release = models.TimeField(
        "released at", null=True, blank=True, help_text="For an early release only."
    )
    feed = models.ForeignKey(
        "schools.SchoolFeed",
        models.SET_NULL,
        related_name="days",
        null=True,
        editable=False,
        help_text="Which calendar said it; it follows that one.",
    )

    objects = SchoolDayQuerySet.as_manager()
    locked_with = ("school",)

    class Meta:
        ordering: ClassVar = ["on"]
        indexes: ClassVar = [
            models.Index(fields=["district", "on"], name="school_day_by_date")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "school", "on", "kind"],
                nulls_distinct=False,
                name="school_day_said_once",
                violation_error_message="This day is already marked so.",
            ),
            models.CheckConstraint(
                condition=Q(kind="early_release", early_release__isnull=False)
                | (~Q(kind="early_release") & Q(early_release__isnull=True)),
                name="school_day_release_has_a_time",
                violation_error_message=(
                    "Give the time of release for an early release, and only then."
                ),
            ),
            models.CheckConstraint(
                condition=Q(on__range=(EARLIEST, LATEST)),
                name="school_day_is_of_our_time",
                violation_error_message=FAR_AWAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.label}"


class BellScheduleQuerySet(models.QuerySet["BellSchedule"]):
    def visible_to(self, user: Actor) -> "BellScheduleQuerySet":
        """Bell schedules are seen by those who reach their school."""
        return self.filter(school__in=School.objects.visible_to(user))

    def of_school(self, school: School) -> "BellScheduleQuerySet":
        """The schedules of one school that was itself looked up as visible."""
        return self.filter(school=school)

    def ordinary(self) -> "BellScheduleQuerySet":
        """What holds on ordinary days."""
        return self.filter(is_default=True)


class BellSchedule(models.Model):
    """A named set of periods; one of them is what holds on an ordinary day."""

    school = models.ForeignKey(School, models.CASCADE, related_name="bell_schedules")
    name = models.CharField(max_length=60)
    is_default = models.BooleanField("holds on ordinary days", default=False)

    objects = BellScheduleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-is_default", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="bell_schedule_named_once",
                violation_error_message="This school has a bell schedule so named.",
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(is_default=True),
                name="bell_schedule_one_default",
                violation_error_message="Another schedule already holds by default.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, user: Actor) -> "PeriodQuerySet":
        """Periods are seen by those who reach their school."""
        schools = School.objects.visible_to(user)
        return self.filter(bell_schedule__school__in=schools)

    def of_school(self, school: School) -> "PeriodQuerySet":
        """The periods of one school that was itself looked up as visible."""
        return self.filter(bell_schedule__school=school)


class Period(models.Model):
    """A stretch of the school day, in the wall-clock time of the district."""

    bell_schedule = models.ForeignKey(
        BellSchedule, models.CASCADE, related_name="periods"
    )
    name = models.CharField(max_length=40)
    starts_at = models.TimeField("starts")
    ends_at = models.TimeField("ends")

    objects = PeriodQuerySet.as_manager()
    locked_with = ("bell_schedule__school",)

    class Meta:
        ordering: ClassVar = ["starts_at", "ends_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bell_schedule", "name"],
                name="period_named_once",
                violation_error_message="This schedule already has a period so named.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="period_ends_after_it_starts",
                violation_error_message="A period must end after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
