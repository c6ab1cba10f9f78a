"""Administrators keep the reference lists."""

from datetime import date

import pytest
from django.urls import reverse

from schools.models import School, SchoolDay, SchoolYear
from tests.conftest import make_user
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolDayFactory,
    SchoolYearFactory,
)

LISTS = [
    "district",
    "campus",
    "school",
    "schoolyear",
    "schoolday",
    "bellschedule",
    "place",
]


@pytest.fixture
def administrator(db):
    user = make_user("administrator@example.org", "Ada Administrator")
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


@pytest.fixture
def furnished(school):
    SchoolYearFactory(district=school.district)
    SchoolDayFactory(school=school)
    PeriodFactory(bell_schedule=BellScheduleFactory(school=school))
    PlaceFactory(school=school)
    return school


@pytest.mark.parametrize("name", LISTS)
def test_each_list_and_its_form_open(confirmed, administrator, furnished, name):
    client = confirmed(administrator)
    changelist = client.get(reverse(f"admin:schools_{name}_changelist"))
    pk = changelist.context["cl"].result_list[0].pk

    form = client.get(reverse(f"admin:schools_{name}_change", args=[pk]))

    assert (changelist.status_code, form.status_code) == (200, 200)


def test_a_rule_of_the_database_is_told_at_the_form(sign_in, administrator, furnished):
    response = sign_in(administrator).post(
        reverse("admin:schools_schoolday_add"),
        {
            "district": furnished.district.pk,
            "school": furnished.pk,
            "on": date(2026, 11, 25),
            "kind": "closed",
            "label": "Again",
        },
    )

    assert "This day is already marked so." in response.content.decode()
    assert SchoolDay.objects.count() == 1


def test_a_school_year_without_end_is_refused_at_the_form(
    sign_in, administrator, district
):
    response = sign_in(administrator).post(
        reverse("admin:schools_schoolyear_add"),
        {
            "district": district.pk,
            "name": "For ever",
            "starts_on": date(2026, 8, 1),
            "ends_on": date(9999, 12, 30),
        },
    )

    assert "A school year has at most 400 days." in response.text
    assert "Give a day from 2000 to 2100." in response.text
    assert not SchoolYear.objects.exists()


def test_schools_are_closed_and_not_deleted(sign_in, administrator, school):
    address = reverse("admin:schools_school_delete", args=[school.pk])

    assert sign_in(administrator).post(address).status_code == 403
    assert School.objects.count() == 1


def test_who_is_no_administrator_stays_outside(sign_in, commander, school):
    address = reverse("admin:schools_school_changelist")

    assert sign_in(commander).get(address).status_code in {302, 403, 404}
