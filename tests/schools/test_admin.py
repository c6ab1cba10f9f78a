"""Administrators keep the reference lists."""

from datetime import date

import pytest
from django.urls import reverse

from schools.models import Agreement, School, SchoolDay, SchoolYear
from sro_program.audit.models import AuditEvent
from tests.conftest import make_user
from tests.factories.schools import (
    AgreementFactory,
    BellScheduleFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolDayFactory,
    SchoolYearFactory,
)

LISTS = [
    "agreement",
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
    AgreementFactory(district=school.district)
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


def agreement_fields(agreement, **said):
    return {
        "district": agreement.district_id,
        "police_agency": agreement.police_agency_id,
        "title": agreement.title,
        "valid_from": agreement.valid_from,
        "clause_number": "4.2",
        "discipline_clause": "Discipline is the school’s.",
        **said,
    }


def test_an_agreement_keeps_what_it_said_before(sign_in, administrator, furnished):
    agreement = Agreement.objects.get()
    said, number = agreement.discipline_clause, agreement.clause_number
    path = reverse("admin:schools_agreement_change", args=[agreement.pk])
    client = sign_in(administrator)

    client.post(path, agreement_fields(agreement))

    agreement.refresh_from_db()
    assert agreement.discipline_clause == "Discipline is the school’s."
    assert agreement.version == 2
    page = client.get(path).text
    assert "Version 2" in page
    assert all(text in page for text in (said, number, str(administrator)))
    event = AuditEvent.objects.about(agreement).get(verb="change_in_admin")
    assert event.detail == {
        "fields": ["clause_number", "discipline_clause", "document"]
    }


def test_an_agreement_saved_as_it_is_makes_no_version(
    sign_in, administrator, furnished
):
    agreement = Agreement.objects.get()
    path = reverse("admin:schools_agreement_change", args=[agreement.pk])
    for _ in range(2):
        sign_in(administrator).post(path, agreement_fields(agreement))

    agreement.refresh_from_db()
    assert agreement.version == 2
    assert agreement.history.count() == 2


def test_an_agreement_that_meets_another_is_refused_in_words(
    sign_in, administrator, furnished
):
    agreement = Agreement.objects.get()

    page = sign_in(administrator).post(
        reverse("admin:schools_agreement_add"),
        agreement_fields(agreement, valid_from=date(2026, 1, 1)),
    )

    assert "an agreement in that time already. End it first." in page.text
    assert Agreement.objects.count() == 1


def test_an_agreement_is_ended_and_not_deleted(sign_in, administrator, furnished):
    agreement = Agreement.objects.get()
    address = reverse("admin:schools_agreement_delete", args=[agreement.pk])

    assert sign_in(administrator).post(address).status_code == 403
    assert Agreement.objects.exists()
