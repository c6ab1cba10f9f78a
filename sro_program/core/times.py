"""The times that the product knows: neither the year 1 nor the year 9999.

Postgres stores years that Python cannot read back; one such row breaks every list.
"""

from datetime import UTC, date, datetime

from django.db.models import CheckConstraint, Q

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
FAR_AWAY = "That is not a date of this century. Look at the year."
BEGINS = datetime(2000, 1, 1, tzinfo=UTC)
ENDS = datetime(2101, 1, 1, tzinfo=UTC)


def is_sensible(day: date) -> bool:
    """Is this day, or moment, one that the product can have to do with?"""
    return EARLIEST.year <= day.year <= LATEST.year


def in_this_century(name: str) -> CheckConstraint:
    """The database's own word on it, for rows with a start and an end."""
    return CheckConstraint(
        name=name,
        condition=Q(starts_at__gte=BEGINS, ends_at__lt=ENDS),
        violation_error_message=FAR_AWAY,
    )
