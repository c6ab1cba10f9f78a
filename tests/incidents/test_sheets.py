"""Prints, and looking at the names of juveniles: masked, unless for a reason."""

import pytest
from django.urls import reverse

from incidents import actions
from incidents.models import Incident, Interview
from incidents.police_side import mask_of
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.ids import uuid7
from tests.factories.incidents import (
    AttachmentFactory,
    InvolvementFactory,
    MeasureFactory,
)
from tests.incidents.conftest import BEGAN, POLICE

pytestmark = pytest.mark.django_db
FACTS = "Two students shouted in the hallway."
WHY = "The court has asked"
NAMES = ("Given-token", "Family-token")
INTERVIEW = {
    "at": BEGAN,
    "where": "Office with Family-token",
    "led_by": "school",
    "sro_present": True,
    "present": "present-token",
    "purpose": "crime",
    "free_to_leave": "no",
    "rights_read": "no",
    "parent_contacted": "not",
    "parent_reason": "parent-token",
    "guard_reason": "guard-token",
}


@pytest.fixture
def told(incident, write_up, officer):
    """Everything of it written; the account names the juvenile."""
    return write_up(incident, narrative="Given-token Family-token ran; FAMILY-TOKEN.")


@pytest.fixture
def interview(told, officer):
    return actions.add_interview(
        told,
        by=officer.user,
        record_id=uuid7(),
        about=told.people.get(),
        **INTERVIEW,
    )


@pytest.fixture
def look(client):
    """Open an address of the incident as somebody; with fields it is sent."""

    def open_(user, name, *keys, method="get", **said):
        client.force_login(user)
        path = reverse(f"incidents:{name}", args=[getattr(k, "pk", k) for k in keys])
        return getattr(client, method)(path, said)

    return open_


def named(answer):
    text = answer.text.lower()
    return [name for name in NAMES if name.lower() in text]


def why_of(incident, verb):
    return [
        (event.by, event.detail.get("why"))
        for event in AuditEvent.objects.about(incident).filter(verb=verb)
    ]


# The whole report


def test_a_print_masks_juveniles_also_in_what_was_typed(look, told, officer):
    MeasureFactory(incident=told, about=told.people.get(), note="Held Given-token.")

    sheet = look(officer.user, "print_report", told, method="post")

    assert named(sheet) == []
    assert "[Juvenile, grade 9] ran; [Juvenile, grade 9]." in sheet.text
    assert "Held [Juvenile, grade 9]." in sheet.text


def test_so_does_the_page(look, told, officer):
    page = look(officer.user, "incident", told)

    assert named(page) == []
    assert "[Juvenile, grade 9] ran" in page.text


def test_with_a_reason_the_names_are_printed(look, told, officer):
    sheet = look(
        officer.user,
        "print_report",
        told,
        method="post",
        with_names="True",
        reason=WHY,
    )

    assert named(sheet) == list(NAMES)
    assert why_of(told, "print_with_names") == [(officer.user, WHY)]


def test_names_without_a_reason_are_not_printed(look, told, officer):
    answer = look(
        officer.user,
        "print_report",
        told,
        method="post",
        with_names="True",
        reason=" ",
    )

    assert answer.status_code == 422
    assert "Say why you need the names." in answer.text
    assert not AuditEvent.objects.about(told).filter(kind=Kind.DISCLOSURE).exists()


def test_each_print_is_a_disclosure_and_stands_in_the_timeline(look, told, officer):
    look(officer.user, "print_report", told, method="post")

    event = AuditEvent.objects.about(told).get(kind=Kind.DISCLOSURE)
    assert (event.verb, event.by, event.detail) == (
        "print",
        officer.user,
        {"names": False},
    )
    page = look(officer.user, "incident", told)
    assert "Printed it, juveniles masked" in page.text


def test_looking_at_the_address_prints_nothing(look, told, officer):
    answer = look(officer.user, "print_report", told)

    assert "Why you need the names on paper" in answer.text
    assert not AuditEvent.objects.about(told).filter(kind=Kind.DISCLOSURE).exists()


def test_it_lists_files_with_their_hashes_the_review_and_supplements(
    look, told, officer, commander
):
    file = AttachmentFactory(incident=told, sha256="ab" * 32)
    actions.submit(told, by=officer.user)
    actions.return_report(told, by=commander, remark="remark-token")
    actions.submit(told, by=officer.user)
    actions.approve(told, by=commander)
    actions.add_supplement(
        told, by=officer.user, record_id=uuid7(), text="later-token Family-token"
    )

    sheet = look(commander, "print_report", told, method="post").text

    for said in (file.title, "ab" * 32, "remark-token", "later-token [Juvenile"):
        assert said in sheet
    steps = ["Submitted by", "Returned with a remark by", "Submitted by", "Approved"]
    where = 0
    for step in steps:
        where = sheet.index(step, where) + 1


