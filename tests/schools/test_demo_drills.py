"""The drills of the demo."""

from datetime import date

import pytest
import time_machine

from officers.demo import make_unit
from officers.models import ActivityEntry
from schools.demo import make_territory
from schools.demo_drills import OWED, make_drills
from schools.drills import DutyState, drills_of
from schools.models import Drill, Finding, School
from sro_program.accounts.models import Role
from tests.conftest import make_member

SUNDAY = date(2026, 11, 29)


@pytest.fixture
def made(agency):
    with time_machine.travel(f"{SUNDAY}T15:00Z", tick=False):
        district = make_territory(agency)
        make_unit(agency, district, "a-long-password")
        commander = make_member(Role.COMMANDER, agency)
        make_drills(district, commander)
        make_drills(district, commander)
        yield commander


def test_eight_schools_have_held_what_they_owe_but_two(made):
    schools = School.objects.select_related("district")

    found = drills_of(made, schools, SUNDAY)

    overdue = {
        (one.school.name, duty.kind)
        for one in found
        for duty in one.duties
        if duty.state == DutyState.OVERDUE
    }
    assert len(found) == 8
    assert overdue == set(OWED)
    assert all(
        duty.state == DutyState.DONE
        for one in found
        for duty in one.duties
        if duty.span.window == "first_days" and (one.school.name, duty.kind) not in OWED
    )


def test_there_is_an_overdue_finding_a_surprise_and_a_line_of_the_log(made):
    assert Finding.objects.open().filter(due_on__lt=SUNDAY).count() == 1
    assert Drill.objects.planned().filter(is_announced=False).count() == 1
    assert ActivityEntry.objects.filter(source_kind="drill").count() == 1


@pytest.mark.parametrize("day", ["2026-08-13", "2026-08-05", "2027-01-20"])
def test_it_can_be_made_on_any_day_of_the_year(day, agency):
    with time_machine.travel(f"{day}T15:00Z", tick=False):
        district = make_territory(agency)
        make_unit(agency, district, "a-long-password")
        make_drills(district, make_member(Role.COMMANDER, agency))

        assert not Drill.objects.held().filter(on__gte=day).exists()
        assert Drill.objects.exists()
