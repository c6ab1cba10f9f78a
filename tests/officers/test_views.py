"""The unit's pages: the way through, refusals, and a constant number of queries."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from officers.models import Absence, Assignment
from officers.panels import absence_lines
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import AbsenceFactory, AssignmentFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.officers.conftest import at
from tests.schools.pages import seen, text

BOARD_QUERIES = 8
LIST_QUERIES = 3
PAGE_QUERIES = 8
OURS = re.compile(
    r'^SELECT .* FROM "(officers_|schools_|accounts_user|accounts_police)'
)


def asked(client, url):
    """How often a page asked for rows; roles, messages and the session not counted."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return sum(bool(OURS.search(query["sql"])) for query in queries)


def absence_fields(**changes):
    return {
        "record_id": str(uuid7()),
        "reason": "court",
        "starts_at": "2099-03-02T08:00",
        "ends_at": "2099-03-02T12:00",
        "note": "",
        **changes,
    }


def test_the_commander_assigns_an_officer_on_the_page(
    confirmed, commander, officer, school
):
    page = reverse("officers:assign", args=[officer.pk])

    response = confirmed(commander).post(
        page,
        {"campus": school.campus.pk, "kind": "relief", "starts_on": "2026-12-01"},
    )

    assert response.status_code == 302
    assert Assignment.objects.filter(officer=officer, kind="relief").exists()


def test_an_overlap_is_said_in_the_form_and_what_was_typed_is_kept(
    confirmed, commander, officer, school
):
    page = reverse("officers:assign", args=[officer.pk])

    response = confirmed(commander).post(
        page,
        {"campus": school.campus.pk, "kind": "primary", "starts_on": "2026-12-01"},
    )

    assert response.status_code == 422
    assert "already has a primary campus" in response.text
    assert "2026-12-01" in response.text


def test_a_principal_gets_no_form_to_assign(sign_in, principal, officer):
    response = sign_in(principal).get(reverse("officers:assign", args=[officer.pk]))

    assert response.status_code == 403
    assert "Only a commander assigns officers." in response.text


def test_an_assignment_is_changed_and_ended(confirmed, commander, officer, school):
    assignment = Assignment.objects.get(officer=officer)
    change = reverse("officers:change_assignment", args=[assignment.pk])
    end = reverse("officers:end_assignment", args=[assignment.pk])

    client = confirmed(commander)
    shown = client.get(change)
    client.post(change, {"starts_on": "2021-08-02", "ends_on": "", **seen(shown)})
    refused = client.post(end, {"ends_on": "2020-01-01"})
    client.post(end, {"ends_on": "2026-12-01"})

    assignment.refresh_from_db()
    assert "2020-08-01" in shown.text
    assert refused.status_code == 422
    assert (assignment.starts_on, assignment.ends_on) == (
        date(2021, 8, 2),
        date(2026, 12, 1),
    )


def test_the_slower_of_two_commanders_reads_what_the_days_are_by_now(
    confirmed, commander, officer, school
):
    assignment = Assignment.objects.get(officer=officer)
    change = reverse("officers:change_assignment", args=[assignment.pk])
    client = confirmed(commander)
    ours = {"starts_on": "2021-08-02", "funding": "board"} | seen(client.get(change))
    client.post(change, {**ours, "ends_on": "2027-06-01", "funding": "federal"})

    refused = client.post(change, ours)

    assert refused.status_code == 409
    assert "By now it says: June 1, 2027" in text(refused)
    assert client.post(change, ours | seen(refused)).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.ends_on, assignment.funding) == (None, "board")


@pytest.mark.parametrize("verb", ["assign", "change_assignment", "end_assignment"])
def test_assigning_asks_once_more_who_you_are(sign_in, commander, officer, verb):
    pk = officer.pk if verb == "assign" else officer.assignments.get().pk

    response = sign_in(commander).get(reverse(f"officers:{verb}", args=[pk]))

    assert response["Location"].startswith("/accounts/reauthenticate/?next=")


def test_what_was_typed_is_kept_while_confirming(sign_in, commander, officer, school):
    page, client = reverse("officers:assign", args=[officer.pk]), sign_in(commander)
    fields = {"campus": school.campus.pk, "kind": "relief", "starts_on": "2026-12-01"}
    asked = client.post(page, fields)
    assert not officer.assignments.filter(kind="relief").exists()

    client.post(asked["Location"], {"password": "a-long-password", "next": page})

    assert officer.assignments.filter(kind="relief").exists()


def test_an_officer_records_the_own_absence(sign_in, officer):
    page = reverse("officers:record_absence", args=[officer.pk])

    response = sign_in(officer.user).post(page, absence_fields())

    assert response.status_code == 302
    assert Absence.objects.get().officer == officer


