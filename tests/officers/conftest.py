"""A school year and a week of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from schools.models import SchoolYear
from sro_program.core.db import acting_as_clock

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 30)


def at(hour: int, minute: int = 0, on: date = MONDAY) -> datetime:
    """A wall-clock time of the week in the district."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=CHICAGO)


@pytest.fixture
def school_year(district):
    with acting_as_clock():
        return SchoolYear.objects.create(
            district=district,
            name="2026-27",
            starts_on=date(2026, 8, 10),
            ends_on=date(2027, 5, 28),
        )
