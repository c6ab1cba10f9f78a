"""Offenses: the national codes, the agency's own charges, and those of an incident."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from incidents.models.case_files import OfIncidentQuerySet
from incidents.models.incidents import Incident
from incidents.models.people import Involvement
from schools.models import School
from sro_program.accounts.models import PoliceAgency
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class CrdcType(models.TextChoices):
    """What the federal Civil Rights Data Collection counts apart."""

    RAPE = "rape", "Rape or attempted rape"
    SEXUAL = "sexual", "Sexual assault (other than rape)"
    ROBBERY_WEAPON = "robbery_weapon", "Robbery with a weapon"
    ROBBERY_FIREARM = "robbery_gun", "Robbery with a firearm"
    ROBBERY = "robbery", "Robbery without a weapon"
    ATTACK_WEAPON = "attack_weapon", "Attack with a weapon"
    ATTACK_FIREARM = "attack_gun", "Attack with a firearm"
    ATTACK = "attack", "Attack without a weapon"
    THREAT_WEAPON = "threat_weapon", "Threat with a weapon"
    THREAT_FIREARM = "threat_gun", "Threat with a firearm"
    THREAT = "threat", "Threat without a weapon"
    POSSESSION = "possession", "Possession of a firearm or explosive device"


class CodeQuerySet[M: models.Model](models.QuerySet[M]):
    """A table of codes, which is everybody's."""

    def visible_to(self, user: Actor | None) -> "CodeQuerySet[M]":
        """Codes say nothing of anybody."""
        return self

    def choosable(self, *, beside: M | None = None) -> "CodeQuerySet[M]":
        """Without those that are out of use; what names one of them keeps it."""
        kept = models.Q(pk=beside.pk if beside else None)
        return self.filter(models.Q(is_active=True) | kept)


class OffenceCode(models.Model):
    """A code of the national incident-based system, as schools meet them."""

    code = models.CharField(max_length=6, unique=True)
    title = models.CharField(max_length=120)
    crdc_type = models.CharField(max_length=16, choices=CrdcType, blank=True)
    is_violence = models.BooleanField(default=False)
    is_weapon = models.BooleanField(default=False)
    is_drugs = models.BooleanField(default=False)
    is_active = models.BooleanField("can be chosen", default=True)

    objects = CodeQuerySet["OffenceCode"].as_manager()

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Charge(models.Model):
    """A charge of the agency's own table, taken over from its file."""

    police_agency = models.ForeignKey(
        PoliceAgency, models.PROTECT, related_name="charges"
    )
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    statute = models.CharField(max_length=40, blank=True)
    offence_code = models.ForeignKey(
        OffenceCode, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField("can be chosen", default=True)

    objects = CodeQuerySet["Charge"].as_manager()

    class Meta:
        ordering: ClassVar = ["title", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "police_agency",
                Lower("code"),
                name="charge_code_once",
                violation_error_message="The agency has this charge code already.",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.statute, self.title]))


@track()
class Offence(models.Model):
    """An offense of an incident; a matter of discipline has none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="offences")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    code = models.ForeignKey(OffenceCode, models.PROTECT, related_name="+")
    charge = models.ForeignKey(
        Charge, models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.ForeignKey(
        Involvement, models.PROTECT, null=True, blank=True, related_name="offences"
    )
    is_attempt = models.BooleanField("attempted", default=False)

    objects = OfIncidentQuerySet["Offence"].as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "code", "charge", "about"],
                nulls_distinct=False,
                name="offence_once",
                violation_error_message="This offense is in the report already.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.charge or self.code)
