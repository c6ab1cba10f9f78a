"""What an officer saw, and about whom: the part of a referral that tells of a child."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from referrals.models.advice import Advice
from referrals.models.referrals import Referral
from schools.models import Person, School
from sro_program.audit.history import track
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, user: Actor) -> "ConcernQuerySet":
        """Whoever wrote it, and the receivers; nobody else, not even a colleague.

        Domain.md §2.3: commander and principal read counts only.
        """
        held = Referral.objects.held_by(user).filter(concern=OuterRef("pk"))
        return self.filter(Q(written_by_id=user.pk or 0) | Exists(held))


@track()
class Concern(models.Model):
    """Facts, words and what was done, kept apart; sent once, never changed.

    The same concern goes along when a referral is handed on. The name stands with the
    person alone, so that sealing can find it.
    """

    class About(models.TextChoices):
        STUDENT = "student", "A student"
        FAMILY = "family", "A parent or family"
        STAFF = "staff", "A member of staff"

    class Told(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    class Basis(models.TextChoices):
        VERBAL = "verbal", "Agreed in words"
        WRITTEN = "written", "Agreed in writing"
        EMERGENCY = "emergency", "Not needed: an emergency"
        OVERRIDE = "override", "Without consent"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="concerns")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    about_kind = models.CharField("about", max_length=8, choices=About)
    about = models.ForeignKey(Person, models.PROTECT, related_name="concerns")
    facts = models.TextField("what was seen", max_length=4000)
    quote = models.TextField("what was said", max_length=2000, blank=True)
    done = models.TextField("what was done so far", max_length=2000, blank=True)
    strengths = models.TextField(
        "strengths and who supports them", max_length=1000, blank=True
    )
    guardian_told = models.CharField(
        "parent or guardian told", max_length=8, choices=Told
    )
    guardian_told_by = models.CharField("told by", max_length=120, blank=True)
    agrees = models.CharField("the person agrees", max_length=8, choices=Told)
    basis = models.CharField("consent", max_length=10, choices=Basis)
    basis_reason = models.TextField("why without consent", max_length=1000, blank=True)
    advice = models.ForeignKey(
        Advice, models.PROTECT, null=True, blank=True, related_name="concerns"
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="concern_states_facts",
                condition=~Q(facts=""),
                violation_error_message="Write what you saw or were told.",
            ),
            models.CheckConstraint(
                name="concern_without_consent_says_why",
                condition=Q(basis__in=["verbal", "written"]) | ~Q(basis_reason=""),
                violation_error_message="Say why it is sent without consent.",
            ),
        ]

    def __str__(self) -> str:
        return f"Concern of {self.written_at:%Y-%m-%d}"
