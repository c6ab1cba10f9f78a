"""An uploaded OneRoster package, from its check to its end."""

from datetime import timedelta
from typing import ClassVar, TypedDict

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from schools.models.territory import District
from schools.states import ImportStatus
from sro_program.core.db import Actor
from sro_program.core.ids import uuid7

KEPT_FOR = timedelta(days=7)
FOLDER = "oneroster"
WORKING = [ImportStatus.UPLOADED, ImportStatus.APPLYING]
HOLDING_A_FILE = [*WORKING, ImportStatus.CHECKED]


class Progress(TypedDict):
    """How far the work is; kept in the cache, for it may be lost."""

    step: str
    done: int
    total: int


def stored_name(instance: "OneRosterImport", name: str) -> str:
    """A name of our own: the sender's never reaches the disk."""
    return f"{FOLDER}/{instance.pk}.zip"


class OneRosterImportQuerySet(models.QuerySet["OneRosterImport"]):
    def visible_to(self, user: Actor) -> "OneRosterImportQuerySet":
        """Imports into districts whose data this person may import."""
        return self.filter(district__in=District.objects.importable_by(user))

    def for_list(self) -> "OneRosterImportQuerySet":
        """Newest first, with the district and who sent it."""
        return self.select_related("district", "uploaded_by").order_by("-id")

    def working(self) -> "OneRosterImportQuerySet":
        """Those that wait for a worker, or are in the hands of one."""
        return self.filter(status__in=WORKING)

    def overdue(self) -> "OneRosterImportQuerySet":
        """Uploads that nobody applied or abandoned in a week."""
        return self.filter(status__in=HOLDING_A_FILE, uploaded_at__lt=now() - KEPT_FOR)


class OneRosterImport(models.Model):
    """A package and what is known of it. Summary and problems hold no names.

    Change ``status`` only through ``schools.actions``.
    """

    class Mode(models.TextChoices):
        ALL = "all", "All rows, or none"
        GOOD = "good", "Good rows only"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    district = models.ForeignKey(District, models.PROTECT, related_name="imports")
    status = models.CharField(
        max_length=20, choices=ImportStatus, default=ImportStatus.UPLOADED
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    file = models.FileField(upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=120)
    file_size = models.PositiveBigIntegerField()
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    summary = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    problem_count = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)

    objects = OneRosterImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = "OneRoster import"
        indexes: ClassVar = [
            models.Index(fields=["district", "-id"], name="import_by_district"),
            models.Index(
                fields=["uploaded_at"],
                condition=Q(status__in=HOLDING_A_FILE),
                name="import_holding_a_file",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=HOLDING_A_FILE) | Q(file=""),
                name="import_keeps_no_file_when_over",
                violation_error_message="A finished import keeps no file.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ImportStatus.APPLYING, ImportStatus.APPLIED])
                | (Q(applied_by__isnull=False) & ~Q(mode="")),
                name="import_applied_by_someone",
                violation_error_message="Choose how to apply the import.",
            ),
        ]

    def __str__(self) -> str:
        return f"Import of {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("schools:import_detail", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.status in WORKING

    @property
    def changes_nothing(self) -> bool:
        """By the check, the good rows say what is already known."""
        return bool(self.summary.get("count") == 0)

    @property
    def progress(self) -> Progress | None:
        """How far the worker is, if it has told."""
        found: Progress | None = cache.get(self._progress_key)
        return found

    def report(self, step: str, done: int, total: int) -> None:
        """Tell how far the work is; only pages that poll read it."""
        cache.set(self._progress_key, Progress(step=step, done=done, total=total), 600)

    @property
    def _progress_key(self) -> str:
        return f"oneroster:{self.pk}"
