"""The school year by months, and a month by its weeks."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from officers.models import Assignment
from officers.year_board import months_of, summed, weeks_of
from tests.conftest import make_officer
from tests.factories.officers import AbsenceFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.officers.conftest import MONDAY, at

pytestmark = pytest.mark.usefixtures("school_year")
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(7), tick=False):
        yield


def shown(client, user, **asked):
    client.force_login(user)
    return client.get(reverse("officers:year_board"), asked)


def test_a_school_year_has_twelve_months_from_july():
    months = months_of(2026)

    assert [month.begins for month in months][:6:5] == [
        date(2026, 7, 1),
        date(2026, 12, 1),
    ]
    assert (len(months), months[-1].days[-1]) == (12, date(2027, 6, 30))


def test_the_weeks_of_a_month_end_with_it():
    weeks = weeks_of(date(2026, 12, 1))

    assert [week.label for week in weeks] == [
        "Dec 1 – 4",
        "Dec 7 – 11",
        "Dec 14 – 18",
        "Dec 21 – 25",
        "Dec 28 – 31",
    ]
    assert weeks_of(NOVEMBER)[-1].label == "Nov 30"
    assert weeks[0].begins == MONDAY


def test_each_period_says_who_is_there_on_how_many_days(school, officer):
    AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(15))

    (row,) = summed([school], weeks_of(NOVEMBER))

    last = row.sums[-1]
    assert (last.school_days, last.served, last.gap_days) == (1, [], [MONDAY])
    (served,) = row.sums[1].served
    assert (served.officer, served.kind, served.days) == (officer, "Primary", 5)
    assert row.sums[1].gap_days == []


def test_part_of_a_day_alone_is_a_gap_of_that_day(school, officer):
    AbsenceFactory(officer=officer, starts_at=at(9), ends_at=at(10))

    last = summed([school], weeks_of(NOVEMBER))[0].sums[-1]

    assert (last.served[0].days, last.gap_days) == (1, [MONDAY])


def test_the_year_leads_to_its_months_and_a_month_to_its_weeks(
    client, school, officer, principal
):
    Assignment.objects.filter(officer=officer).update(starts_on=MONDAY)

    year = shown(client, principal).text
    assert "School year 2026–2027, by month" in year
    assert "?month=2026-11-01" in year
    assert "1 of 21 days" in year
    assert f"{reverse('officers:board')}?week=2026-11-02" in year
    assert "Aug 2026" in year
    assert "Jul 2026" not in year

    month = shown(client, principal, month="2026-11-01").text
    assert "November 2026, by week" in month
    assert f"{reverse('officers:board')}?week=2026-11-23" in month
    assert "?month=2026-10-01" in month
    assert "?month=2026-12-01" in month


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("2027-01-15", "2026-12-01", "2027-02-01"), ("2026-12-01", "2026-11", "2027-01")],
)
def test_months_go_on_over_the_new_year(
    client, school, principal, month, before, after
):
    page = shown(client, principal, month=month).text

    assert f"?month={before}" in page
    assert f"?month={after}" in page


@pytest.mark.parametrize(
    "asked", [{"year": "1066"}, {"month": "soon"}, {"year": "x", "month": "9999-01-01"}]
)
def test_what_is_no_year_shows_this_one(client, school, principal, asked):
    page = shown(client, principal, **asked)

    assert page.status_code == 200
    assert "That is no year or month; this is the current one." in page.text
    assert "School year 2026–2027" in page.text


def test_a_summer_is_shown_as_one_without_school(client, school, principal):
    page = shown(client, principal, month="2026-07-01").text

    assert page.count("No school") == len(weeks_of(date(2026, 7, 1)))


def test_without_a_school_the_board_says_so(client, other_officer):
    other_officer.assignments.all().delete()

    assert "No campuses" in shown(client, other_officer.user).text


def test_more_campuses_and_absences_ask_no_more_of_the_database(
    school, officer, agency, district, commander, queries_of, sign_in
):
    client, path = sign_in(commander), reverse("officers:year_board")
    few = queries_of(client, path)
    for number in range(3):
        campus = SchoolFactory(campus=CampusFactory(district=district)).campus
        other = make_officer(agency, campus, f"Officer {number}")
        AbsenceFactory(officer=other, starts_at=at(9), ends_at=at(11))

    assert queries_of(client, path) == few
