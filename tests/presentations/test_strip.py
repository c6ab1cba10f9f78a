"""The week to choose from: what each cell says, and which can be ticked."""

from datetime import timedelta

import pytest

from presentations import actions
from presentations.busy import Why, busy_times
from presentations.slots import monday_of, week_strip
from tests.factories.officers import AbsenceFactory
from tests.presentations.scene import TODAY, TUESDAY, ask, at, schedule

FREE, TAKEN = True, False


def cells(school, officer, on=TUESDAY):
    """The cells of one day: kind, words, and whether it can be ticked."""
    strip = week_strip(school, officer, monday_of(on))
    day = [row.cells[on.weekday()] for row in strip.rows]
    return [(cell.kind, cell.text, bool(cell.value)) for cell in day]


@pytest.fixture
def busy_day(topic, teacher, principal, officer, school):
    """8 booked, 9 asked for, 10 away, 11 another talk of the school."""
    schedule(teacher, principal, officer, school, topic, at(TUESDAY, 8))
    ask(teacher, school, topic, at(TUESDAY, 9), officer=officer)
    away = at(TUESDAY, 10)
    AbsenceFactory(officer=officer, starts_at=away.starts_at, ends_at=away.ends_at)
    ask(teacher, school, topic, at(TUESDAY, 11))


def test_each_cell_says_what_takes_the_time(busy_day, school, officer):
    assert cells(school, officer) == [
        ("officer", "Booked", TAKEN),
        ("officer", "Asked for", FREE),
        ("officer", "Officer away", TAKEN),
        ("school", "Other talk", FREE),
    ]


def test_without_an_officer_only_the_school_counts(busy_day, school):
    assert cells(school, None) == [
        ("school", "Other talk", FREE),
        ("school", "Other talk", FREE),
        ("free", "Free", FREE),
        ("school", "Other talk", FREE),
    ]


def test_what_the_officer_does_elsewhere_is_as_taken(
    busy_day, school, officer, make_neighbour
):
    neighbour = make_neighbour(school)

    assert [cell[1:] for cell in cells(neighbour, officer)] == [
        ("Booked", TAKEN),
        ("Asked for", FREE),
        ("Officer away", TAKEN),
        ("Free", FREE),
    ]


def test_the_page_has_no_box_for_a_taken_period(
    busy_day, sign_in, teacher, school, officer, topic
):
    there = f"/presentations/request/?school={school.pk}&topic={topic.pk}"
    turned = {"week": TUESDAY.isoformat(), "officer": officer.pk}

    page = sign_in(teacher).post(there, turned)

    assert page.text.count('type="checkbox" name="slots"') == 20 - 2
    for words in ("Booked", "Asked for", "Officer away", "Other talk"):
        assert words in page.text


def test_a_period_that_has_begun_is_past(topic, school, officer):
    first = cells(school, officer, TODAY.date())

    assert first[:3] == [("past", "Past", TAKEN)] * 2 + [("free", "Free", FREE)]


def test_time_kept_for_advice_cannot_be_ticked(
    topic, teacher, principal, officer, school, monday
):
    topic.sensitive = True
    topic.save()
    talk = schedule(teacher, principal, officer, school, topic)
    monday.move_to(talk.ends_at)
    actions.deliver(talk, by=officer.user, head_count=20, minutes=45)

    kept = cells(school, officer, TUESDAY + timedelta(days=1))

    assert ("officer", "Kept for advice", TAKEN) in kept


def test_a_talk_does_not_take_its_own_time(scheduled):
    start, end = scheduled.starts_at, scheduled.ends_at
    asked = (scheduled.school, scheduled.officer, start, end)

    [taken] = busy_times(*asked)

    assert (taken.starts_at, taken.ends_at, taken.why) == (start, end, Why.BOOKED)
    assert busy_times(*asked, leave_out=[scheduled.pk]) == []
