"""What was done on the scene: each kind of measure with its own required facts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from incidents.models.case_files import OfIncidentQuerySet
from incidents.models.incidents import Incident
from incidents.models.people import Involvement
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.ids import uuid7


@track()
class Measure(models.Model):
    """One thing the officer or the school did: a search, force, custody, advice."""

    class Kind(models.TextChoices):
        ADVICE = "advice", "Advice"
        MEDIATION = "mediation", "Mediation"
        SEPARATED = "separated", "Separated"
        SEARCH = "search", "Search"
        SEIZURE = "seizure", "Seizure"
        FORCE = "force", "Force"
        CUSTODY = "custody", "Custody"
        TRANSPORT = "transport", "Transport"

    class Doer(models.TextChoices):
        SRO = "sro", "The officer"
        SCHOOL = "school", "The school"
        BOTH = "both", "Both"

    class Standard(models.TextChoices):
        SUSPICION = "suspicion", "Reasonable suspicion"
        CAUSE = "cause", "Probable cause"
        CONSENT = "consent", "Consent"
        WARRANT = "warrant", "Warrant"
        INCIDENT = "arrest", "With an arrest"

    class ForceType(models.TextChoices):
        HANDS = "hands", "Hands"
        HANDCUFFS = "handcuffs", "Handcuffs"
        SPRAY = "spray", "Spray"
        TASER = "taser", "Conducted-energy device"
        WEAPON = "weapon", "Weapon shown or used"
        OTHER = "other", "Other"

    class Power(models.TextChoices):
        POLICE = "police", "Law-enforcement action"
        RESTRAINT = "restraint", "Restraint by the school"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="measures")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Involvement, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField("when")
    done_by = models.CharField("by whom", max_length=6, choices=Doer, default=Doer.SRO)
    note = models.CharField("what was done", max_length=1000, blank=True)
    standard = models.CharField(
        "on which standard", max_length=10, choices=Standard, blank=True
    )
    consent_by = models.CharField("who consented", max_length=120, blank=True)
    found = models.CharField("what was found", max_length=500, blank=True)
    evidence_number = models.CharField(max_length=40, blank=True)
    force_type = models.CharField(
        "kind of force", max_length=10, choices=ForceType, blank=True
    )
    reason = models.CharField("why", max_length=1000, blank=True)
    power = models.CharField(
        "police action or school restraint?", max_length=10, choices=Power, blank=True
    )
    has_injury = models.BooleanField("someone was injured", default=False)
    supervisor_told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("until when", null=True, blank=True)
    taken_to = models.CharField("where to", max_length=120, blank=True)
    school_told_at = models.DateTimeField(null=True, blank=True)

    objects = OfIncidentQuerySet["Measure"].as_manager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="search_has_a_standard",
                condition=~Q(kind="search") | ~Q(standard=""),
                violation_error_message="Say on which standard the search was made.",
            ),
            models.CheckConstraint(
                name="search_by_consent_says_whose",
                condition=~Q(kind="search", standard="consent") | ~Q(consent_by=""),
                violation_error_message="Say who consented to the search.",
            ),
            models.CheckConstraint(
                name="seizure_says_what",
                condition=~Q(kind="seizure") | ~Q(found=""),
                violation_error_message="Say what was seized.",
            ),
            models.CheckConstraint(
                name="force_says_which_and_why",
                condition=~Q(kind="force")
                | ~Q(force_type="") & ~Q(reason="") & ~Q(power=""),
                violation_error_message=(
                    "Say which force was used, why, and whether it was police action "
                    "or a restraint by the school."
                ),
            ),
            models.CheckConstraint(
                name="custody_says_whom_and_why",
                condition=~Q(kind="custody") | ~Q(reason="") & Q(about__isnull=False),
                violation_error_message="Say who was taken into custody, and why.",
            ),
            models.CheckConstraint(
                name="transport_says_where",
                condition=~Q(kind="transport") | ~Q(taken_to=""),
                violation_error_message="Say where the person was taken.",
            ),
            models.CheckConstraint(
                name="measure_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")),
                violation_error_message="It cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
