"""A court's order to seal, how it is carried out, and the proof that it was.

KRS 610.330: what is sealed is "deemed never to have occurred". Afterwards an order
holds ids and numbers, and nothing of whose they are.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from incidents.states import SealingStatus
from sro_program.accounts.models import PoliceAgency, Reach, Role, User
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

SEALED = Q(status="sealed")


class SealingOrderQuerySet(models.QuerySet["SealingOrder"]):
    def visible_to(self, user: Actor) -> "SealingOrderQuerySet":
        """The agency's command; an administrator those that wait for the second person.

        And those that one signed oneself; no name in either (`policy.can_seal`).
        """
        reach = Reach.objects.of(user).filter(role=Role.COMMANDER)
        here = Q(police_agency__in=reach.values("school__district__police_agency"))
        if User.objects.filter(pk=user.pk, is_staff=True, is_active=True).exists():
            here |= Q(status=SealingStatus.CONFIRMED) | Q(sealed_by_id=user.pk)
        return self.filter(here)

    def for_list(self) -> "SealingOrderQuerySet":
        return self.select_related("written_by", "confirmed_by", "sealed_by")


class SealingOrder(models.Model):
    """What the court ordered, which records it is about, and who carried it out.

    `involved` and `people` are the chosen rows of incidents and of the directory,
    `attachments` the files to delete. `counts` says how many rows stood at each place,
    `ledger` which, so that a restored older backup can lose them again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(
        max_length=10, choices=SealingStatus, default=SealingStatus.OPEN
    )
    police_agency = models.ForeignKey(PoliceAgency, models.PROTECT, related_name="+")
    court = models.CharField(max_length=120)
    case_number = models.CharField(max_length=60)
    ordered_on = models.DateField("date of the order")
    document = models.CharField("where the order itself is kept", max_length=120)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    written_at = models.DateTimeField(auto_now_add=True)
    involved = ArrayField(models.UUIDField(), default=list, blank=True)
    people = ArrayField(models.UUIDField(), default=list, blank=True)
    attachments = ArrayField(models.UUIDField(), default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    found = models.CharField("mark of what was found", max_length=64, blank=True)
    ledger = models.JSONField(default=dict, blank=True)
    has_other_names = models.BooleanField(default=False)
    is_replayed = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = SealingOrderQuerySet.as_manager()
    locked_with: ClassVar = ["police_agency"]

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sealing_confirmed_by_someone",
                condition=~Q(status="confirmed")
                | Q(confirmed_by__isnull=False) & ~Q(found=""),
            ),
            models.CheckConstraint(
                name="sealing_by_two_different_people",
                condition=Q(sealed_by=None) | ~Q(sealed_by=F("confirmed_by")),
                violation_error_message=(
                    "A second person has to confirm it: you were the first."
                ),
            ),
            models.CheckConstraint(
                name="sealed_by_two",
                condition=~SEALED
                | Q(is_replayed=True)
                | Q(confirmed_by__isnull=False, sealed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="sealed_at_some_time",
                condition=SEALED & Q(sealed_at__isnull=False)
                | ~SEALED & Q(sealed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Order {self.case_number}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:sealing_order", args=[self.pk])


class SealingNameQuerySet(models.QuerySet["SealingName"]):
    def visible_to(self, user: Actor) -> "SealingNameQuerySet":
        """The agency's command alone."""
        reach = Reach.objects.of(user).filter(role=Role.COMMANDER)
        agencies = reach.values("school__district__police_agency")
        return self.filter(order__police_agency__in=agencies)


class SealingName(models.Model):
    """Whom the order is about; deleted when it is carried out or withdrawn."""

    order = models.OneToOneField(
        SealingOrder, models.CASCADE, primary_key=True, related_name="name"
    )
    given_name = models.CharField("first name", max_length=100)
    family_name = models.CharField("last name", max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    other_names = models.TextField(
        "other forms of the name",
        max_length=1000,
        blank=True,
        help_text="One a line: nicknames, an earlier name, a wrong spelling.",
    )

    objects = SealingNameQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def others(self) -> list[str]:
        return [line.strip() for line in self.other_names.splitlines() if line.strip()]