def test_the_principals_print_is_the_header_and_the_slip(
    look, discipline, officer, principal
):
    actions.hand_back(discipline, by=officer.user, facts=FACTS)

    sheet = look(principal, "print_report", discipline, method="post")

    assert "school-report-token" in sheet.text
    assert FACTS in sheet.text
    assert "The account" not in sheet.text
    assert (
        AuditEvent.objects.about(discipline).get(kind=Kind.DISCLOSURE).by == principal
    )


def test_the_principals_print_of_police_work_has_nothing_of_it(
    look, submitted, principal
):
    sheet = look(principal, "print_report", submitted, method="post")

    assert "school-report-token" in sheet.text
    assert "narrative-token" not in sheet.text
    assert "Advised" not in sheet.text


def test_the_offices_print_has_not_even_the_slip(look, discipline, officer, office):
    actions.hand_back(discipline, by=officer.user, facts=FACTS)

    sheet = look(office, "print_report", discipline, method="post")

    assert "school-report-token" in sheet.text
    assert FACTS not in sheet.text


def test_a_form_names_no_juvenile_in_its_list_of_people(look, told, officer):
    form = look(officer.user, "add_measure", told, "search")

    assert named(form) == []
    assert "Juvenile, grade 9 GF (subject)" in form.text


def test_the_principal_is_offered_no_names(look, submitted, principal):
    assert look(principal, "print_report", submitted).status_code == 403


# The sheet of an interview


def test_the_sheet_has_every_field_and_masks_the_juvenile(look, interview, officer):
    sheet = look(
        officer.user,
        "print_interview",
        interview.incident,
        interview,
        method="post",
    )

    terms = [
        *("When", "Where", "Who was asked", "Led by", "Officer present"),
        *("Others present", "Free to leave, and told so", "Warning of rights"),
        *("Read by", "Read at", "Rights waived", "Words that fit the age"),
        *("Parent contacted", "Why not", "Recorded", "Officer joined later"),
        *("Officer left when discipline only", "Why it went on"),
    ]
    for term in terms:
        assert f"<dt>{term}</dt>" in sheet.text, term
    for said in ("present-token", "parent-token", "guard-token", "Juvenile, grade 9"):
        assert said in sheet.text
    assert named(sheet) == []


def test_with_a_reason_the_sheet_names_who_was_asked(look, interview, officer):
    sheet = look(
        officer.user,
        "print_interview",
        interview.incident,
        interview,
        method="post",
        with_names="True",
        reason=WHY,
    )

    assert named(sheet) == list(NAMES)
    assert why_of(interview.incident, "print_interview_with_names") == [
        (officer.user, WHY)
    ]


def test_the_sheet_of_another_report_is_not_found(look, interview, begin, officer):
    other = begin()

    answer = look(officer.user, "print_interview", other, interview, method="post")

    assert answer.status_code == 404


def test_the_school_prints_no_interview(look, interview, officer, principal):
    actions.submit(interview.incident, by=officer.user)

    answer = look(
        principal, "print_interview", interview.incident, interview, method="post"
    )

    assert answer.status_code == 403
    assert Interview.objects.exists()


def test_the_pocket_card_says_what_to_think_of(look, officer, principal):
    assert "rights are read first" in look(officer.user, "pocket_card").text
    assert look(principal, "pocket_card").status_code == 403


# What the principal will see


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"disposition": ""}, "Open"),
        ({"disposition": "citation"}, "The police handle it"),
        ({"conduct": "misconduct", "possible_crime": "no"}, "The school handles it"),
    ],
)
def test_the_author_is_shown_what_the_principal_will_read(
    look, told, officer, said, outcome
):
    actions.change_case_file(told, by=officer.user, **said)

    page = look(officer.user, "preview", told)

    assert ("Outcome", outcome) in page.context["facts"]
    assert Incident.objects.get(pk=told.pk).outcome == "open"


def test_asked_to_discipline_about_a_crime_is_not_said_to_have_returned(
    look, begin, officer
):
    incident = begin(answers={**POLICE, "asked_to_discipline": True})

    page = look(officer.user, "incident", incident)

    assert ("Asked to discipline?", "Yes") in page.context["sections"].line


# Offenses


