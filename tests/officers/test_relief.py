"""A subpoena opens a gap, and somebody free and certified closes it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from officers import actions, cover_policy
from officers.models import Absence, Assignment, Officer
from officers.relief import candidates, gaps_of
from sro_program.accounts.models import Role
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications import tasks
from sro_program.notifications.models import Notification
from tests.conftest import make_member, make_officer
from tests.factories.officers import (
    AbsenceFactory,
    AssignmentFactory,
    CertificateFactory,
    DirectiveFactory,
    OfficerFactory,
)
from tests.factories.presentations import BookedFactory, PresentationFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.officers.conftest import MONDAY, at

pytestmark = pytest.mark.usefixtures("school_year")
THURSDAY = MONDAY + timedelta(days=3)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(7), tick=False):
        yield


@pytest.fixture
def rita(agency, officer):
    """Of the unit, without a campus, and allowed to work alone."""
    user = make_officer_user("Rita Relief")
    rita = OfficerFactory(user=user, police_agency=agency)
    CertificateFactory(officer=rita)
    return rita


def make_officer_user(name):
    officer = OfficerFactory()
    user = officer.user
    officer.delete()
    user.name = name
    user.save()
    return user


@pytest.fixture
def court(officer, school):
    """The officer is in court on Thursday morning."""
    return AbsenceFactory(
        officer=officer,
        reason=Absence.Reason.COURT,
        starts_at=at(9, on=THURSDAY),
        ends_at=at(12, on=THURSDAY),
    )


def why_not(officer, absence):
    (gap,) = gaps_of(absence)
    found = {one.officer: one for one in candidates(gap, absence)}
    return found[officer].why_not


def in_court(client, user, **said):
    content = {"record_id": uuid7(), "on": THURSDAY, "begins": "09:00", "ends": "12:00"}
    client.force_login(user)
    return client.post(reverse("officers:subpoena"), {**content, **said}, follow=True)


def take(client, absence, officer, campus):
    path = reverse("officers:take_relief", args=[absence.pk])
    return client.post(path, {"officer": officer.pk, "campus": campus.pk}, follow=True)


# The gap


def test_an_absence_leaves_a_gap_in_its_school_hours(court, campus):
    (gap,) = gaps_of(court)

    assert (gap.campus, gap.first, gap.ends) == (campus, THURSDAY, FRIDAY)
    assert gap.in_words == ["Thu, Dec 3, 9:00 AM – 12:00 PM"]


def test_days_that_are_over_need_no_relief(officer, school):
    absence = AbsenceFactory(
        officer=officer, starts_at=at(8) - timedelta(days=4), ends_at=at(9, on=THURSDAY)
    )

    (gap,) = gaps_of(absence)

    assert (gap.first, gap.ends) == (MONDAY, FRIDAY)


def test_no_gap_while_a_second_officer_is_there_or_when_it_is_called_off(
    court, agency, campus, officer
):
    actions.cancel_absence(court, by=officer.user)
    court.refresh_from_db()
    assert gaps_of(court) == []

    other = AbsenceFactory(officer=officer, starts_at=at(9), ends_at=at(10))
    make_officer(agency, campus, "Sue Second")
    assert gaps_of(other) == []


# Who is free and certified


def test_who_has_nothing_else_and_is_certified_can_stand_in(court, rita):
    assert why_not(rita, court) == ""


def test_another_absence_then_binds_but_not_one_before(court, rita):
    AbsenceFactory(
        officer=rita, starts_at=at(8, on=THURSDAY), ends_at=at(9, on=THURSDAY)
    )
    assert why_not(rita, court) == ""

    AbsenceFactory(
        officer=rita, starts_at=at(11, on=THURSDAY), ends_at=at(13, on=THURSDAY)
    )
    assert why_not(rita, court) == "Away in that time."


@pytest.mark.parametrize(
    ("make", "reason"),
    [(BookedFactory, "Gives a talk in that time."), (PresentationFactory, "")],
)
def test_a_scheduled_talk_then_binds(court, rita, school, make, reason):
    make(
        school=school,
        officer=rita,
        starts_at=at(10, on=THURSDAY),
        ends_at=at(11, on=THURSDAY),
    )

    assert why_not(rita, court) == reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Is directed to be elsewhere in that time."),
        ({"status": "done"}, ""),
        ({"starts_at": None}, ""),
        ({"starts_at": at(12, on=THURSDAY), "due_at": at(13, on=THURSDAY)}, ""),
        (
            {
                "starts_at": at(9),
                "due_at": at(10),
                "repeats": "daily",
                "repeats_until": FRIDAY,
            },
            "Is directed to be elsewhere in that time.",
        ),
    ],
    ids=["once", "done", "no hours", "after it", "each day"],
)
def test_a_directive_of_certain_hours_elsewhere_binds(
    court, rita, district, said, reason
):
    north = SchoolFactory(campus=CampusFactory(district=district))
    hours = {"starts_at": at(10, on=THURSDAY), "due_at": at(11, on=THURSDAY)}
    DirectiveFactory(officer=rita, school=north, **{**hours, **said})

    assert why_not(rita, court) == reason


def test_a_directive_on_the_very_campus_does_not(court, rita, school):
    hours = {"starts_at": at(10, on=THURSDAY), "due_at": at(11, on=THURSDAY)}
    DirectiveFactory(officer=rita, school=school, **hours)

    assert why_not(rita, court) == ""


@pytest.mark.parametrize("kind", ["primary", "relief"])
def test_an_assignment_elsewhere_binds(court, rita, district, kind):
    north = CampusFactory(district=district, name="North campus")
    AssignmentFactory(officer=rita, campus=north, kind=kind)

    assert why_not(rita, court) == "Serves North campus then."


def test_an_assignment_that_is_over_by_then_does_not(court, rita, district):
    north = CampusFactory(district=district)
    AssignmentFactory(officer=rita, campus=north, ends_on=THURSDAY)

    assert why_not(rita, court) == ""


def test_a_second_officer_is_spared_while_the_first_is_there(
    court, rita, agency, district
):
    north = CampusFactory(district=district, name="North campus")
    first = make_officer(agency, north, "Finn First")
    AssignmentFactory(officer=rita, campus=north, kind="secondary")

    (gap,) = gaps_of(court)
    found = {one.officer: one for one in candidates(gap, court)}[rita]
    assert (found.why_not, found.remark) == (
        "",
        "North campus keeps Deputy Finn First meanwhile.",
    )

    AbsenceFactory(
        officer=first, starts_at=at(8, on=THURSDAY), ends_at=at(10, on=THURSDAY)
    )
    assert why_not(rita, court) == "Serves North campus then."


def test_a_second_officer_is_not_spared_where_nobody_is_first(court, rita, district):
    north = CampusFactory(district=district, name="North campus")
    AssignmentFactory(officer=rita, campus=north, kind="secondary")

    assert why_not(rita, court) == "Serves North campus then."


def test_who_is_away_from_this_very_campus_is_no_relief(court, rita, campus):
    AssignmentFactory(officer=rita, campus=campus, kind="secondary")
    AbsenceFactory(officer=rita, starts_at=at(8, on=THURSDAY), ends_at=at(9, on=FRIDAY))

    assert why_not(rita, court) == "Away in that time."


def test_of_this_campus_on_days_between_is_said_so(officer, rita, school, campus):
    week = AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(15, on=THURSDAY))
    AssignmentFactory(
        officer=rita,
        campus=campus,
        kind="relief",
        starts_on=MONDAY + timedelta(days=1),
        ends_on=THURSDAY,
    )

    assert why_not(rita, week) == "Serves this campus already."


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"earned_on": date(2027, 1, 1)}, "SRO I has lapsed."),
        ({"expires_on": THURSDAY - timedelta(days=1)}, "SRO I has lapsed."),
        ({"expires_on": THURSDAY}, ""),
        (
            {"confirmed_by": None},
            "SRO I: the command has not confirmed the certificate yet.",
        ),
    ],
)
def test_the_certificate_must_hold_on_the_day_itself(court, rita, said, reason):
    rita.certificates.update(**said)

    assert why_not(rita, court) == reason


def test_nobody_of_another_agency_nor_out_of_service_is_offered(
    court, rita, other_officer
):
    Officer.objects.filter(pk=rita.pk).update(in_service=False)

    (gap,) = gaps_of(court)

    assert candidates(gap, court) == []


# Taking one


def test_a_relief_closes_the_gap(court, rita, campus, commander):
    relief = actions.relieve(court, by=commander, campus=campus, officer=rita)

    assert (relief.kind, relief.starts_on, relief.ends_on) == (
        "relief",
        THURSDAY,
        FRIDAY,
    )
    assert gaps_of(court) == []


def test_the_same_tap_twice_is_one_relief_and_another_is_too_late(
    court, rita, agency, campus, commander
):
    first = actions.relieve(court, by=commander, campus=campus, officer=rita)

    assert actions.relieve(court, by=commander, campus=campus, officer=rita) == first
    late = OfficerFactory(police_agency=agency)
    with pytest.raises(WrongState, match="Main campus has an officer in that time"):
        actions.relieve(court, by=commander, campus=campus, officer=late)


def test_who_is_not_free_is_refused_in_words(court, rita, campus, commander):
    rita.certificates.all().delete()

    with pytest.raises(RuleBroken, match="cannot stand in: SRO I is not earned yet"):
        actions.relieve(court, by=commander, campus=campus, officer=rita)


def test_who_is_away_does_not_stand_in_for_themselves(
    court, officer, campus, commander
):
    with pytest.raises(RuleBroken, match="Is the one who is away"):
        actions.relieve(court, by=commander, campus=campus, officer=officer)


@pytest.mark.parametrize("who", ["office", "principal", "district_user"])
def test_only_the_commander_sends_a_relief(court, rita, campus, who, request):
    with pytest.raises(NotAllowed):
        actions.relieve(
            court, by=request.getfixturevalue(who), campus=campus, officer=rita
        )


def test_one_of_two_campuses_still_waits_for_its_relief(
    officer, rita, district, agency, campus, school, commander
):
    north = SchoolFactory(campus=CampusFactory(district=district, name="North")).campus
    AssignmentFactory(officer=officer, campus=north, kind="secondary")
    absence = actions.record_absence(
        officer, by=officer.user, reason="sick", starts_at=at(9), ends_at=at(12)
    )

    actions.relieve(absence, by=commander, campus=campus, officer=rita)
    waits = Notification.objects.filter(needs_you=True, recipient=commander)
    assert waits.count() == 1

    other = OfficerFactory(police_agency=agency)
    CertificateFactory(officer=other)
    actions.relieve(absence, by=commander, campus=north, officer=other)
    assert waits.count() == 0


# Calling the absence off


def told_of(template):
    rows = Notification.objects.filter(template=template)
    return {one.recipient: one.context["is_today"] for one in rows}


def test_a_relief_that_has_not_begun_is_taken_out_and_told(
    court, rita, campus, commander, officer
):
    relief = actions.relieve(court, by=commander, campus=campus, officer=rita)

    actions.cancel_absence(court, by=officer.user)

    assert not Assignment.objects.filter(kind="relief").exists()
    kept = Assignment.history.rel.related_model.objects.filter(pgh_obj_id=relief.pk)
    assert [one.pgh_label for one in kept] == ["insert", "delete"]
    assert told_of("officer_relief_called_off") == {rita.user: False, commander: False}


def test_a_relief_of_today_stays_for_today(officer, school, rita, campus, commander):
    days = AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(15, on=THURSDAY))
    relief = actions.relieve(days, by=commander, campus=campus, officer=rita)

    actions.cancel_absence(days, by=commander)

    relief.refresh_from_db()
    assert (relief.starts_on, relief.ends_on) == (MONDAY, MONDAY + timedelta(days=1))
    assert told_of("officer_relief_called_off") == {rita.user: True}


def test_a_relief_that_ends_today_and_one_sent_by_hand_stay_as_they_are(
    officer, school, rita, campus, commander, agency
):
    today = AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(15))
    relief = actions.relieve(today, by=commander, campus=campus, officer=rita)
    by_hand = AssignmentFactory(
        officer=OfficerFactory(police_agency=agency), campus=campus, kind="relief"
    )

    actions.cancel_absence(today, by=officer.user)

    assert {*Assignment.objects.filter(kind="relief")} == {relief, by_hand}
    assert told_of("officer_relief_called_off") == {}


# On the pages, and to whom it is told


def test_a_subpoena_keeps_the_time_alone(client, officer, school):
    shown = in_court(client, officer.user)

    absence = Absence.objects.get()
    assert (absence.reason, absence.note) == ("court", "")
    assert (absence.starts_at, absence.ends_at) == (
        at(9, on=THURSDAY),
        at(12, on=THURSDAY),
    )
    assert "your command is asked for a relief" in shown.text


def test_a_subpoena_says_so_when_no_gap_opens(client, officer, school, agency, campus):
    late = {"begins": "16:00", "ends": "17:00"}
    assert "No school hours of yours" in in_court(client, officer.user, **late).text
    make_officer(agency, campus, "Sue Second")
    assert "has another officer then" in in_court(client, officer.user).text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ends": "08:00"}, "The end must be after the start."),
        ({"on": MONDAY - timedelta(days=1)}, "would be over already"),
        ({"on": "soon"}, "Give a date."),
        ({"begins": ""}, "Fill this in."),
        ({"on": "9999-01-01"}, "Give a day from 2000 to 2100."),
    ],
)
def test_a_subpoena_that_makes_no_sense_is_refused(
    client, officer, school, said, sentence
):
    refused = in_court(client, officer.user, **said)

    assert (refused.status_code, Absence.objects.count()) == (422, 0)
    assert sentence in refused.text


def test_a_subpoena_in_the_time_of_an_absence_is_refused_in_words(
    client, court, officer
):
    refused = in_court(client, officer.user)

    assert refused.status_code == 422
    assert "already recorded as away in that time" in refused.text


def test_only_an_officer_brings_a_subpoena(client, school, commander):
    assert in_court(client, commander).status_code == 403


def test_gap_and_relief_reach_the_principal_by_mail(
    client,
    confirmed,
    officer,
    rita,
    school,
    campus,
    principal,
    commander,
    mailoutbox,
    django_capture_on_commit_callbacks,
):
    """Subpoena to relief through the pages, and out of the outbox."""
    in_court(client, officer.user)
    absence = Absence.objects.get()
    client = confirmed(commander)
    page = client.get(reverse("officers:relief", args=[absence.pk])).text
    assert "Main campus needs an officer" in page
    assert "Send Deputy Rita Relief" in page
    shown = take(client, absence, rita, campus)

    assert "Deputy Rita Relief stands in at Main campus." in shown.text
    assert "No gap" in shown.text
    for note in Notification.objects.owed():
        tasks.deliver(str(note.pk))
    told = {(mail.to[0], mail.subject): mail.body for mail in mailoutbox}
    gap = told[principal.email, "Deputy Owen Officer is away"]
    assert "Thursday, December 3, 9:00 AM" in gap
    assert "no other officer is assigned to your campus" in gap
    relief = told[principal.email, "Deputy Rita Relief at Main campus: relief"]
    assert "from December 3, 2026 until December 4, 2026" in relief
    assert (commander.email, "Main campus needs an officer") in told
    assert "court" not in " ".join([*told.values(), *(s for _, s in told)]).lower()


def test_a_gap_that_is_closed_or_called_off_needs_the_command_no_more(
    officer, school, commander
):
    absence = actions.subpoena(
        officer,
        by=officer.user,
        starts_at=at(9, on=THURSDAY),
        ends_at=at(12, on=THURSDAY),
    )
    waits = Notification.objects.filter(recipient=commander, needs_you=True)
    assert waits.count() == 1

    actions.cancel_absence(absence, by=officer.user)

    assert waits.count() == 0


def test_who_records_an_absence_for_an_officer_is_led_to_the_relief(
    client, officer, school, commander
):
    client.force_login(commander)
    said = {
        "record_id": uuid7(),
        "reason": "sick",
        "starts_at": "2026-12-03T09:00",
        "ends_at": "2026-12-03T12:00",
    }
    answer = client.post(reverse("officers:record_absence", args=[officer.pk]), said)

    absence = Absence.objects.get()
    assert answer.url == reverse("officers:relief", args=[absence.pk])


def test_the_office_reads_who_is_free_and_why_others_are_not(
    client, court, rita, officer, office, agency
):
    OfficerFactory(police_agency=agency)
    client.force_login(office)

    page = client.get(reverse("officers:relief", args=[court.pk])).text

    assert "Only the commander of this officer" in page
    assert "SRO I is not earned yet." in page
    assert "Send Deputy" not in page


def test_a_commander_who_is_an_officer_does_not_send_themselves(
    client, court, rita, agency
):
    rita.user.memberships.create(role=Role.COMMANDER, police_agency=agency)
    client.force_login(rita.user)

    page = client.get(reverse("officers:relief", args=[court.pk])).text

    assert "You cannot assign yourself" in page


def test_a_private_reason_that_is_opened_is_written_down(client, court, commander):
    Absence.objects.update(reason="sick")
    client.force_login(commander)

    client.get(reverse("officers:relief", args=[court.pk]))

    opened = AuditEvent.objects.filter(kind=Kind.READ, by=commander)
    assert opened.get().object_id == str(court.pk)


def test_the_command_of_another_agency_looks_for_no_relief(officer, other_school):
    elsewhere = make_member(Role.COMMANDER, other_school.district.police_agency)

    assert not cover_policy.can_find_relief(elsewhere, officer)


@pytest.mark.parametrize("who", ["principal", "district_user", "teacher", "stranger"])
def test_nobody_of_a_school_reads_who_is_free(client, court, who, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("officers:relief", args=[court.pk])).status_code in {
        403,
        404,
    }


def test_the_office_of_another_agency_does_not_find_the_absence(
    client, court, other_school
):
    client.force_login(make_member(Role.OFFICE, other_school.district.police_agency))

    assert client.get(reverse("officers:relief", args=[court.pk])).status_code == 404


def test_what_is_refused_is_said_on_the_list(confirmed, court, rita, campus, commander):
    rita.certificates.all().delete()
    client = confirmed(commander)

    assert "SRO I is not earned yet" in take(client, court, rita, campus).text
    gone = client.post(
        reverse("officers:take_relief", args=[court.pk]),
        {"officer": 0, "campus": campus.pk},
        follow=True,
    )
    assert "not there any more" in gone.text
    assert not Assignment.objects.filter(officer=rita).exists()


def test_a_larger_unit_asks_no_more_of_the_database(
    client, court, rita, agency, commander, queries_of, sign_in
):
    path = reverse("officers:relief", args=[court.pk])
    few = queries_of(sign_in(commander), path)
    for _ in range(3):
        CertificateFactory(officer=OfficerFactory(police_agency=agency))

    assert queries_of(sign_in(commander), path) == few
