"""The clause of the agreement stands beside the rule of the Line."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from officers.models import Assignment
from sro_program.accounts.models import Role
from tests.conftest import LONG_AGO, make_member
from tests.factories.schools import AgreementFactory, DistrictFactory, SchoolFactory

pytestmark = pytest.mark.django_db
LINE = reverse("incidents:line")
NONE = "is not registered here, or none is in force today"
ROLES = ["commander", "office", "principal", "counselor", "teacher", "district_user"]


@pytest.fixture
def agreement(district):
    return AgreementFactory(district=district)


@pytest.fixture
def elsewhere(other_school):
    return AgreementFactory(district=other_school.district)


def said_in(agreement):
    return (
        agreement.title,
        f"clause {agreement.clause_number}",
        agreement.discipline_clause,
    )


def officers_pages(discipline):
    """The first step of a report, and the two ways of returning to the school."""
    begin, asked = reverse("incidents:begin"), reverse("incidents:return_request")
    return [begin, asked, reverse("incidents:hand_back", args=[discipline.pk])]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_with_a_role_reads_the_own_districts_clause_alone(
    role, client, school, agreement, elsewhere, request
):
    client.force_login(request.getfixturevalue(role))

    page = client.get(LINE)

    assert page.status_code == 200
    assert all(text in page.text for text in said_in(agreement))
    assert not [text for text in said_in(elsewhere) if text in page.text]
    assert NONE not in page.text


def test_who_has_no_role_reads_the_rule_and_no_clause(
    client, django_user_model, agreement
):
    client.force_login(django_user_model.objects.create_user("n@example.org", "No"))

    page = client.get(LINE)

    assert page.status_code == 200
    assert not [text for text in said_in(agreement) if text in page.text]


def test_an_officer_reads_it_where_a_report_begins_and_where_it_returns(
    client, officer, discipline, agreement, elsewhere
):
    client.force_login(officer.user)

    for path in [LINE, *officers_pages(discipline)]:
        page = client.get(path).text
        assert all(text in page for text in said_in(agreement)), path
        assert not [text for text in said_in(elsewhere) if text in page], path


def test_where_none_is_registered_the_pages_say_so(
    client, officer, discipline, elsewhere
):
    client.force_login(officer.user)

    for path in [LINE, *officers_pages(discipline)]:
        page = client.get(path).text
        assert f"The agreement of {discipline.school.district} {NONE}" in page, path
        assert elsewhere.discipline_clause not in page, path


def test_one_that_has_ended_is_quoted_no_more(client, officer, discipline, agreement):
    agreement.valid_until = localdate() - timedelta(days=1)
    agreement.save()
    client.force_login(officer.user)

    for path in [LINE, *officers_pages(discipline)]:
        page = client.get(path).text
        assert agreement.discipline_clause not in page, path
        assert NONE in page, path


def test_a_report_of_another_district_begins_with_its_clause(
    client, officer, agreement, agency
):
    other = SchoolFactory(campus__district=DistrictFactory(police_agency=agency))
    Assignment.objects.create(
        officer=officer, campus=other.campus, kind="relief", starts_on=LONG_AGO
    )
    theirs = AgreementFactory(district=other.district)
    client.force_login(officer.user)

    page = client.get(reverse("incidents:begin"), {"school": other.pk}).text

    assert theirs.discipline_clause in page
    assert agreement.discipline_clause not in page


def test_the_paper_behind_it_is_for_those_who_keep_it(client, officer, agreement):
    client.force_login(officer.user)

    assert agreement.document not in client.get(LINE).text


def test_many_districts_ask_the_database_no_more(client, agency, school, agreement):
    commander = make_member(Role.COMMANDER, agency)
    client.force_login(commander)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(LINE)
        return len(asked)

    queries()
    before = queries()
    for _ in range(4):
        another = SchoolFactory(campus__district__police_agency=agency)
        AgreementFactory(district=another.district)

    assert queries() == before
    assert client.get(LINE).text.count("agreement-clause-token") == 5
