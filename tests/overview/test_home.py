"""The page after sign-in: what needs each role, and what it must not show."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.timezone import localtime, now

from officers.actions import call_out
from officers.models import Assignment
from presentations.models import ProposedSlot
from presentations.states import Status
from sro_program.accounts.models import Membership, Role
from tests.conftest import LONG_AGO, make_user
from tests.factories.accounts import AdministratorFactory
from tests.factories.presentations import BookedFactory, PresentationFactory
from tests.factories.schools import CampusFactory, SchoolFactory, SchoolYearFactory

SCHOOL_DAY = datetime(2026, 10, 20, 10, 5, tzinfo=ZoneInfo("America/Chicago"))


def home_of(sign_in, user):
    return sign_in(user).get("/").content.decode()


def test_a_principal_is_asked_to_decide(sign_in, principal, talk):
    page = home_of(sign_in, principal)

    assert str(talk.topic) in page
    assert "From Tara Teacher, for Calloway County High School." in page
    assert f'href="{talk.get_absolute_url()}"' in page


def test_what_a_principal_signed_needs_them_no_more(sign_in, principal, talk):
    talk.school_signed_by = principal
    talk.save()

    assert "From Tara Teacher, for Calloway County High School." not in home_of(
        sign_in, principal
    )


def test_an_officer_is_asked_to_answer_and_to_record(
    sign_in, officer, talk, unrecorded
):
    page = home_of(sign_in, officer.user)

    assert "waits for an officer’s yes" in page
    assert "Say how it went" in page
    assert "I am called out" in page


def test_an_officer_writes_a_report_with_one_tap_from_home(
    sign_in, officer, principal, school
):
    begin = 'href="/incidents/begin/"'

    assert begin in home_of(sign_in, officer.user)
    assert begin not in home_of(sign_in, principal)


def test_an_officer_sees_requests_to_any_officer_of_the_school(
    sign_in, officer, school, teacher
):
    PresentationFactory(school=school, requested_by=teacher)

    assert "waits for an officer’s yes" in home_of(sign_in, officer.user)


def test_a_teacher_sees_how_far_a_request_is(sign_in, teacher, talk):
    page = home_of(sign_in, teacher)

    assert "Ask for a presentation" in page
    assert '<span class="status status-requested">Requested</span>' in page


def test_a_teacher_is_asked_for_feedback(sign_in, teacher, unrecorded):
    unrecorded.status = Status.DELIVERED
    unrecorded.save()

    assert "Give feedback" in home_of(sign_in, teacher)


def test_a_teacher_chooses_among_new_times(sign_in, teacher, booked):
    booked.status, booked.reason = Status.CANCELLED, "called out"
    booked.cancelled_because = "call_out"
    booked.save()
    for days in (3, 4, 5):
        ProposedSlot.objects.create(
            presentation=booked,
            school=booked.school,
            starts_at=now() + timedelta(days=days),
            ends_at=now() + timedelta(days=days, hours=1),
        )

    page = home_of(sign_in, teacher)

    assert page.count("Choose one of the new times") == 1


def test_a_counselor_sees_the_talks_of_the_school(sign_in, counselor, booked):
    page = home_of(sign_in, counselor)

    assert str(booked.topic) in page
    assert "On campus today" in page


def test_command_sees_what_is_late_and_numbers_with_lists(
    sign_in, commander, talk, unrecorded
):
    client = sign_in(commander)
    page = client.get("/").content.decode()
    yesterday = localtime().date() - timedelta(days=1)
    url = f"/presentations/?state=scheduled&until={yesterday}"

    assert "Nobody has recorded how it went at Calloway County High School" in page
    assert f'href="{url.replace("&", "&amp;")}"' in page
    listed = client.get(url).content.decode()
    assert str(unrecorded.topic) in listed
    assert f"{unrecorded.pk}" in listed
    assert f"{talk.pk}" not in listed


def test_a_district_reads_counts_and_no_names(sign_in, district_user, talk):
    page = home_of(sign_in, district_user)

    assert "requests without both signatures" in page
    assert "Needs you" not in page
    assert talk.requested_by.name not in page


def test_an_administrator_is_led_to_the_administration(sign_in, db):
    page = home_of(sign_in, AdministratorFactory())

    assert "Open administration" in page
    assert "On campus today" not in page


def test_someone_without_a_role_is_told_what_to_do(sign_in, db):
    page = home_of(sign_in, make_user("new@example.org", "New Person"))

    assert "You have no role yet" in page


def test_several_roles_see_the_union(sign_in, principal, officer, talk, agency):
    Membership.objects.create(
        user=principal, role=Role.COMMANDER, police_agency=agency, starts_on=LONG_AGO
    )

    page = home_of(sign_in, principal)

    assert "From Tara Teacher, for Calloway County High School." in page
    assert "requests without both signatures" in page


@pytest.mark.parametrize("hour", [10, 17])
def test_a_call_out_is_told_at_the_top_until_the_officer_is_back(
    sign_in, officer, school, hour
):
    """Also after the last bell, when it leaves no gap in the coverage."""
    evening = localtime().replace(hour=hour, minute=5)
    with time_machine.travel(evening, tick=False):
        client = sign_in(officer.user)
        absence = call_out(officer, by=officer.user)
        page = client.get("/").text

        assert "You are called out until midnight" in page
        assert "Called out: " in page
        assert "No absence is recorded" not in page
        assert "I am called out" not in page

        back = client.post(f"/officers/absences/{absence.pk}/cancel/", follow=True)

        assert "Back on duty." in back.text
        assert "You are called out until midnight" not in client.get("/").text


def test_whoever_is_out_is_not_said_to_be_on_campus(
    sign_in, officer, principal, school
):
    SchoolYearFactory(district=school.district)
    with time_machine.travel(SCHOOL_DAY, tick=False):
        client = sign_in(principal)
        assert f"<span>{officer}</span>" in client.get("/").text

        call_out(officer, by=officer.user)

        assert f"<span>{officer} (away now)</span>" in client.get("/").text


def test_a_number_asks_for_attention_only_above_nothing(sign_in, commander, talk):
    page = home_of(sign_in, commander)

    assert page.count('class="number"') >= 1
    assert page.count('class="number number-none"') >= 2


def test_a_gap_in_coverage_is_named(sign_in, principal, officer):
    Assignment.objects.all().delete()

    page = home_of(sign_in, principal)

    assert "No officer" in page or "There is no school today" in page


def test_the_next_gaps_come_first_whatever_the_campus(sign_in, commander, school):
    campus = CampusFactory(district=school.district, name="Annex")
    SchoolFactory(district=school.district, campus=campus)
    SchoolYearFactory(district=school.district)
    with time_machine.travel(SCHOOL_DAY, tick=False):
        page = home_of(sign_in, commander)

    days = re.findall(r"(Wed|Thu|Fri), Oct", page.split("Without an officer")[1])
    assert days == ["Wed", "Wed", "Thu", "Thu", "Fri"]


@pytest.mark.parametrize(
    "role",
    ["commander", "office", "principal", "counselor", "teacher", "district_user"],
)
def test_home_asks_at_most_twelve_queries(
    role, request, sign_in, queries_of, talk, unrecorded
):
    client = sign_in(request.getfixturevalue(role))

    assert queries_of(client, "/") <= 12


def test_an_officers_home_asks_as_many_for_three_as_for_one(
    sign_in, queries_of, officer, talk
):
    client = sign_in(officer.user)
    few = queries_of(client, "/")
    BookedFactory.create_batch(
        3, school=talk.school, officer=officer, requested_by=talk.requested_by
    )

    assert queries_of(client, "/") == few
    assert few <= 12


def test_nothing_of_another_school_is_shown(sign_in, stranger, talk, booked):
    page = home_of(sign_in, stranger)

    assert str(talk.topic) not in page
    assert str(booked.topic) not in page
