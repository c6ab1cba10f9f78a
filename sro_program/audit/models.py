"""The audit trail: ids and states, never names (trust.md §7, CJIS AU-3(3))."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from sro_program.core.db import Actor
from sro_program.core.ids import uuid7


class Kind(models.TextChoices):
    """What sort of thing happened."""

    VERB = "verb", "Done"
    READ = "read", "Opened"
    DISCLOSURE = "disclosure", "Disclosed"
    SIGN_IN = "sign_in", "Sign-in"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, record: models.Model) -> "AuditEventQuerySet":
        """What happened to one record, oldest first, with the people who did it."""
        return (
            self.filter(object_type=record._meta.label_lower, object_id=str(record.pk))
            .select_related("by")
            .order_by("at", "id")
        )


class AuditEvent(models.Model):
    """One thing that someone, or a clock (`by` is empty), did or opened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.VERB)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    school_id = models.BigIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["object_type", "object_id", "at"], name="audit_about_a_record"
            ),
            models.Index(fields=["by", "at"], name="audit_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(
        self, user: Actor, *, held: models.QuerySet[models.Model] | None = None
    ) -> "DisclosureQuerySet":
        """What one disclosed oneself, what was disclosed to one, what is held.

        `held` are records of which this person reads the whole content: of them they
        see every disclosure, as the second wall allows.
        """
        mine = models.Q(by_id=user.pk or 0) | models.Q(to_user_id=user.pk or 0)
        if held is not None:
            keys = held.order_by().values_list(Cast("pk", models.CharField()))
            about = held.model._meta.label_lower
            mine |= models.Q(object_type=about, object_id__in=keys)
        return self.filter(mine)

    def for_list(self) -> "DisclosureQuerySet":
        return self.select_related("by", "person").order_by("at", "id")


class Disclosure(models.Model):
    """One reveal of a person's data to another party: the register (domain.md R34).

    Rows are added and never changed. `by` is empty when an agency acts, which has no
    account; `to_user` is whoever with an account was shown it.
    """

    class What(models.TextChoices):
        SENT = "sent", "Referral sent"
        REDIRECTED = "redirected", "Referral handed on"
        TAKEN_OVER = "taken_over", "Referral taken over by a colleague"
        ANSWERED = "answered", "Answered by an agency"
        PRINTED = "printed", "Printed"
        REGISTER = "register", "This register printed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    person = models.ForeignKey(
        "schools.Person", models.PROTECT, related_name="disclosures"
    )
    school_id = models.BigIntegerField()
    what = models.CharField(max_length=12, choices=What)
    to_whom = models.CharField(max_length=200)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    basis = models.CharField(max_length=200)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "at"], name="disclosure_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.object_type} {self.object_id}"
