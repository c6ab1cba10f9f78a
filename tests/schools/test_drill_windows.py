"""What a school owes in drills: windows by its own calendar, and how far it is."""

from datetime import date, timedelta

import pytest

from schools.calendar import SchoolCalendar
from schools.drills import DutyState, drills_of, windows_of
from schools.models import DrillRule, School
from tests.factories.schools import (
    DrillFactory,
    SchoolDayFactory,
    SchoolFactory,
    SchoolYearFactory,
)
from tests.schools.drilling import (
    FIRST_DAY,
    LAST_DAY,
    LAST_IN_JANUARY,
    THIRTIETH,
)

A_DAY = timedelta(days=1)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def year(school):
    return SchoolYearFactory(
        district=school.district, starts_on=FIRST_DAY, ends_on=LAST_DAY
    )


def spans_at(school, year, today=OCTOBER):
    calendar = SchoolCalendar.load(school, year.starts_on, year.ends_on)
    return windows_of(calendar, year, today)


def owed(user, school, today):
    """State by window and kind."""
    one = School.objects.select_related("district").get(pk=school.pk)
    (found,) = drills_of(user, [one], today)
    return {
        (duty.span.window.value, duty.kind.value): duty.state for duty in found.duties
    }


def of_window(found, window="first_days"):
    return {kind: state.name for (of, kind), state in found.items() if of == window}


def test_the_first_window_ends_with_the_thirtieth_day_of_school(school, year):
    first, january = spans_at(school, year)

    assert (first.first, first.due) == (FIRST_DAY, THIRTIETH)
    assert (january.first, january.due) == (date(2027, 1, 1), LAST_IN_JANUARY)


def test_a_day_without_school_moves_the_end_for_the_school_that_has_it(school, year):
    SchoolDayFactory(school=school, on=date(2026, 9, 7))
    SchoolDayFactory(school=school, on=LAST_IN_JANUARY)
    other = SchoolFactory(campus=school.campus, district=school.district)

    first, january = spans_at(school, year)
    of_other, _ = spans_at(other, year)

    assert first.due == THIRTIETH + A_DAY
    assert january.due == LAST_IN_JANUARY - A_DAY
    assert of_other.due == THIRTIETH


def test_each_school_of_a_district_is_reckoned_by_its_own_days(commander, school, year):
    SchoolDayFactory(school=school, on=date(2026, 9, 7))
    SchoolFactory(campus=school.campus, district=school.district)
    schools = School.objects.select_related("district")

    found = drills_of(commander, schools, OCTOBER)

    dues = {one.school.pk: one.duties[0].span.due for one in found}
    assert dues.pop(school.pk) == THIRTIETH + A_DAY
    assert list(dues.values()) == [THIRTIETH]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (FIRST_DAY - A_DAY, "COMING"),
        (FIRST_DAY, "OPEN"),
        (THIRTIETH, "OPEN"),
        (THIRTIETH + A_DAY, "OVERDUE"),
    ],
)
def test_the_four_kinds_of_the_statute_are_owed_until_the_last_day(
    today, state, commander, school, year
):
    found = of_window(owed(commander, school, today))

    assert found == dict.fromkeys(
        ["fire", "severe_weather", "earthquake", "lockdown"], state
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (FIRST_DAY, "DONE"),
        (THIRTIETH, "DONE"),
        (THIRTIETH + A_DAY, "LATE"),
        (date(2026, 12, 31), "LATE"),
        (date(2027, 1, 4), "OVERDUE"),
        (FIRST_DAY - A_DAY, "OVERDUE"),
    ],
)
def test_a_drill_counts_for_the_window_of_its_day(
    on, state, commander, principal, school, year
):
    DrillFactory(school=school, written_by=principal, on=on)

    found = of_window(owed(commander, school, date(2027, 2, 1)))

    assert found["fire"] == state
    assert found["lockdown"] == "OVERDUE"


@pytest.mark.parametrize(
    "status",
    [
        {"status": "planned", "held_at": None},
        {"status": "taken_out", "taken_out_because": "Twice"},
    ],
)
def test_what_was_not_held_counts_for_nothing(
    status, commander, principal, school, year
):
    DrillFactory(school=school, written_by=principal, on=FIRST_DAY, **status)

    assert of_window(owed(commander, school, OCTOBER))["fire"] == "OVERDUE"


