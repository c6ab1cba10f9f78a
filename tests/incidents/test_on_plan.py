"""The floor plan in a report's first step, and incidents shown where they happen."""

import pytest
from django.urls import reverse

from schools.plans import Heat, heated, plans_of
from sro_program.accounts.models import Role
from tests.conftest import make_member
from tests.factories.schools import FloorPlanFactory, PinFactory

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


def test_a_principal_sees_no_small_number_on_it(sign_in, school, pin, three_elsewhere):
    principal = make_member(Role.PRINCIPAL, school)

    page = sign_in(principal).get(PLACES).content.decode()

    assert f"at {three_elsewhere.label}" not in page
    assert "On the plan" not in page or 'aria-label="3' not in page


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
