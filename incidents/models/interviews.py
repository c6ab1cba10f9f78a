"""Who asked whom, behind which door: the record of an interview (domain.md §3.6)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from incidents.models.case_files import OfIncidentQuerySet
from incidents.models.incidents import Incident
from incidents.models.people import Involvement
from schools.models import School
from sro_program.audit.history import track
from sro_program.core.ids import uuid7

JOINT = Q(led_by__in=["school", "both"], sro_present=True, purpose="crime")
"""The school leads, the officer is there, and it may be about a crime: a child may
feel held by the police (N.C. v. Commonwealth, 396 S.W.3d 852, Ky. 2013)."""


@track()
class Interview(models.Model):
    """One conversation: who led, who was there, what for, which rights were read."""

    class Leader(models.TextChoices):
        SCHOOL = "school", "The school"
        SRO = "sro", "The officer"
        BOTH = "both", "Both"

    class Purpose(models.TextChoices):
        RULE = "rule", "A school rule"
        CRIME = "crime", "A possible crime"
        WELFARE = "welfare", "Welfare"
        WITNESS = "witness", "A witness"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    class Parent(models.TextChoices):
        BEFORE = "before", "Before"
        AFTER = "after", "After"
        NOT = "not", "Not contacted"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="interviews")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Involvement, models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    at = models.DateTimeField("when it began")
    ended_at = models.DateTimeField("when it ended", null=True, blank=True)
    where = models.CharField(max_length=80)
    door_open = models.BooleanField("the door was open", default=False)
    led_by = models.CharField("who led", max_length=6, choices=Leader)
    sro_present = models.BooleanField("the officer was present", default=True)
    present = models.CharField("who else was present", max_length=300, blank=True)
    purpose = models.CharField("what it was about", max_length=8, choices=Purpose)
    free_to_leave = models.CharField(
        "free to leave, and told so?", max_length=3, choices=Answer
    )
    rights_read = models.CharField(
        "warning of rights read?", max_length=3, choices=Answer
    )
    rights_by = models.CharField("who read it", max_length=120, blank=True)
    rights_at = models.DateTimeField("when it was read", null=True, blank=True)
    rights_waived = models.BooleanField("the rights were waived", default=False)
    plain_words = models.BooleanField("in words that fit the age", default=False)
    parent_contacted = models.CharField(max_length=6, choices=Parent)
    parent_reason = models.CharField("why not", max_length=300, blank=True)
    is_recorded = models.BooleanField("it was recorded", default=False)
    joined_late = models.BooleanField(
        "the officer joined after it began", default=False
    )
    left_early = models.BooleanField(
        "the officer left when it was discipline only", default=False
    )
    guard_reason = models.CharField(
        "why it went on without a warning of rights", max_length=500, blank=True
    )

    objects = OfIncidentQuerySet["Interview"].as_manager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="interview_guarded",
                condition=~JOINT | Q(rights_read="yes") | ~Q(guard_reason=""),
                violation_error_message=(
                    "The school led, the officer was there, it was about a possible "
                    "crime, and no rights were read. Say why it went on."
                ),
            ),
            models.CheckConstraint(
                name="interview_rights_read_by_someone",
                condition=~Q(rights_read="yes") | ~Q(rights_by=""),
                violation_error_message="Say who read the warning of rights.",
            ),
            models.CheckConstraint(
                name="interview_parent_not_contacted_says_why",
                condition=~Q(parent_contacted="not") | ~Q(parent_reason=""),
                violation_error_message="Say why no parent was contacted.",
            ),
            models.CheckConstraint(
                name="interview_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")),
                violation_error_message="It cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"Interview, {self.get_purpose_display().lower()}"

    @property
    def is_guarded(self) -> bool:
        """The dangerous combination, which needs a reason and reaches the command."""
        return is_joint(self.led_by, self.sro_present, self.purpose) and (
            self.rights_read != self.Answer.YES
        )


def is_joint(led_by: str, sro_present: bool, purpose: str) -> bool:
    """The same as JOINT, of what a form says."""
    led_by_school = led_by in (Interview.Leader.SCHOOL, Interview.Leader.BOTH)
    return led_by_school and sro_present and purpose == Interview.Purpose.CRIME
