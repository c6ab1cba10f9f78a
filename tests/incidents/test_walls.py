"""Who reads what of an incident: both walls say the same, and each holds alone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from incidents import actions
from incidents.models import (
    Attachment,
    CaseFile,
    HandBack,
    Incident,
    Interview,
    Involvement,
    Measure,
    Offence,
    ReceivedReport,
    Remark,
    Submission,
    Supplement,
)
from officers.models import Assignment
from sro_program.accounts.models import Membership, Role
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.ids import uuid7
from tests.factories import incidents as police
from tests.incidents.conftest import BEGAN

pytestmark = pytest.mark.django_db
POLICE = {
    *(Attachment, CaseFile, Interview, Involvement, Measure, Offence),
    *(Remark, Submission, Supplement),
}
MODELS = [Incident, HandBack, ReceivedReport, *POLICE]
SEEN = {
    "officer": {Incident, HandBack, ReceivedReport, *POLICE},
    "other_officer": set(),
    "commander": {Incident, HandBack, ReceivedReport, *POLICE},
    "office": {Incident},
    "principal": {Incident, HandBack, ReceivedReport},
    "counselor": set(),
    "teacher": set(),
    "district_user": set(),
    "stranger": set(),
}


@pytest.fixture
def whole(submitted, officer, commander, discipline, agency, school):
    """One approved report with everything in it, one slip, one report received."""
    actions.return_report(submitted, by=commander, remark="remark")
    police.make_parts(submitted)
    actions.submit(submitted, by=officer.user)
    actions.approve(submitted, by=commander)
    actions.add_supplement(submitted, by=officer.user, record_id=uuid7(), text="later")
    actions.hand_back(discipline, by=officer.user, facts="facts")
    police.ReceivedReportFactory(
        school=school, police_agency=agency, taken_by=officer.user
    )
    return submitted


@pytest.mark.parametrize("who", SEEN)
def test_the_first_wall_shows_each_role_its_part(request, whole, who):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with acting_as_clock():
        seen = {m for m in MODELS if m.objects.visible_to(person).exists()}

    assert seen == SEEN[who]


@pytest.mark.parametrize("who", SEEN)
def test_the_second_wall_shows_each_role_its_part(request, whole, who):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with acting_as(person):
        seen = {m for m in MODELS if m.objects.exists()}

    assert seen == SEEN[who]


@pytest.mark.parametrize("who", ["principal", "office", "other_officer"])
def test_a_draft_is_its_authors_and_the_commands(request, incident, commander, who):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with acting_as(commander):
        assert Incident.objects.visible_to(commander).exists()
    with acting_as(person):
        assert not Incident.objects.exists()
    assert not Incident.objects.visible_to(person).exists()


def test_an_author_out_of_service_reads_it_no_more(incident, officer):
    Assignment.objects.update(ends_on=date(2026, 10, 7))
    with acting_as(officer.user):
        assert Incident.objects.exists()

    officer.in_service = False
    officer.save(update_fields=["in_service"])

    with acting_as(officer.user):
        assert not Incident.objects.exists()
    assert not Incident.objects.visible_to(officer.user).exists()


@pytest.mark.parametrize("model", [Remark, Submission, HandBack])
def test_nothing_signed_is_put_into_an_approved_report(approved, officer, model):
    signed = {"facts": "f"} if model is HandBack else {"text": "t"}
    if model is not HandBack:
        signed["written_by"] = officer.user

    with pytest.raises(IntegrityError, match="locked"), acting_as(officer.user):
        model.objects.create(incident=approved, school=approved.school, **signed)


@pytest.mark.parametrize("who", ["officer", "principal"])
def test_nobody_signs_a_slip_for_the_principal(whole, officer, principal, who):
    """Neither who wrote it, nor the principal in the name of somebody else."""
    person, other = officer.user, principal
    if who == "principal":
        person, other = other, person
    forged = {"seen_at": now(), "seen_by": other}

    with (
        pytest.raises(IntegrityError, match="Only the school’s principal"),
        acting_as(person),
    ):
        HandBack.objects.update(**forged)


def test_a_signed_slip_stays_signed(whole, principal):
    with acting_as(principal):
        actions.sign_slip(HandBack.objects.get(), by=principal)

    with (
        pytest.raises(IntegrityError, match="Only the school’s principal"),
        acting_as(principal),
    ):
        HandBack.objects.update(seen_at=None, seen_by=None)


def test_no_slip_comes_signed(discipline, officer, principal):
    signed = {"seen_at": now(), "seen_by": principal}

    with (
        pytest.raises(IntegrityError, match="Only the school’s principal"),
        acting_as(officer.user),
    ):
        HandBack.objects.create(
            incident=discipline, school=discipline.school, facts="facts", **signed
        )


def test_the_database_takes_a_supplement_after_approval_alone(submitted, officer):
    with pytest.raises(IntegrityError, match="after approval"), acting_as(officer.user):
        Supplement.objects.create(
            incident=submitted,
            school=submitted.school,
            written_by=officer.user,
            text="text",
        )


def test_nobody_gives_an_own_report_away_to_approve_it(
    incident, officer, commander, other_school, school
):
    Membership.objects.create(
        user=officer.user, role=Role.COMMANDER, police_agency=incident.police_agency
    )
    for moved in ({"written_by": commander}, {"school": other_school}):
        with pytest.raises(IntegrityError, match="stays"), acting_as(officer.user):
            Incident.objects.filter(pk=incident.pk).update(**moved)


@pytest.mark.parametrize("model", [Measure, Interview, Offence])
def test_what_was_done_is_about_somebody_in_the_same_report(
    incident, begin, add_person, code, model
):
    stranger = add_person(begin())
    said = {
        Measure: {"kind": "advice", "at": BEGAN},
        Interview: {"at": BEGAN, "parent_contacted": "before"},
        Offence: {"code": code},
    }

    with (
        pytest.raises(IntegrityError, match="about_somebody_in_it"),
        transaction.atomic(),
    ):
        model.objects.create(
            incident=incident, school=incident.school, about=stranger, **said[model]
        )


def test_nobody_writes_into_the_report_of_another(incident, commander, add_person):
    add_person(incident)

    with acting_as(commander):
        assert not Involvement.objects.update(family_name="Other")
        assert not CaseFile.objects.update(narrative="Other")
