"""What is added to an incident: files, supplements, remarks, the school's slip."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from incidents.models.case_files import OfIncidentQuerySet
from incidents.models.incidents import Incident
from schools.models import School
from sro_program.accounts.models import Reach, Role
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class Attachment(models.Model):
    """A photo, a document or a recording. Kept privately under a name of ours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="attachments")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    file = models.FileField(upload_to="incidents/", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = OfIncidentQuerySet["Attachment"].as_manager()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    def __str__(self) -> str:
        return self.title


@track()
class Submission(models.Model):
    """The narrative as its author signed it, each time it was submitted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="submissions")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=20_000)

    objects = OfIncidentQuerySet["Submission"].as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        return f"Submission {self.written_at:%Y-%m-%d}"


@track()
class Supplement(models.Model):
    """What was learned after approval, signed by whoever adds it; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="supplements")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=20_000)

    objects = OfIncidentQuerySet["Supplement"].as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        return f"Supplement {self.written_at:%Y-%m-%d}"


@track()
class Remark(models.Model):
    """Why the command returned a report: what its author is to mend."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="remarks")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=2000)

    objects = OfIncidentQuerySet["Remark"].as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        return f"Remark {self.written_at:%Y-%m-%d}"


class HandBackQuerySet(models.QuerySet["HandBack"]):
    def visible_to(self, user: Actor) -> "HandBackQuerySet":
        """The school's principals, its officers and their command; and who wrote it."""
        roles = [Role.PRINCIPAL, Role.OFFICER, Role.COMMANDER]
        reached = Reach.objects.of(user).filter(role__in=roles)
        here = models.Q(school__in=reached.values("school"))
        own = models.Q(incident__in=Incident.objects.police_side(user).values("pk"))
        return self.filter(here | own)


@track()
class HandBack(models.Model):
    """The slip by which a matter of discipline returns to the school: facts only."""

    incident = models.OneToOneField(
        Incident, models.PROTECT, primary_key=True, related_name="hand_back"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    facts = models.TextField(
        "what happened",
        max_length=2000,
        help_text="Facts only, no names: the principal reads it.",
    )
    written_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = HandBackQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["school", "written_at"],
                condition=models.Q(seen_at=None),
                name="hand_back_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"Hand-back {self.incident_id}"
