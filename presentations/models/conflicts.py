"""How loudly a district wants to hear of a conflict."""

from typing import ClassVar

from django.db import models

from schools.models import District


class Kind(models.TextChoices):
    """What can speak against a time."""

    CLOSED = "closed", "School is closed"
    EARLY_RELEASE = "early_release", "After early release"
    TESTING = "testing", "Testing window"
    OUTSIDE_HOURS = "outside_hours", "Outside school hours"
    ABSENCE = "absence", "Officer is away"
    TENTATIVE = "tentative", "Another request for the same officer and time"
    SHORT_NOTICE = "short_notice", "Short notice"
    PARENTS_NOT_TOLD = "parents_not_told", "Sensitive topic, parents not told"


class Level(models.TextChoices):
    """What the district wants done about it."""

    IGNORE = "ignore", "Ignore"
    WARN = "warn", "Warn"
    BLOCK = "block", "Do not allow"


class ConflictRule(models.Model):
    """A district's level for one kind of conflict; without a row, the default."""

    Kind = Kind
    Level = Level

    district = models.ForeignKey(
        District, models.CASCADE, related_name="conflict_rules"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    level = models.CharField(max_length=6, choices=Level)

    class Meta:
        ordering: ClassVar = ["district", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "kind"],
                name="conflict_rule_once",
                violation_error_message="There is already a level for this conflict.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_level_display()}"