def test_a_saturday_in_january_counts(commander, principal, school, year):
    DrillFactory(school=school, written_by=principal, on=date(2027, 1, 30))

    found = owed(commander, school, date(2027, 2, 1))

    assert of_window(found, "january")["fire"] == "DONE"


def test_a_district_asks_for_something_else(commander, principal, school, year):
    DrillRule.objects.create(
        district=school.district, kind="bus", window="first_days", times=2
    )
    DrillFactory(school=school, written_by=principal, kind="bus", on=FIRST_DAY)
    one = School.objects.select_related("district").get(pk=school.pk)

    (found,) = drills_of(commander, [one], FIRST_DAY + A_DAY)

    (duty,) = found.duties
    assert (duty.kind, duty.state) == ("bus", DutyState.OPEN)
    assert duty.words == "due by Sep 22, 29 school days left (1 of 2 done)"
    assert found.owed == 1


def test_it_is_said_in_words(commander, principal, school, year):
    for kind, on in [("fire", FIRST_DAY), ("lockdown", THIRTIETH + A_DAY)]:
        DrillFactory(school=school, written_by=principal, kind=kind, on=on)
    one = School.objects.select_related("district").get(pk=school.pk)

    (found,) = drills_of(commander, [one], THIRTIETH + 2 * A_DAY)
    (last_day,) = drills_of(commander, [one], THIRTIETH)

    words = [duty.words for duty in found.duties]
    assert words[:5] == [
        "on Aug 12",
        "was due by Sep 22",
        "was due by Sep 22",
        "on Sep 23, was due by Sep 22",
        "from Jan 1, due by Jan 29",
    ]
    assert (found.overdue, found.owed) == (2, 2)
    assert last_day.duties[1].words == "due by Sep 22, 1 school day left"


def test_what_is_overdue_comes_first_and_then_what_is_due_soonest(
    commander, principal, school, year
):
    done = SchoolFactory(campus=school.campus, district=school.district, name="A done")
    for kind in ("fire", "severe_weather", "earthquake", "lockdown"):
        DrillFactory(school=done, written_by=principal, kind=kind, on=FIRST_DAY)
    schools = School.objects.select_related("district").order_by("name")

    found = drills_of(commander, schools, OCTOBER)

    assert [one.school for one in found] == [school, done]


def test_in_a_summer_it_is_about_the_coming_year(commander, school, year):
    SchoolYearFactory(
        district=school.district,
        starts_on=date(2027, 8, 11),
        ends_on=date(2028, 5, 24),
        name="2027-2028",
    )

    assert set(of_window(owed(commander, school, date(2027, 7, 1))).values()) == {
        "COMING"
    }


def test_without_a_known_year_nothing_is_reckoned(commander, school, other_school):
    assert owed(commander, school, OCTOBER) == {}

    SchoolYearFactory(district=other_school.district, starts_on=FIRST_DAY)
    schools = School.objects.select_related("district")
    found = {one.school.pk: one for one in drills_of(commander, schools, OCTOBER)}
    assert found[school.pk].duties == ()
    assert found[other_school.pk].duties


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "windows"),
    [
        (date(2026, 8, 12), date(2026, 12, 18), ["first_days"]),
        (date(2027, 1, 30), date(2027, 5, 26), ["first_days"]),
        (date(2026, 12, 19), date(2026, 12, 20), []),
    ],
)
def test_a_window_without_a_day_of_school_does_not_exist(
    starts_on, ends_on, windows, school
):
    year = SchoolYearFactory(
        district=school.district, starts_on=starts_on, ends_on=ends_on
    )

    assert [span.window for span in spans_at(school, year)] == windows


def test_more_schools_ask_no_more(commander, school, year, django_assert_num_queries):
    SchoolFactory.create_batch(5, campus=school.campus, district=school.district)
    schools = list(School.objects.select_related("district"))

    with django_assert_num_queries(6):
        assert len(drills_of(commander, schools, OCTOBER)) == 6
