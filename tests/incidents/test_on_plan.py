"""The floor plan in a report's first step, and incidents shown where they happen."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from incidents.models import Incident
from schools.plans import HOTTEST, RADIUS, Heat, heated, plans_of
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as
from sro_program.core.ids import uuid7
from tests.conftest import make_member
from tests.factories.incidents import ReceivedReportFactory
from tests.factories.schools import (
    FloorPlanFactory,
    PinFactory,
    PlaceFactory,
    SchoolFactory,
)

BEGIN = reverse("incidents:begin")
PLACES = reverse("incidents:places") + "?year=2026"
PICK = "Pick it on the floor plan"


@pytest.fixture
def pin(school, officer):
    return PinFactory(plan=FloorPlanFactory(school=school, added_by=officer.user))


def test_a_report_offers_the_places_of_the_plan(sign_in, officer, pin):
    page = sign_in(officer.user).get(BEGIN).content.decode()

    assert PICK in page
    assert f'data-place="{pin.place_id}"' in page
    assert f"<title>{pin.place.label}</title>" in page


def test_a_begun_report_offers_it_too(sign_in, officer, pin, incident):
    address = reverse("incidents:change_report", args=[incident.pk])

    assert PICK in sign_in(officer.user).get(address).content.decode()


def test_a_report_from_what_the_school_reported_offers_it_too(
    sign_in, officer, agency, pin
):
    report = ReceivedReportFactory(
        school=pin.school, police_agency=agency, taken_by=officer.user
    )
    address = reverse("incidents:begin_from_received", args=[report.pk])

    page = sign_in(officer.user).get(address).content.decode()

    assert f'data-place="{pin.place_id}"' in page
    assert "js/plan.js" in page


def test_a_plan_with_nothing_to_tap_is_not_offered(sign_in, officer, pin):
    bare = FloorPlanFactory(school=pin.school, added_by=officer.user)

    page = sign_in(officer.user).get(BEGIN).content.decode()

    assert str(bare.pk) not in page
    assert str(pin.plan_id) in page


def test_no_picture_is_fetched_before_its_plan_is_opened(sign_in, officer, pin):
    page = sign_in(officer.user).get(BEGIN).content.decode()

    assert re.findall(r"<image[^>]* (data-href|href)=", page) == ["data-href"]


# Another school


@pytest.fixture
def next_door(campus):
    """A second school of the same officer, with a plan of its own."""
    return SchoolFactory(campus=campus, district=campus.district)


def test_a_chosen_school_brings_its_own_rooms_and_plan(
    sign_in, officer, pin, next_door
):
    there = PinFactory(plan=FloorPlanFactory(school=next_door, added_by=officer.user))

    page = sign_in(officer.user).get(BEGIN, {"school": next_door.pk}).content.decode()

    assert f'<option value="{next_door.pk}" selected>' in page
    assert there.place.label in page
    assert pin.place.label not in page
    assert f'data-place="{there.place_id}"' in page
    assert 'data-asks-anew="place"' in page


def test_a_room_of_another_school_is_refused_in_words_and_the_text_is_kept(
    sign_in, officer, pin, next_door
):
    refused = sign_in(officer.user).post(
        BEGIN,
        {
            "record_id": uuid7(),
            "school": next_door.pk,
            "place": pin.place_id,
            "school_report": "school-report-token",
        },
    )

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "This room is of another school, or no longer in use." in page
    assert f"Choose one of {next_door} from the list" in page
    assert "school-report-token" in page
    assert f'<option value="{next_door.pk}" selected>' in page


def test_the_database_takes_no_place_of_another_school(incident, officer, next_door):
    foreign = PlaceFactory(school=next_door)

    with (
        pytest.raises(IntegrityError, match="incident_at_a_place_of_its_school"),
        acting_as(officer.user),
    ):
        Incident.objects.filter(pk=incident.pk).update(place=foreign)


def test_without_a_plan_the_list_of_places_is_all(sign_in, officer, school):
    assert PICK not in sign_in(officer.user).get(BEGIN).content.decode()


def test_an_archived_place_is_not_on_the_plan(sign_in, officer, pin):
    pin.place.archived_at = pin.plan.added_at
    pin.place.save()

    page = sign_in(officer.user).get(BEGIN).content.decode()

    assert f'data-place="{pin.place_id}"' not in page


@pytest.fixture
def three_elsewhere(happened, pin):
    """Seven at the pinned place, and three at another one, which is returned."""
    other = PinFactory(plan=pin.plan).place
    for place in [pin.place] * 7 + [other] * 3:
        happened(place=place)
    return other


def test_the_plan_shows_where_it_happens(sign_in, officer, pin, three_elsewhere):
    page = sign_in(officer.user).get(PLACES).content.decode()

    assert f"On the plan: {pin.plan.title}" in page
    assert f"<title>7 at {pin.place.label}</title>" in page
    assert f"<title>3 at {three_elsewhere.label}</title>" in page


def test_a_principal_sees_no_small_number_on_it(
    sign_in, school, pin, three_elsewhere, happened
):
    principal = make_member(Role.PRINCIPAL, school)
    most = PinFactory(plan=pin.plan).place
    for _ in range(9):
        happened(place=most)

    page = sign_in(principal).get(PLACES).content.decode()

    assert f"On the plan: {pin.plan.title}" in page
    assert re.findall(r"<title>(\d+ at .*?)</title>", page) == [f"9 at {most.label}"]


def test_the_largest_mark_is_of_the_pinned_place_with_the_most(
    sign_in, officer, pin, three_elsewhere, happened
):
    for _ in range(40):
        happened()  # no place named

    page = sign_in(officer.user).get(PLACES).content.decode()

    radii = sorted(map(int, re.findall(r'class="plan-mark"[^>]* r="(\d+)"', page)))
    assert radii == [RADIUS + (HOTTEST - RADIUS) * 43 // 100, HOTTEST]


def test_a_place_with_more_has_a_larger_mark_that_leads_to_its_list(officer, pin):
    less = PinFactory(plan=pin.plan)
    heat = {pin.place_id: Heat(9, "/nine", 100), less.place_id: Heat(3, "/three", 33)}

    [plan] = heated(plans_of(officer.user, pin.school_id), heat)

    marks = {mark.url: mark for mark in plan.marks}
    assert marks["/nine"].radius > marks["/three"].radius
    assert (marks["/nine"].text, marks["/three"].text) == ("9", "3")


def test_a_place_without_incidents_has_no_mark(officer, pin):
    [plan] = heated(plans_of(officer.user, pin.school_id), {})

    assert not plan.marks
