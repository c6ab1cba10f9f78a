"""A line of the log becomes a report, advice or a referral, without retyping."""

import re

import pytest
import time_machine
from django.urls import reverse

from incidents import actions
from incidents.models import Incident
from officers import actions as unit
from officers.models import ActivityEntry
from referrals.models import Advice
from sro_program.core.errors import RuleBroken
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.schools import SchoolFactory
from tests.incidents.conftest import BEGAN, POLICE

NO_LINE = "01a22518-0000-7000-8000-000000000000"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel("2026-10-06 17:00+00:00", tick=False):
        yield


@pytest.fixture
def line(officer, school):
    return unit.write_line(
        by=officer.user,
        school=school,
        record_id=uuid7(),
        type="conflict",
        minutes=25,
        on=BEGAN.date(),
        started_at=BEGAN,
        note="Two pushed each other at door 7",
        origin="teacher",
        place="Door 7",
    )


def begin(line, by, record_id=None):
    return actions.begin_from_line(
        line,
        by=by,
        school=line.school,
        record_id=record_id or uuid7(),
        answers=POLICE,
        occurred_from=BEGAN,
        reported_at=BEGAN,
        initiated_by="teacher",
        discovered="called",
        sub_place="hallway",
        school_report="",
    )


def test_the_report_has_its_note_and_minutes_and_it_is_counted_once(
    line, officer, write_up
):
    incident = begin(line, officer.user)
    assert incident.case_file.narrative == "Two pushed each other at door 7"

    actions.submit(write_up(incident), by=officer.user)

    entry = ActivityEntry.objects.get()
    assert (entry.pk, entry.source_kind, entry.source_id) == (
        line.pk,
        "incident",
        incident.pk,
    )
    assert (entry.type, entry.minutes) == ("offense_report", 25)


def test_the_form_is_of_the_school_of_the_line_until_another_is_chosen(
    line, officer, client, campus
):
    next_door = SchoolFactory(campus=campus, district=campus.district)
    client.force_login(officer.user)
    address = reverse("incidents:begin") + f"?line={line.pk}"

    of_the_line = client.get(address)
    chosen = client.get(f"{address}&school={next_door.pk}")

    assert f'<option value="{line.school_id}" selected>' in of_the_line.text
    assert f'<option value="{next_door.pk}" selected>' in chosen.text


def test_from_then_on_it_is_changed_there(line, officer, client):
    begin(line, officer.user)
    client.force_login(officer.user)

    page = client.get(reverse("officers:log") + f"?on={line.on}").text

    assert "Written by the record itself" in page
    assert f"?line={line.pk}" not in page


def form_of(client, user, route, line):
    client.force_login(user)
    return client.get(reverse(route), {"line": line.pk})


def test_the_form_is_filled_from_it(line, officer, client):
    page = form_of(client, officer.user, "incidents:begin", line)

    shown = page.context["form"]
    assert f"{shown['occurred_from'].value():%H:%M}" == "09:30"
    assert shown["initiated_by"].value() == "teacher"
    assert shown["school"].value() == line.school_id


def test_sent_twice_it_is_one_report(line, officer, client):
    client.force_login(officer.user)
    said = {
        "record_id": uuid7(),
        "school": line.school_id,
        "occurred_from": "2026-10-06T09:30",
        "reported_at": "2026-10-06T09:30",
        "initiated_by": "teacher",
        "discovered": "called",
        "sub_place": "hallway",
        **POLICE,
        "asked_to_discipline": "no",
    }
    path = reverse("incidents:begin") + f"?line={line.pk}"

    answers = [client.post(path, said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Incident.objects.count() == ActivityEntry.objects.count() == 1


def test_returned_with_one_tap_it_is_the_line_s_and_counted_once(line, officer, client):
    page = form_of(client, officer.user, "incidents:begin", line)
    address = re.search(r'formaction="([^"]+)"', page.text).group(1)

    said = {"record_id": uuid7(), "school": line.school_id}
    for _ in range(2):
        client.post(address, said)

    incident, entry = Incident.objects.get(), ActivityEntry.objects.get()
    assert incident.status == "handed_back"
    assert incident.occurred_from == BEGAN
    assert (entry.pk, entry.source_id, entry.minutes) == (line.pk, incident.pk, 25)


def test_a_line_of_another_officer_fills_nothing(line, agency, campus, client):
    colleague = make_officer(agency, campus, "Colleague")

    page = form_of(client, colleague.user, "incidents:begin", line)

    assert page.context["form"]["initiated_by"].value() in ("", None)


@pytest.mark.parametrize("key", ["", "x", "0" * 36, NO_LINE])
def test_an_address_that_names_no_line_is_the_empty_form(officer, school, client, key):
    client.force_login(officer.user)

    assert client.get(reverse("incidents:begin"), {"line": key}).status_code == 200
    assert client.get(reverse("referrals:refer"), {"line": key}).status_code == 200


def test_it_becomes_advice_with_whom_it_was_and_is_counted_once(
    line, officer, school, client
):
    line = unit.change_line(line, by=officer.user, type="advice_parent", minutes=30)
    page = form_of(client, officer.user, "referrals:record_advice", line)
    shown = page.context["form"]
    assert shown["with_whom"].value() == "parent"
    assert shown["note"].value() == "Two pushed each other at door 7"
    said = {
        "record_id": uuid7(),
        "school": school.pk,
        "given_at": "2026-10-06T09:30",
        "with_whom": "parent",
        "topics": ["delinquency"],
        "minutes": "30",
        "outcome": "advice",
        "note": "Two pushed each other at door 7",
        "place_text": "Door 7",
    }

    client.post(reverse("referrals:record_advice") + f"?line={line.pk}", said)

    entry, advice = ActivityEntry.objects.get(), Advice.objects.get()
    assert (entry.pk, entry.source_id) == (line.pk, advice.pk)
    assert (entry.type, entry.minutes, entry.function) == (
        "advice_parent",
        30,
        "advising",
    )


def test_it_fills_the_facts_of_a_referral(line, officer, client):
    page = form_of(client, officer.user, "referrals:refer", line)

    assert page.context["form"]["facts"].value() == "Two pushed each other at door 7"


def test_the_day_offers_what_a_line_can_become(line, officer, client):
    client.force_login(officer.user)

    page = client.get(reverse("officers:log") + f"?on={line.on}").text

    for route in ("incidents:begin", "referrals:record_advice", "referrals:refer"):
        assert f'href="{reverse(route)}?line={line.pk}"' in page


def test_police_work_becomes_no_advice_of_which_a_school_reads_the_line(
    line, officer, sign_in
):
    ActivityEntry.objects.update(type="arrest", function="law_enforcement")
    with pytest.raises(RuleBroken, match="becomes an incident report"):
        unit.promote(line, source_kind="advice", source_id=uuid7(), by=officer.user)
    day = sign_in(officer.user).get(f"{reverse('officers:log')}?on={BEGAN:%Y-%m-%d}")

    assert reverse("incidents:begin") + f"?line={line.pk}" in day.text
    assert reverse("referrals:record_advice") + f"?line={line.pk}" not in day.text
