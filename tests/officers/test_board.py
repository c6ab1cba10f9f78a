"""Who covers a campus, and where that leaves a gap."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from officers import board, coverage
from officers.models import Absence, Assignment
from officers.panels import board_rows
from schools.models import SchoolDay
from tests.conftest import make_officer
from tests.factories.officers import AbsenceFactory, AssignmentFactory
from tests.factories.schools import (
    BellScheduleFactory,
    CampusFactory,
    PeriodFactory,
    SchoolDayFactory,
    SchoolFactory,
)
from tests.officers.conftest import MONDAY, at

QUERIES = 8


@pytest.fixture
def monday(school, officer, school_year):
    """Asks the board what it says of Monday on the one campus."""

    def ask():
        return board.week([school], MONDAY)[0].cells[0]

    return ask


def away(officer, first, last, reason=Absence.Reason.COURT):
    return AbsenceFactory(officer=officer, reason=reason, starts_at=first, ends_at=last)


def test_an_assigned_officer_covers_the_campus(monday, officer):
    cell = monday()

    assert [cover.officer for cover in cell.covers] == [officer]
    assert cell.gaps == []


def test_a_campus_without_an_officer_is_a_gap_all_day(monday):
    Assignment.objects.all().delete()

    assert monday().gaps == [(at(8), at(15))]


def test_an_absence_leaves_a_gap_for_its_own_time_only(monday, officer):
    away(officer, at(9), at(11, 30))

    assert monday().gaps == [(at(9), at(11, 30))]


def test_an_absence_outside_of_school_hours_leaves_none(monday, officer):
    away(officer, at(15), at(23))

    cell = monday()

    assert (cell.gaps, cell.covers[0].is_away_all_day) == ([], False)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (at(15, 30), at(0) + timedelta(days=1), "Called out, from 3:30 PM"),
        (at(15, 30), at(9) + timedelta(days=1), "Called out, from 3:30 PM"),
        (at(9) - timedelta(days=1), at(7), "Called out, until 7:00 AM"),
        (at(11), at(13), "Called out, 11:00 AM – 1:00 PM"),
    ],
)
def test_the_board_says_also_who_is_away_outside_of_school_hours(
    principal, school, officer, school_year, first, last, said
):
    away(officer, first, last, reason=Absence.Reason.CALL_OUT)

    cell = board_rows(principal, board.week([school], MONDAY))[0].cells[0]

    assert cell.covers[0].away == [said]


def test_an_absence_of_many_days_is_away_all_day_on_each(
    principal, school, officer, school_year
):
    away(officer, at(9), at(9) + timedelta(days=2))

    cell = board_rows(principal, board.week([school], MONDAY))[0].cells[1]

    assert (cell.covers[0].is_away, cell.covers[0].away) == (True, ["Away"])


def test_a_second_officer_closes_the_gap_but_for_the_time_both_are_away(
    monday, officer, agency, campus
):
    relief = make_officer(agency, campus, "Rita Relief")
    away(officer, at(9), at(12))
    away(relief, at(11), at(14))

    assert monday().gaps == [(at(11), at(12))]


def test_two_absences_can_fill_a_day(monday, officer):
    away(officer, at(6), at(11))
    away(officer, at(11), at(16))

    assert monday().covers[0].is_away_all_day is False
    assert monday().gaps == [(at(8), at(11)), (at(11), at(15))]


def test_a_cancelled_absence_leaves_no_gap(monday, officer):
    absence = away(officer, at(6), at(16))
    Absence.objects.filter(pk=absence.pk).update(
        cancelled_at=at(5), cancelled_by=officer.user
    )

    assert monday().gaps == []


def test_the_bell_and_an_early_release_say_how_long_a_day_is(
    monday, officer, school, district
):
    bells = BellScheduleFactory(school=school)
    PeriodFactory(bell_schedule=bells, starts_at=time(7, 45), ends_at=time(8, 35))
    PeriodFactory(bell_schedule=bells, starts_at=time(12, 30), ends_at=time(14))
    SchoolDayFactory(
        school=school,
        on=MONDAY,
        kind=SchoolDay.Kind.EARLY_RELEASE,
        early_release=time(13),
    )
    away(officer, at(6), at(20))

    assert monday().gaps == [(at(7, 45), at(13))]


def test_a_day_without_school_is_no_gap(monday, school):
    Assignment.objects.all().delete()
    SchoolDayFactory(school=school, on=MONDAY, label="Snow day")

    cell = monday()

    assert (cell.label, cell.is_instructional, cell.gaps) == ("Snow day", False, [])


def test_a_campus_has_school_when_one_of_its_schools_does(monday, school, officer):
    sister = SchoolFactory(campus=school.campus)
    SchoolDayFactory(school=sister, on=MONDAY)

    assert board.week([school, sister], MONDAY)[0].cells[0].is_instructional


def test_the_primary_officer_comes_first(monday, officer, agency, campus):
    other = make_officer(agency, CampusFactory(district=campus.district), "Anna Aid")
    for kind in ["relief", "secondary"]:
        AssignmentFactory(officer=other, campus=campus, kind=kind)

    kinds = [cover.assignment.kind for cover in monday().covers]

    assert kinds == ["primary", "secondary", "relief"]


def test_an_assignment_covers_its_days_only(monday, officer, school):
    Assignment.objects.update(
        starts_on=MONDAY + timedelta(days=1), ends_on=MONDAY + timedelta(days=3)
    )

    cells = board.week([school], MONDAY)[0].cells

    assert [bool(cell.gaps) for cell in cells] == [True, False, False, True, True]


def test_an_officer_out_of_service_covers_nothing(monday, officer):
    officer.in_service = False
    officer.save(update_fields=["in_service"])

    assert monday().gaps == [(at(8), at(15))]


def test_no_school_no_rows(db):
    assert board.week([], MONDAY) == []


@pytest.mark.parametrize("campuses", [1, 3])
def test_the_board_asks_equally_often(
    commander, agency, district, school_year, campuses
):
    for number in range(campuses):
        school = SchoolFactory(campus=CampusFactory(district=district))
        away(make_officer(agency, school.campus, f"Officer {number}"), at(9), at(11))
    schools = type(school).objects.visible_to(commander).for_list()

    with CaptureQueriesContext(connection) as queries:
        shown = board_rows(commander, board.week(schools, MONDAY))

    assert (len(shown), len(queries)) == (campuses, QUERIES)


def test_the_board_says_the_times_of_a_partial_gap(monday, officer, school, principal):
    away(officer, at(9), at(11))

    cell = board_rows(principal, board.week([school], MONDAY))[0].cells[0]

    assert cell.gaps == ["9:00 – 11:00 AM"]
    assert cell.covers[0].away == ["Away, 9:00 – 11:00 AM"]


def test_the_board_says_gap_alone_when_it_is_the_whole_day(
    monday, officer, school, principal
):
    away(officer, at(6), at(20), reason=Absence.Reason.SICK)

    cell = board_rows(principal, board.week([school], MONDAY))[0].cells[0]

    assert (cell.gaps, cell.covers[0].away) == ([""], ["Away"])


def test_who_is_on_campus_at_a_moment(officer, campus):
    away(officer, at(9), at(11))

    there = [list(coverage.covering(campus, at(hour))) for hour in (8, 9, 10, 11)]

    assert there == [[officer], [], [], [officer]]


def test_who_serves_a_school_on_a_date(officer, school, other_officer):
    Assignment.objects.filter(officer=officer).update(ends_on=date(2026, 12, 1))

    served = [
        list(coverage.officers_serving(school, date(2026, *day)))
        for day in [(11, 30), (12, 1)]
    ]

    assert served == [[officer], []]


def test_is_away_counts_a_touching_end_as_free(officer):
    away(officer, at(9), at(11))

    answers = [
        coverage.is_away(officer, at(first), at(last))
        for first, last in [(8, 9), (8, 10), (10, 12), (11, 12)]
    ]

    assert answers == [False, True, True, False]
