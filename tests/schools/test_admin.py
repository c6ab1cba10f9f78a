"""Administrators keep the reference lists."""

from datetime import date

import pytest
from django.urls import reverse

from schools.models import Agreement, Checklist, Place, School, SchoolDay, SchoolYear
from sro_program.audit.models import AuditEvent
from tests.factories.schools import (
    AgreementFactory,
    BellScheduleFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolDayFactory,
    SchoolYearFactory,
    WalkthroughFactory,
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
    "checklist",
]


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
        **{
            f"{part}-{which}_FORMS": 0
            for part in ("clauses", "signatories")
            for which in ("TOTAL", "INITIAL")
        },
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


# ---- Checklists -------------------------------------------------------------


def checklist_page(checklist):
    return reverse("admin:schools_checklist_change", args=[checklist.pk])


def test_a_new_edition_is_a_draft_with_the_same_items(confirmed, administrator):
    shipped = Checklist.objects.get(scale="round")
    client = confirmed(administrator)

    client.post(
        reverse("admin:schools_checklist_changelist"),
        {"action": "make_next_edition", "_selected_action": [shipped.pk]},
    )

    draft = Checklist.objects.get(scale="round", edition=2)
    assert (draft.valid_from, draft.items.count()) == (None, shipped.items.count())
    assert 'name="title"' in client.get(checklist_page(draft)).text
    assert AuditEvent.objects.filter(verb="add_in_admin").exists()


def test_an_edition_that_was_walked_is_only_read(confirmed, administrator, officer):
    WalkthroughFactory(walked_by=officer.user)
    walked = Checklist.objects.get(scale="round")

    page = confirmed(administrator).get(checklist_page(walked)).text

    assert "Lights work" in page
    assert 'name="title"' not in page
    assert "items-0-text" not in page


def test_a_draft_is_changed_and_its_items_with_it(confirmed, administrator, school):
    draft = Checklist.objects.create(title="Ours", edition=2)
    item = draft.items.create(text="Gates", layer="campus", means="access")
    client = confirmed(administrator)
    typed = {
        "title": "Ours, shorter",
        "scale": "round",
        "edition": 1,
        "district": school.district_id,
        "valid_from": "2026-11-01",
        "items-TOTAL_FORMS": 1,
        "items-INITIAL_FORMS": 1,
        "items-0-id": item.pk,
        "items-0-checklist": draft.pk,
        "items-0-position": 1,
        "items-0-layer": "campus",
        "items-0-means": "access",
        "items-0-area": "security",
        "items-0-text": "All gates",
    }

    answer = client.post(checklist_page(draft), typed)

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (str(draft), draft.district) == ("Ours, shorter, edition 1", school.district)
    assert draft.items.get().text == "All gates"


def test_an_empty_choice_says_so_to_a_screen_reader(sign_in, administrator, furnished):
    place = Place.objects.get()
    path = reverse("admin:schools_place_change", args=[place.pk])

    page = sign_in(administrator).get(path).text

    assert 'data-placeholder="Nothing chosen"' in page
