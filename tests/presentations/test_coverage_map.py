"""Which grades heard what: counts, gaps, and a way to fill them."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from presentations import coverage_map as maps
from presentations.models import Presentation
from presentations.states import Status
from tests.factories.presentations import BookedFactory, TopicFactory
from tests.factories.schools import SchoolFactory, SchoolYearFactory


@pytest.fixture
def year(district):
    today = now().date()
    return SchoolYearFactory(
        district=district,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=200),
    )


@pytest.fixture
def topic(db):
    return TopicFactory(title="Vaping", grade_low=9, grade_high=10)


@pytest.fixture
def given(year, school, officer, topic):
    """Two given in grade 9, one planned in 10, one too old, one cancelled."""

    def talk(days, grades, status):
        return BookedFactory(
            school=school,
            officer=officer,
            topic=topic,
            grades=grades,
            status=status,
            starts_at=now() + timedelta(days=days),
        )

    talk(-3, [9], Status.DELIVERED)
    talk(-2, [9], Status.DELIVERED)
    talk(4, [10], Status.SCHEDULED)
    talk(-90, [10], Status.DELIVERED)
    last = talk(5, [10], Status.SCHEDULED)
    Presentation.objects.filter(pk=last.pk).update(
        **{"status": Status.CANCELLED, "reason": "x", "cancelled_because": "school"}
    )


def cells(found, title):
    rows = [row for band in found.bands for row in band.rows]
    row = next(row for row in rows if row.topic.title == title)
    return {cell.label: "gap" if cell.is_gap else cell.text for cell in row.cells}


def test_the_map_shows_given_planned_and_gaps(given, school, principal, topic):
    TopicFactory(title="Bullying", grade_low=9, grade_high=9)
    TopicFactory(title="Bike", grade_low=3, grade_high=5)

    found = maps.map_of(principal, school)

    assert cells(found, "Vaping") == {
        "9": "2 given",
        "10": "1 planned",
        "11": "",
        "12": "",
        "Adults": "",
    }
    assert cells(found, "Bullying")["9"] == "gap"
    assert found.gaps == 1
    assert not [r for b in found.bands for r in b.rows if r.topic.title == "Bike"]


def test_the_grades_stand_under_one_another_in_all_tables(
    sign_in, given, school, principal, topic
):
    TopicFactory(title="Staff talk", for_adults=True, grade_low=-1, grade_high=2)
    address = reverse("presentations:school_coverage", args=[school.pk])

    page = sign_in(principal).get(address).text

    tables = re.findall(r'<table class="([^"]*)">', page)
    assert set(tables) == {"table table-even"}
    assert len(tables) > 1


def test_adults_and_talks_without_a_grade_have_columns(
    year, school, officer, principal, topic
):
    for_staff = TopicFactory(
        title="Lockdown", grade_low=-1, grade_high=12, for_adults=True, tags=["staff"]
    )
    BookedFactory(school=school, officer=officer, topic=for_staff, grades=[])
    BookedFactory(school=school, officer=officer, topic=topic, grades=[])

    found = maps.map_of(principal, school)

    assert cells(found, "Lockdown")["Adults"] == "1 planned"
    assert cells(found, "Vaping")["Not noted"] == "1 planned"


def test_a_topic_that_was_switched_off_stays_where_it_was_heard(
    given, school, principal, topic
):
    topic.is_active = False
    topic.save()

    found = maps.map_of(principal, school)

    assert cells(found, "Vaping")["9"] == "2 given"
    assert found.gaps == 0


def test_the_summary_has_one_line_for_each_school(
    given, school, campus, commander, django_assert_num_queries
):
    other = SchoolFactory(campus=campus, district=campus.district)
    TopicFactory(grade_low=9, grade_high=12)

    with django_assert_num_queries(3):
        lines = maps.summaries(commander, [school, other])

    assert [(x.covered, x.meant, x.missing, x.given, x.planned) for x in lines] == [
        (1, 2, 1, 2, 1),
        (0, 2, 2, 0, 0),
    ]


@pytest.mark.parametrize(
    ("today", "first"), [("2026-06-30", 2025), ("2026-07-01", 2026)]
)
def test_without_a_school_year_it_goes_from_july_to_june(
    today, first, school, time_machine
):
    time_machine.move_to(f"{today}T12:00:00-05:00")

    assert maps.years_of([school]) == {
        school.district_id: (date(first, 7, 1), date(first + 1, 6, 30))
    }


def test_teachers_get_no_map(sign_in, teacher):
    response = sign_in(teacher).get(reverse("presentations:coverage_map"))

    assert response.status_code == 403
    assert "Teachers see their own requests only" in response.content.decode()


@pytest.mark.parametrize(
    ("person", "link"), [("principal", "request"), ("officer", "offer")]
)
def test_a_gap_leads_to_where_it_is_filled(
    person, link, request, sign_in, school, topic
):
    user = request.getfixturevalue(person)
    client = sign_in(getattr(user, "user", user))

    first = client.get(reverse("presentations:coverage_map"))
    page = client.get(first.url).content.decode()

    assert (
        f'href="{reverse(f"presentations:{link}")}?topic={topic.pk}'
        f'&amp;school={school.pk}&amp;grade=9"'
    ) in page


def test_the_district_sees_gaps_and_asks_for_nothing(
    sign_in, district_user, school, topic
):
    address = reverse("presentations:school_coverage", args=[school.pk])

    page = sign_in(district_user).get(address).content.decode()

    assert "gap" in page
    assert "?topic=" not in page


def test_a_school_of_others_is_not_there(sign_in, principal, other_school):
    address = reverse("presentations:school_coverage", args=[other_school.pk])

    assert sign_in(principal).get(address).status_code == 404


def test_many_schools_come_page_by_page(
    monkeypatch, sign_in, commander, school, campus
):
    monkeypatch.setattr(maps, "SCHOOLS_ON_A_PAGE", 1)
    other = SchoolFactory(campus=campus, district=campus.district)
    client = sign_in(commander)

    first = client.get(reverse("presentations:coverage_map") + "?after=x")
    second = client.get(f"{reverse('presentations:coverage_map')}?after={school.pk}")
    file = client.get(reverse("presentations:export_coverage"))

    assert school.name in first.content.decode()
    assert f"?after={school.pk}" in first.content.decode()
    assert other.name in second.content.decode()
    assert len(file.content.decode().splitlines()) == 3


def test_the_map_is_a_file(given, sign_in, principal, school):
    address = reverse("presentations:export_school_coverage", args=[school.pk])

    lines = sign_in(principal).get(address).content.decode("utf-8-sig").splitlines()

    assert lines == [
        '"School","Topic","Grade","Given","Planned","Gap"',
        '"Calloway County High School","Vaping","9","2","0",""',
        '"Calloway County High School","Vaping","10","0","1",""',
    ]


def test_someone_without_an_open_school_is_told(sign_in, principal, school):
    school.closed_on = date(2026, 1, 1)
    school.save()

    page = sign_in(principal).get(reverse("presentations:coverage_map"))

    assert "You reach no school that is open." in page.content.decode()


def test_the_list_leads_to_the_map_only_whom_it_is_for(sign_in, teacher, counselor):
    link = f'href="{reverse("presentations:coverage_map")}"'

    assert link not in sign_in(teacher).get("/presentations/").text
    assert link in sign_in(counselor).get("/presentations/").text
