"""The page of a school says what today is there: bells, who covers, talks."""

import pytest
import time_machine

from sro_program.core.db import acting_as_clock
from tests.factories.officers import AbsenceFactory
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    SchoolDayFactory,
    SchoolYearFactory,
)
from tests.schools.drilling import FIRST_DAY, LAST_DAY
from tests.schools.pages import text


@pytest.fixture
def bells(school):
    """Two periods of an ordinary day, 8:00 and 9:00 on the clock of the school."""
    SchoolYearFactory(district=school.district, starts_on=FIRST_DAY, ends_on=LAST_DAY)
    schedule = BellScheduleFactory(school=school, is_default=True)
    PeriodFactory(
        bell_schedule=schedule, name="1st period", starts_at="08:00", ends_at="08:50"
    )
    PeriodFactory(
        bell_schedule=schedule, name="2nd period", starts_at="09:00", ends_at="09:50"
    )


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("13:30", "1st period begins at 8:00 AM."),
        ("14:30", "Now 1st period, until 8:50 AM."),
        ("14:55", "2nd period begins at 9:00 AM."),
        ("15:00", "Now 2nd period, until 9:50 AM."),
        ("15:50", "School let out at 9:50 AM."),
    ],
)
@pytest.mark.usefixtures("bells")
def test_the_bell_that_holds_now(at, says, sign_in, people, school):
    with time_machine.travel(f"2026-11-30T{at}:00Z", tick=False):
        page = text(sign_in(people["teacher"]).get(school.get_absolute_url()))

    assert says in page


@pytest.mark.usefixtures("bells")
def test_a_closed_day_has_no_bells_and_nobody_to_cover(sign_in, people, school):
    SchoolDayFactory(
        district=school.district, school=school, on="2026-11-30", label="Snow"
    )

    with time_machine.travel("2026-11-30T15:00:00Z", tick=False):
        page = text(sign_in(people["teacher"]).get(school.get_absolute_url()))

    assert "Snow" in page
    assert "There is no school today." in page
    assert "Now 2nd period" not in page


@pytest.mark.usefixtures("bells")
@pytest.mark.parametrize(
    ("role", "reason"), [("commander", "Court"), ("teacher", "Away")]
)
def test_who_covers_is_told_through_the_lens_of_the_reader(
    role, reason, sign_in, people, school, officer
):
    with time_machine.travel("2026-11-30T15:00:00Z", tick=False):
        before = text(sign_in(people[role]).get(school.get_absolute_url()))
        with acting_as_clock():
            AbsenceFactory(
                officer=officer,
                reason="court",
                starts_at="2026-11-30T06:00:00Z",
                ends_at="2026-12-01T05:00:00Z",
            )
        after = text(sign_in(people[role]).get(school.get_absolute_url()))

    assert officer.user.name in before
    assert "Nobody is there" not in before
    assert reason.lower() in after.lower()
    assert "Nobody is there" in after
