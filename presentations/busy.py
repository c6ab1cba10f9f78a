"""When an officer, a room or a school is taken: times only, never what or who.

A teacher may not read the requests of others, and still has to see that the time is
taken. So these rows are read as the clock, and only times and kinds leave this file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, models

from officers.models import Officer
from presentations.states import BOOKED, Status
from schools.models import School
from sro_program.core.db import briefly_as_clock

LONGEST = timedelta(hours=8)
"""No talk takes longer; so one that began earlier than this is over."""
TAKES_TIME = [*BOOKED, Status.REQUESTED, Status.CHANGES_REQUESTED]
TAKEN = """
SELECT starts_at, ends_at,
       CASE WHEN status = ANY (%(booked)s) THEN 'booked' ELSE 'asked' END,
       coalesce(officer_id = %(officer)s, false), school_id = %(school)s, place_id
FROM presentations_presentation
WHERE (school_id = %(school)s OR officer_id = %(officer)s)
  AND status = ANY (%(takes_time)s) AND id <> ALL (%(leave_out)s)
  AND starts_at BETWEEN %(earliest)s AND %(last)s AND ends_at > %(first)s
UNION ALL
SELECT starts_at, ends_at, 'away', true, false, NULL
FROM officers_absence
WHERE officer_id = %(officer)s AND cancelled_at IS NULL
  AND starts_at < %(last)s AND ends_at > %(first)s
UNION ALL
SELECT starts_at, ends_at, 'advice', true, false, NULL
FROM presentations_adviceslot
WHERE officer_id = %(officer)s AND presentation_id <> ALL (%(leave_out)s)
  AND starts_at < %(last)s AND ends_at > %(first)s
"""
"""As `Busy` has them. In SQL: Django takes ten times as long to write it."""


class Why(models.TextChoices):
    """What takes the time."""

    BOOKED = "booked", "Booked"
    ASKED = "asked", "Asked for"
    AWAY = "away", "Officer away"
    ADVICE = "advice", "Kept for advice"


@dataclass(frozen=True, slots=True)
class Busy:
    """A half-open stretch of time that is taken, and for whom."""

    starts_at: datetime
    ends_at: datetime
    why: Why
    is_officers: bool = True
    is_schools: bool = False
    place_id: int | None = None

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and self.ends_at > starts_at


def busy_times(
    school: School,
    officer: Officer | None,
    first: datetime,
    last: datetime,
    *,
    leave_out: Iterable[UUID] = (),
) -> list[Busy]:
    """What is taken between two moments, for the officer or at the school."""
    about = {
        "school": school.pk,
        "officer": officer.pk if officer else None,
        "earliest": first - LONGEST,
        "first": first,
        "last": last,
        "booked": [status.value for status in BOOKED],
        "takes_time": [status.value for status in TAKES_TIME],
        "leave_out": list(leave_out),
    }
    with briefly_as_clock(), connection.cursor() as cursor:
        cursor.execute(TAKEN, about)
        found = cursor.fetchall()
    return [Busy(start, end, Why(why), *rest) for start, end, why, *rest in found]
