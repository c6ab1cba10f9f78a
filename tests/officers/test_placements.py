"""The placement report: number and placement of officers, funding, employment."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from officers import actions
from officers.models import Assignment, Officer
from officers.placements import placements_on
from schools.models import School
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.officers import AssignmentFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.officers.conftest import at
from tests.schools.pages import seen


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(7), tick=False):
        yield


@pytest.fixture
def paid(officer):
    Assignment.objects.filter(officer=officer).update(funding="shared")
    Officer.objects.filter(pk=officer.pk).update(employment="agreement")
    return officer


def report(on=date(2026, 11, 30)):
    return placements_on(School.objects.for_list(), on)


def page(client, user, name="placements", **asked):
    client.force_login(user)
    return client.get(reverse(f"officers:{name}"), asked)


def test_an_officer_is_counted_once_and_each_placement_by_who_pays(
    paid, school, district
):
    north = SchoolFactory(campus=CampusFactory(district=district)).campus
    AssignmentFactory(officer=paid, campus=north, kind="secondary", funding="state")

    found = report()

    assert (found.officers, found.served, found.campuses) == (1, 2, 2)
    assert sorted(found.by_funding) == [
        ("Shared by board and county or city", 1),
        ("State funds or a state grant", 1),
    ]
    assert found.by_employment == [
        ("By the agency, under its agreement with the board", 1)
    ]


def test_a_campus_without_an_officer_is_listed_and_not_counted(school):
    found = report()

    (one,) = found.placements
    assert (one.officer, one.kind, one.since, one.funding) == (
        "No officer placed",
        "",
        None,
        "",
    )
    assert (one.badge, one.authority, one.employment) == ("", "", "")
    assert (found.officers, found.served, found.campuses) == (0, 0, 1)


def test_a_relief_is_listed_only_where_nobody_else_serves(paid, school, agency, campus):
    relief = make_officer(agency, campus, "Rita Relief")
    relief.assignments.update(kind="relief")
    assert [one.officer for one in report().placements] == ["Deputy Owen Officer"]

    paid.assignments.update(ends_on=date(2026, 11, 30))

    found = report()
    assert [(one.officer, one.kind) for one in found.placements] == [
        ("Deputy Rita Relief", "Relief")
    ]
    assert (found.officers, found.served) == (0, 0)
    assert report(date(2026, 11, 29)).officers == 1


def test_what_nobody_has_recorded_is_said_so(officer, school):
    (one,) = report().placements

    assert (one.funding, one.employment) == ("Not recorded", "Not recorded")


def test_the_page_says_it_for_the_day_that_was_asked(client, paid, school, commander):
    shown = page(client, commander).text
    assert "As of November 30, 2026." in shown
    assert "Shared by board and county or city" in shown
    before = page(client, commander, on="2019-01-01").text
    assert "No officer placed" in before
    wrong = page(client, commander, on="soon")
    assert (wrong.status_code, "As of November 30" in wrong.text) == (200, True)


def test_no_day_of_law_is_named_that_nobody_has_verified(
    client, paid, school, commander
):
    """The day by which it is due rests on no source that was read (domain.md R8)."""
    shown = page(client, commander).text

    assert "KRS 158.4414" in shown
    assert "November 1" not in shown
    assert "Nov 1," not in shown


def test_the_file_has_a_line_for_each_placement(client, paid, school, office):
    file = page(client, office, "placements_csv").content.decode("utf-8-sig")

    assert file.splitlines()[1].split(",")[:4] == [
        '"Calloway County Schools"',
        '"Main campus"',
        '"High"',
        '"Deputy Owen Officer"',
    ]
    assert '"Shared by board and county or city"' in file
    assert page(client, office, "placements_xlsx").status_code == 200


def test_a_district_reports_its_own_schools_alone(
    client, paid, school, other_officer, district_user
):
    for name in ("placements", "placements_csv"):
        shown = page(client, district_user, name).content.decode()
        assert "Owen Officer" in shown
        assert "Elsewhere" not in shown
        assert "Graves" not in shown


@pytest.mark.parametrize("name", ["placements", "placements_csv", "placements_pdf"])
def test_nobody_else_reads_it(
    client, school, officer, principal, teacher, counselor, name
):
    for user in (principal, teacher, counselor, officer.user):
        assert page(client, user, name).status_code == 403


def test_the_board_leads_to_it_for_those_who_read_it(
    client, school, school_year, commander, principal
):
    link = reverse("officers:placements")

    assert link in page(client, commander, "board").text
    assert link not in page(client, principal, "board").text


def test_more_campuses_ask_no_more_of_the_database(
    paid, school, district, agency, commander, queries_of, sign_in
):
    client, path = sign_in(commander), reverse("officers:placements")
    few = queries_of(client, path)
    for number in range(3):
        campus = SchoolFactory(campus=CampusFactory(district=district)).campus
        make_officer(agency, campus, f"Officer {number}")

    assert queries_of(client, path) == few


# Who pays, in the forms


def test_who_pays_is_said_with_the_assignment_and_changed_without_a_mail(
    confirmed, commander, agency, campus, school, principal
):
    officer = make_officer(agency, CampusFactory(), "Nora New")
    officer.assignments.all().delete()
    client = confirmed(commander)
    said = {"campus": campus.pk, "kind": "primary", "starts_on": "2026-12-01"}
    client.post(
        reverse("officers:assign", args=[officer.pk]), {**said, "funding": "board"}
    )
    assignment = officer.assignments.get()
    assert assignment.funding == "board"
    told = Notification.objects.count()

    path = reverse("officers:change_assignment", args=[assignment.pk])
    shown = client.get(path)
    assert 'value="board" selected' in shown.text
    client.post(path, {"starts_on": "2026-12-01", "funding": "federal", **seen(shown)})

    assignment.refresh_from_db()
    assert assignment.funding == "federal"
    assert Notification.objects.count() == told


def test_ending_an_assignment_leaves_who_pays(paid, commander):
    assignment = paid.assignments.get()

    actions.end_assignment(assignment, by=commander, ends_on=date(2026, 12, 1))

    assignment.refresh_from_db()
    assert assignment.funding == "shared"


# On paper


def test_the_paper_says_the_same(client, paid, school, commander):
    file = page(client, commander, "placements_pdf")

    assert file.headers["Content-Type"] == "application/pdf"
    said = " ".join("\n".join(one.extract_text() for one in read(file)).split())
    assert "Placement report" in said
    assert "Shared by board and county or city" in said
    assert "Deputy Owen Officer" in said
    assert "1 officer" in said


def test_the_district_s_paper_names_its_own_schools_alone(
    client, paid, school, other_officer, district_user
):
    file = page(client, district_user, "placements_pdf")

    said = " ".join(one.extract_text() for one in read(file))
    assert "Owen" in said
    assert "Graves" not in said


def read(file):
    return PdfReader(BytesIO(file.content)).pages