def test_a_double_click_records_one_absence(sign_in, officer):
    page = reverse("officers:record_absence", args=[officer.pk])
    fields = absence_fields()

    for _ in range(2):
        sign_in(officer.user).post(page, fields)

    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": "2099-03-02T07:00"}, "The end must be after the start."),
        ({"ends_at": "2001-01-01T07:00"}, "over already"),
        ({"starts_at": "soon"}, "Give a date and a time."),
        ({"reason": "tired"}, "Choose one from the list."),
        ({"ends_at": "2099-12-31T07:00", "starts_at": "2097-01-01T07:00"}, "a year"),
    ],
)
def test_bad_input_is_answered_in_words(sign_in, officer, changes, sentence):
    page = reverse("officers:record_absence", args=[officer.pk])

    response = sign_in(officer.user).post(page, absence_fields(**changes))

    assert response.status_code == 422
    assert sentence in response.text
    assert not Absence.objects.exists()


def test_being_called_out_takes_one_button(sign_in, officer):
    page = reverse("officers:call_out")

    shown = sign_in(officer.user).get(page)
    record_id = shown.context["form"]["record_id"].value()
    response = sign_in(officer.user).post(page, {"record_id": record_id})

    assert response.status_code == 302
    assert Absence.objects.get().reason == Absence.Reason.CALL_OUT


def test_an_absence_is_called_off_on_the_page(sign_in, officer):
    absence = AbsenceFactory(officer=officer)
    page = reverse("officers:cancel_absence", args=[absence.pk])

    shown = sign_in(officer.user).get(page)
    sign_in(officer.user).post(page)
    again = sign_in(officer.user).post(page)

    absence.refresh_from_db()
    assert "Call off" in shown.text
    assert absence.cancelled_by == officer.user
    assert again.status_code == 409


def test_the_school_does_not_read_why_an_officer_is_sick(sign_in, principal, officer):
    absence = AbsenceFactory(officer=officer)

    text = sign_in(principal).get(officer.get_absolute_url()).text

    assert "Away" in text
    assert "Sick" not in text
    assert absence.note not in text


def test_the_board_says_where_there_is_a_gap(
    sign_in, commander, officer, school, school_year, district
):
    alone = CampusFactory(district=district)
    SchoolFactory(campus=alone)

    text = (
        sign_in(commander).get(reverse("officers:board"), {"week": "2026-11-30"}).text
    )

    assert officer.user.name in text
    assert text.count(">Gap<") == 5


def test_a_day_without_school_is_no_gap(sign_in, commander, school, district):
    text = (
        sign_in(commander).get(reverse("officers:board"), {"week": "2026-07-06"}).text
    )

    assert "Gap" not in text
    assert "Outside the school year" in text


def test_a_date_that_is_none_shows_this_week(sign_in, commander, school):
    response = sign_in(commander).get(reverse("officers:board"), {"week": "someday"})

    assert response.status_code == 200
    assert "That is no date" in response.text


@pytest.mark.parametrize("campuses", [1, 3])
def test_the_board_asks_equally_often_for_any_number_of_campuses(
    sign_in,
    commander,
    agency,
    district,
    school_year,
    campuses,
):
    for number in range(campuses):
        campus = CampusFactory(district=district)
        SchoolFactory(campus=campus)
        AbsenceFactory(officer=make_officer(agency, campus, f"Officer {number}"))
    client = sign_in(commander)

    assert asked(client, reverse("officers:board")) == BOARD_QUERIES


def test_an_absence_that_is_not_for_them_is_not_listed_with_the_second_wall_down(
    sign_in, principal, officer
):
    """The clock sees all rows; the page itself must ask for what is visible."""
    shown = AbsenceFactory(officer=officer)
    hidden = AbsenceFactory(
        officer=officer,
        starts_at=shown.starts_at + timedelta(days=40),
        ends_at=shown.ends_at + timedelta(days=40),
    )
    Assignment.objects.filter(officer=officer).update(
        ends_on=shown.ends_at.date() + timedelta(days=10)
    )

    lines = absence_lines(principal, officer)

    assert [line.absence for line in lines] == [shown]
    assert hidden in Absence.objects.all()


