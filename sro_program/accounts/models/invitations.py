"""An invitation to open an account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from sro_program.accounts.models.places import (
    AGENCY_ROLES,
    MEMBER_ROLES,
    SCHOOL_ROLES,
    PoliceAgency,
    Role,
    led_by,
)
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither used, nor revoked, nor expired."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now())

    def visible_to(self, user: Actor) -> "InvitationQuerySet":
        """Those one sent; and for those who lead, the ones to their places."""
        if user.pk is None:
            return self.none()
        return self.filter(Q(invited_by_id=user.pk) | led_by(user))

    def for_list(self) -> "InvitationQuerySet":
        """The latest first, with what a row shows."""
        joined = self.select_related("school__district", "district", "police_agency")
        return joined.order_by("-created_at", "-id")


class Invitation(models.Model):
    """Someone is asked by mail to open an account: once, and not for long.

    Mostly with a role at a place; officers (whose role comes from assignments) and
    administrators are invited without one.

    The link's secret is signed and stored nowhere; accepting or revoking raises
    `version`, which makes every earlier link dead.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=MEMBER_ROLES, blank=True)
    school = models.ForeignKey(
        "schools.School", models.CASCADE, null=True, blank=True, related_name="+"
    )
    district = models.ForeignKey(
        "schools.District", models.CASCADE, null=True, blank=True, related_name="+"
    )
    police_agency = models.ForeignKey(
        PoliceAgency, models.CASCADE, null=True, blank=True, related_name="+"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_accepted_or_revoked_not_both",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="invitation_holds_where_its_role_does",
                condition=(
                    Q(role="", police_agency=None, school=None, district=None)
                    | Q(
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
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}" if self.role else self.name

    @property
    def holds_for(self) -> models.Model | None:
        """The school, district or agency of the role; None without a role."""
        return self.school or self.district or self.police_agency

    @property
    def state(self) -> str:
        """In a word, for lists: open, accepted, revoked or expired."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > now() else "expired"
