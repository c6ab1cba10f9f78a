"""The walkthroughs of the demo."""

from datetime import date

import pytest
import time_machine

from officers.demo import make_unit
from schools.demo import make_territory
from schools.demo_walks import make_walkthroughs
from schools.models import Finding, School, Walkthrough
from schools.walk_trend import trend_of
from sro_program.accounts.models import Role
from tests.conftest import make_member

SUNDAY = date(2026, 11, 29)


@pytest.fixture
def made(agency):
    with time_machine.travel(f"{SUNDAY}T15:00Z", tick=False):
        district = make_territory(agency)
        make_unit(agency, district, "a-long-password")
        commander = make_member(Role.COMMANDER, agency)
        make_walkthroughs(district, commander)
        make_walkthroughs(district, commander)
        yield commander


def test_eight_schools_were_walked_for_a_year_and_most_of_it_is_mended(made):
    schools = School.objects.select_related("district")

    trends = [trend_of(made, one, 2026, SUNDAY) for one in schools]

    assert len(trends) == 8
    assert all(trend.rounds >= 6 for trend in trends)
    assert sum(trend.mended for trend in trends) > 10
    assert 0 < Finding.objects.standing().count() < 12
    assert Walkthrough.objects.of_scale("assessment").count() == 14


def test_the_last_rounds_were_sent_through_the_action(made):
    last = Walkthrough.objects.of_scale("round").exclude(digest="")

    assert {walk.school.name for walk in last} == {
        "Calloway County High School",
        "North Calloway Elementary School",
    }
    assert all(walk.findings.get().is_open for walk in last)


@pytest.mark.parametrize("day", ["2026-08-13", "2026-08-05", "2027-01-20"])
def test_it_can_be_made_on_any_day_of_the_year(day, agency):
    with time_machine.travel(f"{day}T15:00Z", tick=False):
        district = make_territory(agency)
        make_unit(agency, district, "a-long-password")
        make_walkthroughs(district, make_member(Role.COMMANDER, agency))

        assert Walkthrough.objects.exists()
        assert not Walkthrough.objects.filter(on__gte=day).exists()
