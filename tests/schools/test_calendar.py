from datetime import UTC, date, datetime, time, timedelta

import pytest

from schools import calendar
from schools.calendar import DayKind, SchoolCalendar
from schools.models import School, SchoolDay
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    SchoolDayFactory,
    SchoolYearFactory,
)

TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
MONDAY_AFTER = date(2026, 11, 30)


@pytest.fixture
def in_session(school: School) -> School:
    """A school with a year, Thanksgiving closed, and two periods."""
    SchoolYearFactory(district=school.district)
    for offset in range(3):
        SchoolDayFactory(
            district=school.district,
            school=None,
            on=WEDNESDAY + timedelta(days=offset),
            label="Thanksgiving break",
        )
    schedule = BellScheduleFactory(school=school)
    PeriodFactory(
        bell_schedule=schedule, name="1st", starts_at=time(8), ends_at=time(8, 50)
    )
    PeriodFactory(
        bell_schedule=schedule, name="7th", starts_at=time(13), ends_at=time(14)
    )
    return school


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (TUESDAY, DayKind.ORDINARY),
        (WEDNESDAY, DayKind.CLOSED),
        (date(2026, 11, 28), DayKind.WEEKEND),
        (date(2027, 7, 6), DayKind.NO_YEAR),
        (date(2026, 8, 12), DayKind.ORDINARY),
        (date(2027, 5, 26), DayKind.ORDINARY),
        (date(2027, 5, 27), DayKind.NO_YEAR),
    ],
)
def test_a_date_is_what_the_calendar_says(in_session, on, kind):
    assert calendar.day_status(in_session, on).kind == kind


def test_only_days_in_session_are_instructional(in_session):
    found = calendar.instructional_days(in_session, TUESDAY, MONDAY_AFTER)

    assert found == [TUESDAY, MONDAY_AFTER]


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, TUESDAY), (1, MONDAY_AFTER), (2, date(2026, 12, 1))],
)
def test_school_days_are_counted_over_the_holiday(in_session, n, expected):
    assert calendar.add_school_days(in_session, TUESDAY, n) == expected


def test_from_a_closed_day_zero_school_days_is_the_next_one(in_session):
    assert calendar.add_school_days(in_session, WEDNESDAY, 0) == MONDAY_AFTER


def test_there_is_no_school_day_beyond_the_known_years(in_session):
    assert calendar.add_school_days(in_session, date(2027, 5, 26), 1) is None


def test_another_schools_closed_day_is_none_of_ours(in_session):
    elsewhere = School.objects.create(
        district=in_session.district,
        campus=in_session.campus,
        name="Other",
        level="middle",
        grade_low=6,
        grade_high=8,
    )
    SchoolDayFactory(school=elsewhere, on=TUESDAY)

    assert calendar.is_instructional(in_session, TUESDAY)
    assert not calendar.is_instructional(elsewhere, TUESDAY)


def test_a_district_closed_day_outweighs_a_schools_special_day(in_session):
    SchoolDayFactory(
        school=in_session, on=WEDNESDAY, kind=SchoolDay.Kind.SPECIAL, label="Fair"
    )

    status = calendar.day_status(in_session, WEDNESDAY)

    assert status.kind == DayKind.CLOSED
    assert status.label == "Thanksgiving break; Fair"


def test_a_testing_window_is_instructional_and_labelled(in_session):
    SchoolDayFactory(
        school=in_session, on=TUESDAY, kind=SchoolDay.Kind.TESTING, label="State tests"
    )

    status = calendar.day_status(in_session, TUESDAY)

    assert (status.is_instructional, status.is_exception, status.label) == (
        True,
        True,
        "State tests",
    )


def test_periods_are_points_in_time_of_the_district(in_session):
    first, last = calendar.periods_on(in_session, TUESDAY)

    assert first.starts_at == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert (last.name, last.ends_at.hour, last.ends_at.tzname()) == ("7th", 14, "CST")


def test_the_clock_change_moves_a_period_in_utc_but_not_on_the_wall(in_session):
    (before, *_), (after, *_) = (
        calendar.periods_on(in_session, on)
        for on in (date(2027, 3, 12), date(2027, 3, 15))
    )

    assert (before.starts_at.hour, after.starts_at.hour) == (8, 8)
    assert before.starts_at.astimezone(UTC).hour == 14
    assert after.starts_at.astimezone(UTC).hour == 13


def test_an_early_release_cuts_periods(in_session):
    SchoolDayFactory(
        school=in_session,
        on=TUESDAY,
        kind=SchoolDay.Kind.EARLY_RELEASE,
        early_release=time(13, 30),
    )
    SchoolDayFactory(
        school=in_session,
        on=MONDAY_AFTER,
        kind=SchoolDay.Kind.EARLY_RELEASE,
        early_release=time(13, 0),
    )

    _, cut = calendar.periods_on(in_session, TUESDAY)
    only = calendar.periods_on(in_session, MONDAY_AFTER)

    assert cut.ends_at.time() == time(13, 30)
    assert [period.name for period in only] == ["1st"]


def test_a_closed_day_has_no_periods(in_session):
    assert calendar.periods_on(in_session, WEDNESDAY) == []


def test_a_whole_year_of_many_schools_costs_three_queries(
    in_session, django_assert_num_queries
):
    School.objects.create(
        district=in_session.district,
        campus=in_session.campus,
        name="Other",
        level="middle",
        grade_low=6,
        grade_high=8,
    )
    schools = list(School.objects.select_related("district"))

    with django_assert_num_queries(3):
        calendars = SchoolCalendar.load_many(
            schools, date(2026, 8, 1), date(2027, 6, 30)
        )
        days = [
            len([d for d in c.days() if d.is_instructional]) for c in calendars.values()
        ]

    assert days == [203, 203]
