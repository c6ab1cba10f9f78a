"""Numbers of incidents that are kept, so that a whole state is counted at once.

Nothing reads or writes these tables but the functions of the database (migrations
`counts` and `counts_door`). They hold no person, and can be made anew at any time.
"""

from typing import ClassVar

from django.db import models

from schools.models import School


class Tally(models.Model):
    """One number of a school and a school year; month 0 is the whole year."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    report = models.CharField(max_length=8)
    dimension = models.CharField(max_length=20)
    key = models.CharField(max_length=20, blank=True)
    instances = models.PositiveIntegerField()
    students = models.PositiveIntegerField(
        null=True, help_text="Distinct ones; empty where events are counted."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "report", "month", "school", "dimension", "key"],
                include=["instances", "students"],
                name="tally_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.dimension} {self.key}: {self.instances}"


class StaleTally(models.Model):
    """A school year in which something changed since it was last counted.

    Until the clock has counted it anew, it is counted when it is asked for.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["year", "school"], name="tally_stale"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}, {self.year}"
