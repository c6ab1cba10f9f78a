"""The log on its pages: the buttons of the home page, the day, and what is mended."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from officers import actions
from officers.day import day_of, free_in
from officers.models import Absence, ActivityEntry
from officers.quick import USUAL, quick_log_of
from sro_program.core.ids import uuid7
from tests.factories.officers import AbsenceFactory, ActivityEntryFactory
from tests.factories.schools import SchoolFactory
from tests.officers.conftest import MONDAY, at

pytestmark = pytest.mark.usefixtures("school_year")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(15), tick=False):
        yield


@pytest.fixture
def line(officer, school):
    """A line by hand."""

    def make(**said):
        content = {"type": "presence", "minutes": 30, "on": MONDAY, **said}
        return actions.write_line(
            by=officer.user, school=school, record_id=uuid7(), **content
        )

    return make


@pytest.fixture
def tap(client, officer, school):
    """Tap a button where no script runs."""

    def press(**said):
        client.force_login(officer.user)
        fields = {"record_id": uuid7(), "school": school.pk, "kind": "presence:30"}
        return client.post(reverse("officers:tap"), {**fields, **said}, follow=True)

    return press


# The buttons


def test_at_first_the_buttons_are_what_a_day_is_made_of(officer):
    tiles = quick_log_of(officer.user).tiles

    assert [(tile.kind, tile.minutes) for tile in tiles] == list(USUAL.items())


def test_then_what_this_officer_logs_most_with_the_minutes_of_last_time(officer, line):
    line(type="court", minutes=20)
    with time_machine.travel(at(15, 1)):
        line(type="court", minutes=25)
    line(type="travel", minutes=10)

    tiles = quick_log_of(officer.user).tiles

    assert [(tile.kind, tile.minutes) for tile in tiles[:3]] == [
        ("court", 25),
        ("travel", 10),
        ("presence", 30),
    ]
    assert len(tiles) == len(USUAL)


def test_lines_of_other_records_are_no_habit(officer, school):
    ActivityEntryFactory(
        officer=officer, school=school, source_kind="advice", source_id=uuid7()
    )

    assert quick_log_of(officer.user).tiles[0].kind == "presence"


def test_the_school_of_the_last_line_stands_ready(officer, school, line):
    other = SchoolFactory(district=school.district, campus=school.campus, name="Aa")
    assert quick_log_of(officer.user).school == other.pk

    line()

    assert quick_log_of(officer.user).school == school.pk


def test_the_home_page_of_an_officer_is_the_log(sign_in, officer, line):
    line(minutes=45)

    page = sign_in(officer.user).get("/").text

    assert 'id="log-form"' in page
    assert '<span id="log-today">45</span>' in page
    assert page.index('id="log"') < page.index("Needs you")


@pytest.mark.parametrize("role", ["principal", "commander", "teacher"])
def test_on_nobody_else_s(sign_in, role, request, officer):
    page = sign_in(request.getfixturevalue(role)).get("/").text

    assert 'id="log-form"' not in page


def test_a_longer_log_asks_no_more_of_the_database(officer, line, sign_in, queries_of):
    client = sign_in(officer.user)
    line()
    few = queries_of(client, "/"), queries_of(client, reverse("officers:log"))
    for _ in range(10):
        line(minutes=5)

    many = queries_of(client, "/"), queries_of(client, reverse("officers:log"))

    assert many == few


# A tap without a script


def test_one_tap_saves(tap, school):
    page = tap()

    entry = ActivityEntry.objects.get()
    assert (entry.type, entry.minutes, entry.school) == ("presence", 30, school)
    assert (entry.on, entry.ended_at) == (MONDAY, at(15))
    assert "Logged: Lunch or hall presence, 30 min." in page.text


def test_other_minutes_than_the_button_s_count(tap):
    tap(minutes="5", note="Door 7 sticks", with_whom="staff", audience_count="3")

    entry = ActivityEntry.objects.get()
    assert (entry.minutes, entry.note, entry.audience_count) == (5, "Door 7 sticks", 3)


def test_tapped_twice_with_one_form_it_is_one_line(tap):
    key = uuid7()
    tap(record_id=key)
    tap(record_id=key)

    assert ActivityEntry.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "nonsense"},
        {"kind": ""},
        {"kind": "presence:²"},
        {"school": "999999"},
        {"minutes": "5000"},
        {"audience_count": "-1"},
    ],
)
def test_a_tap_that_cannot_be_read_is_refused_in_words(tap, said):
    page = tap(**said)

    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert not ActivityEntry.objects.exists()


# The day


def test_the_day_shows_its_gaps_on_a_school_day(officer, line):
    """School is from eight to three, where no bells are entered."""
    line(started_at=at(9), ended_at=at(10), minutes=60)
    line(ended_at=at(12), minutes=90)
    AbsenceFactory(
        officer=officer,
        reason=Absence.Reason.COURT,
        starts_at=at(13),
        ends_at=at(15),
    )

    gaps = [gap.when for gap in day_of(officer, MONDAY).gaps]

    assert gaps == ["8:00 – 9:00 AM", "10:00 – 10:30 AM", "12:00 – 1:00 PM"]


def test_what_is_still_to_come_is_no_gap(officer, school):
    with time_machine.travel(at(9), tick=False):
        (gap,) = day_of(officer, MONDAY).gaps

    assert gap.when == "8:00 – 9:00 AM"


def test_without_school_there_is_no_gap(officer, school):
    assert not day_of(officer, MONDAY - timedelta(days=1)).gaps


def test_stretches_may_overlap():
    hours = at(8), at(15)
    busy = [(at(9), at(12)), (at(10), at(11)), (at(14), at(16)), (at(7), at(8))]

    assert free_in(hours, busy) == [(at(8), at(9)), (at(12), at(14))]
    assert free_in(hours, []) == [hours]


def test_lines_stand_in_the_order_of_the_day(officer, line):
    line(ended_at=at(14), note="second")
    line(started_at=at(9), ended_at=at(10), minutes=60, note="first")

    notes = [one.entry.note for one in day_of(officer, MONDAY).lines]

    assert notes == ["first", "second"]


def test_a_gap_is_filled_with_what_is_known_of_it(sign_in, officer, school):
    client = sign_in(officer.user)
    page = client.get(reverse("officers:log")).text
    link = re.search(r'href="(/officers/log/add/\?[^"]*started[^"]*)"', page)[1]

    form = client.get(link.replace("&amp;", "&"))

    assert form.context["form"]["started"].value() == "08:00"
    assert form.context["form"]["minutes"].value() == "420"


def test_a_line_is_added_by_hand(sign_in, officer, school):
    said = {
        "record_id": uuid7(),
        "type": "directed",
        "on": "2026-11-30",
        "started": "09:00",
        "minutes": "45",
        "origin": "administrator",
        "school": school.pk,
        "note": "Door 3",
    }

    page = sign_in(officer.user).post(reverse("officers:add_line"), said, follow=True)

    entry = ActivityEntry.objects.get()
    assert (entry.started_at, entry.ended_at) == (at(9), at(9, 45))
    assert entry.function == "directed_duty"
    assert "9:00 – 9:45 AM" in page.text


def test_what_was_typed_stays_when_it_is_refused(sign_in, officer, school, district):
    elsewhere = SchoolFactory(district=district)
    said = {
        "record_id": uuid7(),
        "type": "presence",
        "on": "2026-11-30",
        "minutes": "45",
        "origin": "self",
        "school": elsewhere.pk,
        "note": "typed words",
    }

    page = sign_in(officer.user).post(reverse("officers:add_line"), said)

    assert page.status_code == 422
    assert "Say why you were there." in page.text
    assert "typed words" in page.text


def change(client, entry, **said):
    fields = {
        "version": entry.version,
        "type": entry.type,
        "on": entry.on,
        "minutes": entry.minutes,
        "origin": entry.origin,
        "school": entry.school_id,
        **said,
    }
    path = reverse("officers:change_line", args=[entry.pk])
    return client.post(path, fields, follow=True)


def test_a_line_is_corrected_and_its_function_follows(sign_in, officer, line):
    entry, client = line(), sign_in(officer.user)

    page = change(client, entry, type="mentoring", minutes="20")

    entry.refresh_from_db()
    assert (entry.type, entry.function, entry.minutes) == ("mentoring", "advising", 20)
    assert "The history keeps what it was." in page.text


def test_of_an_older_form_the_words_stay(sign_in, officer, line):
    entry, client = line(), sign_in(officer.user)
    actions.change_line(entry, by=officer.user, minutes=31)

    page = change(client, entry, note="typed words")

    assert page.status_code == 409
    assert "typed words" in page.text
    entry.refresh_from_db()
    assert entry.note == ""


def test_a_line_is_taken_out_by_a_button(sign_in, officer, line):
    entry = line()

    page = sign_in(officer.user).post(
        reverse("officers:take_out", args=[entry.pk]), {"version": 1}, follow=True
    )

    assert "Taken out." in page.text
    assert "Nothing logged" in page.text


def test_a_line_of_another_record_is_not_opened_for_change(sign_in, officer, school):
    entry = ActivityEntryFactory(
        officer=officer, school=school, source_kind="advice", source_id=uuid7()
    )

    page = sign_in(officer.user).get(reverse("officers:change_line", args=[entry.pk]))

    assert page.status_code == 409
