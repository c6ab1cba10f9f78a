"""Who reads what of an incident: both walls say the same, and each holds alone."""

from datetime import date

import pytest

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
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.ids import uuid7
from tests.factories import incidents as police

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


def test_nobody_writes_into_the_report_of_another(incident, commander, add_person):
    add_person(incident)

    with acting_as(commander):
        assert not Involvement.objects.update(family_name="Other")
        assert not CaseFile.objects.update(narrative="Other")
