"""A school with bells, a topic, and the loop's first steps, for the tests of verbs."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from presentations import actions
from presentations.models import Presentation
from presentations.slots import Slot
from sro_program.core.ids import uuid7
from tests.factories.presentations import TopicFactory
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    SchoolYearFactory,
)

ZONE = ZoneInfo("America/Chicago")
TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
"""A Monday."""
TUESDAY = date(2026, 12, 15)
"""More than two weeks ahead, an ordinary school day."""


def at(on: date, hour: int, minute: int = 0, *, minutes: int = 50) -> Slot:
    start = datetime.combine(on, time(hour, minute), ZONE)
    return Slot(start, start + timedelta(minutes=minutes), "")


def make_bells(school):
    schedule = BellScheduleFactory(school=school)
    for number, hour in enumerate((8, 9, 10, 11), start=1):
        PeriodFactory(
            bell_schedule=schedule,
            name=f"{number}. period",
            starts_at=time(hour),
            ends_at=time(hour, 50),
        )


def make_scene(school):
    """A school year and bells; returns a topic."""
    SchoolYearFactory(district=school.district)
    make_bells(school)
    return TopicFactory(title="Vaping", minutes=50)


def ask(by, school, topic, *slots: Slot, **content) -> Presentation:
    content = {"kind": "classroom", "staff_present": "Tara", **content}
    slots = slots or (at(TUESDAY, 9),)
    return actions.request(
        by=by, school=school, slots=slots, record_id=uuid7(), topic=topic, **content
    )[0]


def schedule(teacher, principal, officer, school, topic, *slots, **content):
    talk = ask(teacher, school, topic, *slots, **content)
    actions.approve(talk, by=principal)
    return actions.accept(talk, by=officer.user)
