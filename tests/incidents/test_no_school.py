"""An officer in service whose last assignment has ended keeps their own reports."""

import re

import pytest
from django.urls import reverse

from incidents import actions
from officers.models import Assignment
from tests.conftest import LONG_AGO
from tests.factories.accounts import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_a_school(sign_in, incident, officer):
    days = {"starts_on": "2000-01-03", "ends_on": LONG_AGO}
    Assignment.objects.filter(officer=officer).update(**days)
    return sign_in(officer.user)


@pytest.mark.parametrize("part", ["", "account/", "change/"])
def test_the_own_report_opens(without_a_school, incident, part):
    answer = without_a_school.get(incident.get_absolute_url() + part)

    assert answer.status_code == 200


def test_home_leads_to_it(without_a_school, incident):
    assert incident.get_absolute_url() in without_a_school.get("/").text


def test_home_says_so_and_leads_to_what_was_written(without_a_school, approved):
    home = without_a_school.get("/").text

    assert "You serve no school today" in home
    assert "You have no role yet" not in home
    assert f'href="{reverse("incidents:incidents")}"' in home


def test_the_list_leads_nowhere_that_is_closed(without_a_school, approved):
    found = without_a_school.get(reverse("incidents:incidents")).text
    ways = set(re.findall(r'href="(/incidents/[a-z]+/)"', found))

    assert approved.get_absolute_url() in found
    assert {way: without_a_school.get(way).status_code for way in ways} == {}


@pytest.mark.parametrize("name", ["begin", "return_request", "take_report"])
def test_who_serves_no_school_is_told_why_nothing_is_begun(without_a_school, name):
    answer = without_a_school.get(reverse(f"incidents:{name}"))

    assert answer.status_code == 403
    assert "You are not assigned to a school today" in answer.text


def test_nobody_elses_report_does(
    without_a_school, happened, officer, agency, other_officer
):
    other = happened(status="submitted", written_by=other_officer.user)

    assert without_a_school.get(other.get_absolute_url()).status_code == 404


def test_who_never_wrote_one_has_no_report_at_home(sign_in, incident):
    client = sign_in(UserFactory())

    assert "You have no role yet" in client.get("/").text
    assert client.get(reverse("incidents:incidents")).status_code == 403


@pytest.mark.parametrize("make", [UserFactory, AdministratorFactory])
def test_anyone_reads_the_rule(sign_in, make):
    page = sign_in(make()).get(reverse("incidents:line"))

    assert page.status_code == 200
    assert "KRS 158.4414(3)" in page.text


def test_discarding_the_own_draft_needs_no_school_either(
    without_a_school, incident, officer
):
    actions.discard(incident, by=officer.user)

    assert without_a_school.get("/").text.count(incident.get_absolute_url()) == 0