@pytest.mark.parametrize("officers", [1, 3])
def test_the_list_asks_equally_often_for_any_number_of_officers(
    sign_in, commander, agency, campus, officers
):
    for number in range(officers):
        make_officer(agency, campus, f"Officer {number}")
    client = sign_in(commander)

    assert asked(client, reverse("officers:index")) == LIST_QUERIES


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("2026-12-03", "Thu, Dec 3"), ("2026-12-05", "Mon, Dec 7")],
)
def test_a_phone_shows_one_day_of_the_board(
    sign_in, commander, officer, school, school_year, asked, shown
):
    board = reverse("officers:board")

    text = sign_in(commander).get(board, {"week": asked}).text

    assert f'<td data-label="{shown}">' in text
    assert text.count('class="is-other-day"') == 4


def test_the_principal_reads_on_the_board_that_someone_is_away_and_not_why(
    sign_in, principal, officer, school, school_year
):
    absence = AbsenceFactory(officer=officer, starts_at=at(6), ends_at=at(20))

    text = (
        sign_in(principal).get(reverse("officers:board"), {"week": "2026-11-30"}).text
    )

    assert ">Gap<" in text
    assert "Away" in text
    assert "Sick" not in text
    assert absence.note not in text


def test_a_second_call_out_is_refused_in_the_form(sign_in, officer):
    page = reverse("officers:call_out")
    sign_in(officer.user).post(page, {"record_id": str(uuid7())})

    response = sign_in(officer.user).post(page, {"record_id": str(uuid7())})

    assert response.status_code == 422
    assert "already recorded as away" in response.text


def test_an_officer_between_posts_keeps_the_unit_s_pages(sign_in, officer):
    officer.assignments.all().delete()

    response = sign_in(officer.user).get(officer.get_absolute_url())

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["detail", "assign", "record_absence"])
def test_an_officer_elsewhere_is_as_if_not_there(
    confirmed, commander, other_officer, name
):
    page = reverse(f"officers:{name}", args=[other_officer.pk])
    missing = reverse(f"officers:{name}", args=[10**6])

    answers = [confirmed(commander).get(url).status_code for url in (page, missing)]

    assert answers == [404, 404]


def test_an_absence_elsewhere_cannot_be_called_off(sign_in, commander, other_officer):
    absence = AbsenceFactory(officer=other_officer)
    page = reverse("officers:cancel_absence", args=[absence.pk])

    response = sign_in(commander).post(page)

    absence.refresh_from_db()
    assert (response.status_code, absence.cancelled_at) == (404, None)


def test_a_principal_cannot_call_off_an_absence(sign_in, principal, officer):
    absence = AbsenceFactory(officer=officer)

    page = reverse("officers:cancel_absence", args=[absence.pk])
    response = sign_in(principal).post(page)

    absence.refresh_from_db()
    assert (response.status_code, absence.cancelled_at) == (403, None)


@pytest.mark.parametrize("lines", [1, 3])
def test_an_officer_s_page_asks_equally_often_for_any_number_of_lines(
    sign_in, commander, officer, school, lines
):
    for number in range(lines):
        AssignmentFactory(
            officer=officer, kind="relief", campus__district=school.district
        )
        first = now() + timedelta(days=3 * number + 1)
        AbsenceFactory(
            officer=officer, starts_at=first, ends_at=first + timedelta(hours=2)
        )
    client = sign_in(commander)

    assert asked(client, officer.get_absolute_url()) == PAGE_QUERIES


def openings():
    rows = AuditEvent.objects.filter(kind=Kind.READ)
    return list(rows.values_list("by", "object_type", "object_id", "detail"))


@pytest.mark.parametrize("private", [{"reason": "sick", "note": ""}, {"note": "x"}])
def test_opening_why_an_officer_is_away_is_written_down(
    sign_in, commander, officer, private
):
    AbsenceFactory(officer=officer, **{"reason": "court", **private})

    assert sign_in(commander).get(officer.get_absolute_url()).status_code == 200

    about = ("officers.officer", str(officer.pk), {})
    assert openings() == [(commander.pk, *about)]


def test_so_is_opening_the_one_absence_to_call_it_off(sign_in, commander, officer):
    absence = AbsenceFactory(officer=officer)

    page = reverse("officers:cancel_absence", args=[absence.pk])
    assert sign_in(commander).get(page).status_code == 200

    about = ("officers.absence", str(absence.pk), {})
    assert openings() == [(commander.pk, *about)]


def test_what_shows_nothing_private_leaves_no_trace(
    sign_in, commander, principal, officer
):
    sick = AbsenceFactory(officer=officer)
    page = officer.get_absolute_url()

    assert sign_in(officer.user).get(page).status_code == 200
    assert sign_in(principal).get(page).status_code == 200
    Absence.objects.filter(pk=sick.pk).update(reason="training", note="")
    assert sign_in(commander).get(page).status_code == 200

    assert openings() == []
