"""What the school had to report, and when it did (KRS 158.155)."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from incidents.models.incidents import Incident
from schools.models import School
from sro_program.accounts.models import PoliceAgency, Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7
from sro_program.core.times import in_full


class ReceivedQuerySet(models.QuerySet["ReceivedReport"]):
    def visible_to(self, user: Actor) -> "ReceivedQuerySet":
        """The school's principals, its officers and their command."""
        roles = [Role.PRINCIPAL, Role.OFFICER, Role.COMMANDER]
        reached = Reach.objects.of(user).filter(role__in=roles)
        return self.filter(school__in=reached.values("school"))

    def for_list(self) -> "ReceivedQuerySet":
        rows = self.select_related("school", "incident", "taken_by")
        return rows.order_by("-reported_at", "-id")


@track()
class ReceivedReport(models.Model):
    """A school employee's report to the officer, with the minutes that it took.

    Without a child's name: what the case needs stands in the incident it becomes.
    """

    class Category(models.TextChoices):
        THREAT = "threat", "Threat against a school"
        ASSAULT = "assault", "Assault with serious injury"
        SEXUAL = "sexual", "Sexual offense"
        KIDNAPPING = "kidnapping", "Kidnapping"
        ASSAULT_WEAPON = "weapon_assault", "Assault with a weapon"
        WEAPON = "weapon", "Firearm or deadly weapon"
        SUBSTANCE = "substance", "Controlled substance: use, possession or sale"
        PROPERTY = "property", "Damage to property"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    police_agency = models.ForeignKey(PoliceAgency, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    incident = models.OneToOneField(
        Incident, models.PROTECT, null=True, blank=True, related_name="received"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=16, choices=Category)
    reporter = models.CharField("who reports", max_length=120)
    reporter_email = models.EmailField("their e-mail, for the receipt", blank=True)
    known_at = models.DateTimeField("when they learned of it")
    reported_at = models.DateTimeField("when they told the officer")
    summary = models.CharField("what they reported", max_length=500)
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-reported_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "-reported_at", "-id"], name="received_of_school"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="received_after_it_was_known",
                condition=Q(reported_at__gte=F("known_at")),
                violation_error_message=(
                    "It cannot be reported before anybody knew of it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.reported_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:received_report", args=[self.pk])

    @property
    def elapsed(self) -> timedelta:
        """From knowing to telling; the statute says “immediately”."""
        return self.reported_at - self.known_at

    @property
    def elapsed_in_words(self) -> str:
        """In days, hours and minutes; “at once” under a minute."""
        return in_full(self.elapsed)