def test_an_offense_says_whose_it_is(look, told, officer, code):
    person = told.people.get()
    actions.add_offence(
        told, by=officer.user, record_id=uuid7(), code=code, about=person
    )

    page = look(officer.user, "incident", told)
    sheet = look(officer.user, "print_report", told, method="post")

    assert [who for _, who in page.context["sections"].offences] == [
        "Juvenile, grade 9"
    ]
    assert "13B Simple assault (Juvenile, grade 9)" in sheet.text


# Looking at names


def unmask(look, user, incident, **said):
    fields = {"reason": WHY, "viewing": uuid7(), **said}
    return look(user, "unmask", incident, method="post", **fields)


def test_the_names_are_shown_in_this_answer_alone(look, told, officer):
    shown = unmask(look, officer.user, told)

    assert named(shown) == list(NAMES)
    assert "no-store" in shown["Cache-Control"]
    assert named(look(officer.user, "incident", told)) == []


def test_loaded_again_the_names_are_masked_and_nothing_more_is_on_record(
    look, told, officer
):
    viewing = uuid7()
    unmask(look, officer.user, told, viewing=viewing)

    again = unmask(look, officer.user, told, viewing=viewing)

    assert again.status_code == 302
    assert again.url == told.get_absolute_url()
    assert why_of(told, "unmask") == [(officer.user, WHY)]


def test_a_new_reason_shows_them_again(look, told, officer):
    for _ in range(2):
        assert named(unmask(look, officer.user, told)) == list(NAMES)


@pytest.mark.parametrize("said", [{"reason": " "}, {"viewing": ""}])
def test_without_a_reason_nothing_is_shown_and_nothing_written(
    look, told, officer, said
):
    answer = unmask(look, officer.user, told, **said)

    assert answer.status_code == 422
    assert named(answer) == []
    assert why_of(told, "unmask") == []


def test_who_looked_when_and_why_stands_in_the_timeline(look, told, officer):
    unmask(look, officer.user, told)

    page = look(officer.user, "incident", told)

    assert "Looked at names of juveniles" in page.text
    assert WHY in page.text
    assert str(officer.user) in page.text


def test_a_name_in_the_reason_is_masked_too(look, told, officer):
    unmask(look, officer.user, told, reason="The father of Given-token called")

    page = look(officer.user, "incident", told)

    assert named(page) == []
    assert "The father of [Juvenile, grade 9] called" in page.text


def test_the_name_of_a_file_is_masked_when_it_is_taken_out(look, told, officer):
    photo = AttachmentFactory(incident=told, title="Locker of Family-token")

    answer = look(officer.user, "attachment", photo)
    answer.getvalue()  # a file is closed when it has been read

    assert "Locker of" in answer["Content-Disposition"]
    assert not [name for name in NAMES if name in answer["Content-Disposition"]]


def test_the_school_unmasks_nobody(look, submitted, principal):
    assert unmask(look, principal, submitted).status_code == 403


# What is masked in a text


def someone(**said):
    return InvolvementFactory.build(
        incident=None, school=None, grade=9, is_juvenile=True, **said
    )


def test_names_are_masked_as_whole_words_and_the_longest_first():
    mask = mask_of([someone(given_name="Ann", family_name="Lee")])

    assert mask("Lee, Ann met Annabel and ANN LEE.") == (
        "[Juvenile, grade 9] met Annabel and [Juvenile, grade 9]."
    )


@pytest.mark.parametrize(
    "text",
    ["De’Andre Nuñez", "DE'ANDRE", "de’andre", "Nunez, De'Andre", "De'Andre T. Nunez"],
)
def test_names_are_masked_however_a_phone_writes_them(text):
    mask = mask_of([someone(given_name="De'Andre", family_name="Nuñez")])

    assert mask(text) == "[Juvenile, grade 9]"


def test_adults_and_the_unknown_are_left_as_they_are():
    adult = InvolvementFactory.build(
        incident=None, school=None, given_name="Ann", is_juvenile=False
    )
    unknown = someone(given_name="", family_name="unknown")

    assert mask_of([adult, unknown])("Ann, unknown") == "Ann, unknown"


def test_what_is_chosen_from_a_list_is_no_name(look, told, add_person, officer):
    add_person(told, given_name="Jo", family_name="White", race="white")

    assert "<dd>White</dd>" in look(officer.user, "incident", told).text


def test_the_page_asks_no_more_of_the_database_for_more_in_it(
    client, told, officer, queries_of, add_person, add_measure, interview
):
    client.force_login(officer.user)
    add_measure(told, "advice", about=told.people.first())
    few = queries_of(client, told.get_absolute_url())
    for _ in range(4):
        person = add_person(told)
        add_measure(told, "advice", about=person)
        AttachmentFactory(incident=told)

    assert queries_of(client, told.get_absolute_url()) == few
