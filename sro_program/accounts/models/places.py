"""Who belongs where: memberships with dates, and the view that sums them up."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from sro_program.audit.history import track
from sro_program.core.db import Actor


class Role(models.TextChoices):
    """What someone is to a school; `officer` comes from assignments (product.md §2)."""

    COMMANDER = "commander", "Commander"
    OFFICE = "office", "Sheriff's office staff"
    OFFICER = "officer", "School resource officer"
    PRINCIPAL = "principal", "Principal"
    COUNSELOR = "counselor", "Counselor"
    TEACHER = "teacher", "Teacher"
    DISTRICT = "district", "School district"


MEMBER_ROLES = [choice for choice in Role.choices if choice[0] != Role.OFFICER]
AGENCY_ROLES = [Role.COMMANDER, Role.OFFICE]
LEADING_ROLES = [Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL]
SCHOOL_ROLES = [Role.PRINCIPAL, Role.COUNSELOR, Role.TEACHER]


class PoliceAgency(models.Model):
    """The law-enforcement agency that employs the officers."""

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "police agencies"

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        """Memberships that hold today."""
        today = localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)

    def not_ended(self) -> "MembershipQuerySet":
        """Memberships that hold today or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=localdate()))

    def visible_to(self, user: Actor) -> "MembershipQuerySet":
        """One's own; and for those who lead, the people of their places."""
        if user.pk is None:
            return self.none()
        return self.filter(Q(user_id=user.pk) | led_by(user))

    def for_list(self) -> "MembershipQuerySet":
        """By name, with what a row shows."""
        joined = self.select_related(
            "user", "school__district", "district", "police_agency"
        )
        return joined.order_by("user__name", "id")


def led_by(user: Actor) -> Q:
    """Places whose people this person looks after, as a filter on their rows.

    A district looks after the principals of its schools.
    """
    led = Reach.objects.of(user).filter(role__in=LEADING_ROLES)
    unit = led.filter(role__in=AGENCY_ROLES)
    districts = Reach.objects.of(user).filter(role=Role.DISTRICT)
    command = Membership.objects.current().filter(
        user_id=user.pk, role__in=AGENCY_ROLES
    )
    return (
        Q(school__in=led.values("school"))
        | Q(role=Role.PRINCIPAL, school__in=districts.values("school"))
        | Q(district__in=unit.values("school__district"))
        | Q(police_agency__in=command.values("police_agency"))
    )


@track()
class Membership(models.Model):
    """A role someone holds for a school, a district or an agency, from–until.

    Half-open: the day of `ends_on` is the first without the role.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=MEMBER_ROLES)
    school = models.ForeignKey(
        "schools.School",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
    )
    district = models.ForeignKey(
        "schools.District",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
    )
    police_agency = models.ForeignKey(
        PoliceAgency,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
    )
    starts_on = models.DateField(default=localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["user", "role", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_holds_where_its_role_does",
                condition=(
                    Q(
                        role__in=AGENCY_ROLES,
                        police_agency__isnull=False,
                        school=None,
                        district=None,
                    )
                    | Q(
                        role__in=SCHOOL_ROLES,
                        school__isnull=False,
                        district=None,
                        police_agency=None,
                    )
                    | Q(
                        role=Role.DISTRICT,
                        district__isnull=False,
                        school=None,
                        police_agency=None,
                    )
                ),
                violation_error_message=(
                    "Commander and office belong to an agency; principal, counselor "
                    "and teacher to a school; district to a district."
                ),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="The end must be after the start.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "school", "district", "police_agency"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="membership_once",
                violation_error_message="This person already has this role there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.holds_for}"

    @property
    def holds_for(self) -> models.Model:
        """The school, district or agency that the role holds for."""
        return self.school or self.district or self.police_agency  # type: ignore[return-value]  # a CHECK makes one of them present


class ReachQuerySet(models.QuerySet["Reach"]):
    def of(self, user: Actor) -> "ReachQuerySet":
        """What this person reaches; nothing for someone not signed in."""
        return self.filter(user_id=user.pk) if user.pk else self.none()


class Reach(models.Model):
    """Who reaches which school in which role as of now: a Postgres view.

    Sums up memberships and assignments. Every `visible_to` and every row-level
    security policy reads it, so access ends by itself when a date passes.
    """

    pk = models.CompositePrimaryKey("user_id", "role", "school_id")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+"
    )
    role = models.CharField(max_length=10, choices=Role)
    school = models.ForeignKey(
        "schools.School", models.DO_NOTHING, related_name="reached_by"
    )

    objects = ReachQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "accounts_reach"

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} at {self.school_id}"
