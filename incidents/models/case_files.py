"""The police side of an incident: the Line, the account, the disposition.

Officers of the school and their command read it, nobody of the school (domain.md §2.3).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from incidents.models.incidents import Incident
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.db import Actor

CHARGES = ["cdw", "citation", "arrest"]
"""Dispositions that put a matter of discipline before a court: forbidden there."""


class OfIncidentQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows of the police side: as their incident."""

    def visible_to(self, user: Actor) -> "OfIncidentQuerySet[M]":
        """Whoever reads the case file of their incident."""
        read = Incident.objects.police_side(user)
        return self.filter(incident__in=read.values("pk"))


@track(exclude=["narrative"])
class CaseFile(models.Model):
    """How it was classed and dealt with, told by the officer; one for an incident.

    The narrative saves itself while it is written, so its history is not each save but
    each submission (`Submission`).
    """

    class Conduct(models.TextChoices):
        """What the event was (KRS 158.449: public offense or misconduct)."""

        PUBLIC_OFFENSE = "public", "Public offense"
        STATUS_OFFENSE = "status", "Status offense"
        MISCONDUCT = "misconduct", "Misconduct without a crime"
        OPEN = "open", "Not determined"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNSURE = "unsure", "Not sure"

    class Alone(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        JOINT = "joint", "Only together with the officer"

    class Decider(models.TextChoices):
        OFFICER = "officer", "The officer"
        SCHOOL = "school", "The school"
        BOTH = "both", "Both together"
        COMMAND = "command", "The sheriff’s command"

    class Disposition(models.TextChoices):
        NONE = "none", "No action"
        ADVISED = "advised", "Advised"
        SCHOOL = "school", "The school handles it"
        REFERRAL = "referral", "Referral for help"
        CDW = "cdw", "Complaint to the court-designated worker"
        CITATION = "citation", "Citation"
        ARREST = "arrest", "Arrest"
        TRESPASS = "trespass", "Trespass notice"
        UNFOUNDED = "unfounded", "Unfounded"

    class Alert(models.TextChoices):
        FORCE = "force", "Force was used"
        INJURY = "injury", "Someone was injured"
        CHILD = "child", "A child under 12 was taken into custody"
        GUARD = "guard", "A joint interview went on without a warning of rights"

    incident = models.OneToOneField(
        Incident, models.PROTECT, primary_key=True, related_name="case_file"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    possible_crime = models.CharField(
        "was it possibly a crime?", max_length=6, choices=Answer
    )
    school_alone = models.CharField(
        "could the school handle it alone?", max_length=6, choices=Alone
    )
    asked_to_discipline = models.BooleanField(
        "was the officer asked to discipline?", default=False
    )
    decided_by = models.CharField(
        "who decided?", max_length=8, choices=Decider, blank=True
    )
    conduct = models.CharField("class", max_length=10, choices=Conduct)
    narrative = models.TextField(max_length=20_000, blank=True)
    disposition = models.CharField(max_length=10, choices=Disposition, blank=True)
    form_number = models.CharField(
        "number of the court form", max_length=40, blank=True
    )
    rms_case_number = models.CharField("RMS case number", max_length=40, blank=True)
    school_told_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes spent", default=30)
    alerts = ArrayField(
        models.CharField(max_length=8, choices=Alert), default=list, blank=True
    )

    objects = OfIncidentQuerySet["CaseFile"].as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["school", "conduct"], name="case_file_by_class"),
            models.Index(
                fields=["school", "disposition"], name="case_file_by_disposition"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="discipline_reaches_no_court",
                condition=~Q(conduct="misconduct") | ~Q(disposition__in=CHARGES),
                violation_error_message=(
                    "This was classed as misconduct without a crime: it cannot end "
                    "in a complaint, a citation or an arrest."
                ),
            ),
            models.CheckConstraint(
                name="case_file_misconduct_is_no_crime",
                condition=~Q(conduct="misconduct", possible_crime="yes"),
                violation_error_message=(
                    "It was said to be possibly a crime: then it is not misconduct "
                    "without a crime."
                ),
            ),
            models.CheckConstraint(
                name="no_crime_is_no_offense",
                condition=~Q(possible_crime="no")
                | ~Q(conduct__in=["public", "status"]) & ~Q(disposition__in=CHARGES),
                violation_error_message=(
                    "It was said not to be a crime. Answer that question anew before "
                    "you call it an offense."
                ),
            ),
            models.CheckConstraint(
                name="case_file_took_time",
                condition=Q(minutes__range=(1, 1440)),
                violation_error_message="Minutes go from 1 to 1440.",
            ),
        ]

    def __str__(self) -> str:
        return f"Case file {self.incident_id}"

    @property
    def is_discipline(self) -> bool:
        """The answers say that it is the school's, not the law's."""
        return self.conduct == self.Conduct.MISCONDUCT
