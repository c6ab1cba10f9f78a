"""The audit trail: ids and states, never names (trust.md §7, CJIS AU-3(3))."""

from typing import ClassVar

from django.conf import settings
from django.db import models

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
