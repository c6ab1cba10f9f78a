"""What the forms of a report ask, and what they drop because it was not asked."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from incidents import actions
from incidents.forms.account import AccountForm
from incidents.forms.interviews import AddInterviewForm
from incidents.forms.parts import AddMeasureForm
from incidents.forms.people import AddPersonForm
from incidents.forms.schools import NOT_AT, NOT_THERE
from incidents.forms.sealing import BeginSealingForm
from sro_program.accounts.models import PoliceAgency
from sro_program.core.ids import uuid7

pytestmark = pytest.mark.django_db
INTERVIEW = {
    "at": "2026-10-06T09:30",
    "where": "Office",
    "led_by": "sro",
    "sro_present": "on",
    "purpose": "witness",
    "free_to_leave": "yes",
    "rights_read": "no",
    "parent_contacted": "before",
}
UNASKED = {
    "rights_by": "typed",
    "rights_at": "2026-10-06T09:31",
    "rights_waived": "on",
    "parent_reason": "typed",
    "guard_reason": "typed",
}


def begin_sealing(data):
    return BeginSealingForm(data, agencies=PoliceAgency.objects.all())


@pytest.fixture
def interview(incident):
    def fill(**said):
        fields = {"record_id": str(uuid7()), **INTERVIEW, **said}
        return AddInterviewForm(fields, incident=incident)

    return fill


def test_what_an_interview_was_not_asked_is_not_kept(interview):
    form = interview(**UNASKED)

    assert form.is_valid(), form.errors
    kept = {name: form.cleaned_data[name] for name in UNASKED}
    assert kept == {
        "rights_by": "",
        "rights_at": None,
        "rights_waived": False,
        "parent_reason": "",
        "guard_reason": "",
    }


def test_what_it_was_asked_is_kept(interview):
    form = interview(**UNASKED, **{"rights_read": "yes", "parent_contacted": "not"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["rights_by"] == "typed"
    assert form.cleaned_data["rights_waived"] is True
    assert form.cleaned_data["parent_reason"] == "typed"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"led_by": "school", "purpose": "crime"}, "guard_reason"),
        ({"led_by": "both", "purpose": "crime"}, "guard_reason"),
        ({"rights_read": "yes"}, "rights_by"),
        ({"parent_contacted": "not"}, "parent_reason"),
        ({"ended_at": "2026-10-06T09:00"}, "ended_at"),
    ],
)
def test_an_interview_says_what_its_answers_ask_for(interview, said, field):
    form = interview(**said)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_custody_that_ends_before_it_begins_is_refused_at_the_field(incident):
    said = {
        "at": "2026-10-06T09:30",
        "ended_at": "2026-10-06T09:29",
        "taken_to": "Home",
    }
    form = AddMeasureForm(
        {"record_id": str(uuid7()), **said}, incident=incident, kind="transport"
    )

    assert form.errors == {"ended_at": ["It cannot end before it begins."]}


def test_who_was_not_there_neither_joined_nor_left(interview):
    form = interview(sro_present="", joined_late="on", left_early="on")

    assert form.is_valid(), form.errors
    assert not form.cleaned_data["joined_late"]
    assert not form.cleaned_data["left_early"]


@pytest.mark.parametrize(("is_student", "grade"), [("on", 9), ("", None)])
def test_only_a_student_has_a_grade(is_student, grade):
    form = AddPersonForm(
        {
            "record_id": str(uuid7()),
            "role": "witness",
            "family_name": "Lee",
            "sex": "unknown",
            "race": "unknown",
            "injury": "none",
            "grade": "9",
            "is_student": is_student,
        }
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["grade"] == grade


@pytest.mark.parametrize(("standard", "who"), [("consent", "Pat"), ("cause", "")])
def test_only_a_search_by_consent_says_whose(incident, standard, who):
    form = AddMeasureForm(
        {
            "record_id": str(uuid7()),
            "at": "2026-10-06T09:30",
            "done_by": "sro",
            "standard": standard,
            "consent_by": "Pat",
        },
        incident=incident,
        kind="search",
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["consent_by"] == who


@pytest.mark.parametrize(("disposition", "number"), [("cdw", "7"), ("advised", "")])
def test_only_what_goes_to_court_has_a_number_there(disposition, number):
    form = AccountForm(
        {
            "version": "1",
            "began_from": "0" * 64,
            "possible_crime": "yes",
            "conduct": "public",
            "disposition": disposition,
            "form_number": "7",
            "minutes": "30",
        }
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["form_number"] == number


def test_of_an_older_form_about_someone_the_text_can_be_sent_again(
    client, incident, add_person, officer
):
    person = add_person(incident)
    for _ in range(2):
        actions.change_person(person, by=officer.user, family_name="Meanwhile")
    client.force_login(officer.user)
    path = reverse("incidents:change_person", args=[incident.pk, person.pk])
    said = {
        "role": "witness",
        "family_name": "Typed",
        "sex": "unknown",
        "race": "unknown",
        "injury": "none",
    }

    stale = client.post(path, {**said, "version": "1"})

    assert stale.status_code == 409
    assert 'value="Typed"' in stale.text
    assert 'name="version" value="3"' in stale.text


@pytest.mark.parametrize(
    ("born", "is_refused"), [("2026-11-28", False), ("2026-11-29", True)]
)
@pytest.mark.parametrize("make", [AddPersonForm, begin_sealing])
def test_nobody_is_born_after_today_as_the_school_counts_days(
    make, born, is_refused, monkeypatch
):
    """Eight in the evening at the school, when it is the next day in Greenwich."""
    evening = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)

    errors = make({"birth_date": born}).errors.get("birth_date", [])

    assert errors == ["Give a day from 1900 until today."] * is_refused


def at_another_school(client, officer, verb, school):
    """What the form says of a school at which this officer does not serve."""
    client.force_login(officer.user)
    page = client.post(reverse(f"incidents:{verb}"), {"school": school.pk})
    assert page.status_code == 422
    return page.context["form"].errors["school"]


@pytest.mark.parametrize("verb", ["begin", "return_request", "take_report"])
def test_a_school_of_no_assignment_is_refused_in_words(
    verb, client, officer, school, other_school
):
    assert at_another_school(client, officer, verb, other_school) == [NOT_THERE]


@pytest.mark.parametrize("verb", ["begin", "return_request", "take_report"])
def test_a_school_that_the_officer_knows_is_refused_by_name(
    verb, client, officer, other_school, happened
):
    """As after an assignment that ended while the form was filled in."""
    happened(school=other_school, police_agency=officer.police_agency)

    said = at_another_school(client, officer, verb, other_school)

    assert said == [NOT_AT.format(school="Graves High School")]


def test_what_is_to_be_mended_stands_in_the_order_of_the_page(client, officer, school):
    client.force_login(officer.user)

    page = client.post(reverse("incidents:begin"), {"school": school.pk})

    asked = [name for name in page.context["form"].errors if name != "record_id"]
    assert asked == sorted(asked, key=lambda name: page.text.index(f'name="{name}"'))
    assert asked[0] == "possible_crime"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((one, []) for one in ("change_report", "account", "hand_back", "discard")),
        *((one, []) for one in ("add_person", "add_interview", "add_offence")),
        *(("add_attachment", []), ("add_measure", ["force"])),
    ],
)
def test_of_a_locked_report_nobody_is_asked_to_type(
    client, approved, officer, name, said
):
    client.force_login(officer.user)
    path = reverse(f"incidents:{name}", args=[approved.pk, *said])

    page = client.get(path)

    assert page.status_code == 409
    assert "What is learned later is a supplement" in page.text
    way_back = f'href="{approved.get_absolute_url()}">See what is there now</a>'
    assert way_back in page.text


@pytest.mark.parametrize("version", ["1", ""])
def test_a_button_pressed_too_late_leads_back_to_the_report(
    client, submitted, officer, version
):
    client.force_login(officer.user)
    path = reverse("incidents:submit", args=[submitted.pk])

    late = client.post(path, {"version": version})

    assert late.status_code == 409
    assert f'href="{submitted.get_absolute_url()}">See what' in late.text


def test_what_was_typed_before_it_was_locked_comes_back(client, approved, officer):
    client.force_login(officer.user)
    path = reverse("incidents:add_measure", args=[approved.pk, "advice"])

    said = {"record_id": uuid7(), "at": "2026-10-06T09:30", "note": "typed"}
    page = client.post(path, said)

    assert page.status_code == 409
    assert "typed" in page.text
