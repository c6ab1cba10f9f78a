"""The pages: what they show, what they refuse, what they cost."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from schools.models import Period, Place, SchoolDay
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolClassFactory,
    SchoolDayFactory,
    SchoolFactory,
    SchoolYearFactory,
)
from tests.schools.pages import seen, text, url


@pytest.fixture
def furnished(school):
    """A school with everything its pages can show."""
    school.phone = "270-555-0101"
    school.save()
    SchoolYearFactory(district=school.district)
    SchoolDayFactory(school=None, district=school.district, label="Thanksgiving break")
    SchoolDayFactory(
        school=school,
        on=date(2026, 12, 18),
        kind="early_release",
        label="Before the break",
        early_release=time(13),
    )
    PeriodFactory(bell_schedule=BellScheduleFactory(school=school), name="2nd period")
    PlaceFactory(school=school, label="Gymnasium", capacity=400)
    SchoolClassFactory(school=school)
    return school


# Looking


def test_the_index_shows_my_schools_and_no_others(
    sign_in, teacher, furnished, other_school
):
    page = text(sign_in(teacher).get(url("index")))

    assert "Calloway County High School" in page
    assert "Grades 9–12" in page
    assert 'href="tel:2705550101"' in page
    assert other_school.name not in page
    assert "Import rosters" not in page


def test_who_imports_finds_the_imports(sign_in, office, furnished):
    assert url("imports") in text(sign_in(office).get(url("index")))


def test_the_index_costs_the_same_for_many(sign_in, office, furnished):
    client = sign_in(office)
    client.get(url("index"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(url("index"))
    for _ in range(5):
        SchoolFactory(campus=furnished.campus)

    with CaptureQueriesContext(connection) as for_six:
        client.get(url("index"))

    assert len(for_six) == len(for_one)


@travel("2026-11-24 18:00:00+00:00")
def test_a_school_page_shows_what_is_known(sign_in, teacher, principal, furnished):
    page = text(sign_in(teacher).get(furnished.get_absolute_url()))

    for said in (
        "Thanksgiving break",
        "2nd period",
        "8:00 – ",
        "Gymnasium",
        "400 seats",
        "Paula Principal",
        "Main campus",
    ):
        assert said in page
    assert "Add a period" not in page
    assert "UNDEFINED" not in page


def test_the_principal_can_change_what_the_teacher_only_sees(
    sign_in, principal, furnished
):
    assert "Add a period" in text(sign_in(principal).get(furnished.get_absolute_url()))


def test_a_bare_school_has_a_page(sign_in, principal, school):
    for name in ("detail", "calendar", "places"):
        response = sign_in(principal).get(url(name, school.pk))

        assert response.status_code == 200
        assert "UNDEFINED" not in text(response)


@travel("2026-11-24 18:00:00+00:00")
def test_the_calendar_counts_instructional_days(sign_in, principal, furnished):
    page = text(sign_in(principal).get(url("calendar", furnished.pk)))

    assert "<strong>November 2026</strong>, 20 school days" in page
    assert 'title="Thanksgiving break">C</abbr>' in page
    assert "at 1:00 PM" in page
    assert "set by the district" in page
    assert "UNDEFINED" not in page


def test_another_year_can_be_chosen(sign_in, principal, furnished):
    other = SchoolYearFactory(
        district=furnished.district,
        name="2027-2028",
        starts_on=date(2027, 8, 11),
        ends_on=date(2028, 5, 26),
    )
    client = sign_in(principal)

    chosen = client.get(url("calendar", furnished.pk), {"year": other.pk})
    nonsense = client.get(url("calendar", furnished.pk), {"year": "x"})

    assert "August 2027" in text(chosen)
    assert nonsense.status_code == 200


@pytest.mark.parametrize("name", ["detail", "calendar", "places", "add_days"])
def test_a_strange_school_is_as_if_it_did_not_exist(sign_in, stranger, school, name):
    client = sign_in(stranger)

    assert client.get(url(name, school.pk)).status_code == 404
    assert client.get(url(name, 999_999)).status_code == 404


# Keeping


def test_days_are_marked_from_the_page(sign_in, district_user, school):
    client = sign_in(district_user)
    assert "whole_district" in text(client.get(url("add_days", school.pk)))

    response = client.post(
        url("add_days", school.pk),
        {
            "first": "2026-12-21",
            "last": "2027-01-01",
            "kind": "closed",
            "label": "Winter break",
            "whole_district": "on",
        },
    )

    assert response.headers["Location"] == url("calendar", school.pk)
    assert SchoolDay.objects.filter(school=None, label="Winter break").count() == 10


def test_a_principal_is_not_offered_the_whole_district(sign_in, principal, school):
    page = text(sign_in(principal).get(url("add_days", school.pk)))

    assert "whole_district" not in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"last": "2026-12-01"}, "The last day is before the first."),
        ({"last": "2027-12-01"}, "Mark at most two months at once."),
        ({"first": "9999-12-30"}, "Give a day from 2000 to 2100."),
        (
            {"first": "1999-12-30", "last": "2000-01-03"},
            "Give a day from 2000 to 2100.",
        ),
        ({"kind": "early_release"}, "Give the time at which the school lets out."),
        ({"label": ""}, "Fill this in."),
        ({"first": "soon"}, "Give a date."),
    ],
)
def test_bad_input_is_shown_with_what_was_typed(
    sign_in, principal, school, sent, sentence
):
    data = {"first": "2026-12-21", "kind": "closed", "label": "Kept words", **sent}

    response = sign_in(principal).post(url("add_days", school.pk), data)

    assert response.status_code == 422
    assert sentence in text(response)
    assert data["label"] in text(response)
    assert not SchoolDay.objects.exists()


def test_what_the_database_refuses_is_a_sentence(sign_in, principal, school):
    SchoolDayFactory(school=school, on=date(2026, 12, 21))
    data = {"first": "2026-12-21", "kind": "closed", "label": "Again"}

    response = sign_in(principal).post(url("add_days", school.pk), data)

    assert response.status_code == 422
    assert "This day is already marked so." in text(response)


def test_everything_can_be_changed_from_the_pages(sign_in, principal, furnished):
    client = sign_in(principal)
    day = SchoolDay.objects.get(school=furnished)
    period, place = Period.objects.get(), Place.objects.get()
    pk = furnished.pk
    steps = [
        (
            url("change_day", pk, day.pk),
            {"kind": "special", "label": "Fair", "early_release": ""},
        ),
        (
            url("add_period", pk),
            {"name": "3rd", "starts_at": "09:00", "ends_at": "09:50"},
        ),
        (
            url("change_period", pk, period.pk),
            {"name": "Second", "starts_at": "08:00", "ends_at": "08:55"},
        ),
        (url("add_place", pk), {"kind": "room", "label": "Room 7", "capacity": ""}),
        (url("rename_place", pk, place.pk), {"label": "Gym", "capacity": "300"}),
        (url("remove_day", pk, day.pk), {}),
        (url("remove_period", pk, period.pk), {}),
        (url("archive_place", pk, place.pk), {}),
    ]

    for address, data in steps:
        shown = client.get(address)
        assert shown.status_code == 200, address
        assert "UNDEFINED" not in text(shown)
        sent = {**data, **seen(shown)}
        assert client.post(address, sent).status_code == 302, address

    assert not SchoolDay.objects.filter(school=furnished).exists()
    assert [period.name for period in Period.objects.all()] == ["3rd"]
    assert [place.label for place in Place.objects.in_use()] == ["Room 7"]


def test_a_teacher_gets_no_form_and_the_reason(sign_in, teacher, furnished):
    client = sign_in(teacher)
    period, place = Period.objects.get(), Place.objects.get()
    day = SchoolDay.objects.get(school=furnished)
    pk = furnished.pk

    for address in (
        url("add_days", pk),
        url("change_day", pk, day.pk),
        url("remove_day", pk, day.pk),
        url("add_period", pk),
        url("change_period", pk, period.pk),
        url("remove_period", pk, period.pk),
        url("add_place", pk),
        url("rename_place", pk, place.pk),
        url("archive_place", pk, place.pk),
    ):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 403, address
            assert "Only the principal" in text(response)


def test_a_period_of_another_school_is_not_found_here(sign_in, principal, school):
    foreign = PeriodFactory()

    address = url("change_period", school.pk, foreign.pk)

    assert sign_in(principal).get(address).status_code == 404
