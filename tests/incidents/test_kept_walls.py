"""The second wall alone: alerts, numbers, codes and charges."""

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from incidents import actions
from incidents.models import CaseFile, Charge, Incident, Numbering, OffenceCode
from sro_program.core.db import acting_as
from tests.officers.past_verbs import refused_by_policy, removed, write

SCHOOL = ["teacher", "counselor", "principal", "district_user"]
EVERYBODY = [*SCHOOL, "officer", "office", "commander"]


@pytest.fixture
def alerted(incident, add_measure):
    """A draft of which the command was told: force was used."""
    add_measure(incident, "force", force_type="hands", reason="r", power="police")
    assert CaseFile.objects.get(pk=incident.pk).alerts == ["force"]
    return incident


def test_its_author_takes_no_alert_out_of_a_draft(alerted, officer):
    for said in ([], ["injury"]):
        with pytest.raises(IntegrityError, match="What the command was told"):
            write(officer.user, CaseFile.objects, alerts=said)

    assert write(officer.user, CaseFile.objects, alerts=["force", "child"])


@pytest.mark.parametrize("who", ["officer", "commander"])
def test_nobody_deletes_a_case_file_or_a_report(who, person, incident):
    assert not removed(person(who), CaseFile)

    CaseFile.objects.all()._raw_delete("default")
    assert not removed(person(who), Incident)


@pytest.mark.parametrize("who", ["officer", "commander"])
@pytest.mark.parametrize("said", [{"serial": 77}, {"year": 1}, {"begun_at": now()}])
def test_a_report_keeps_its_number(who, said, person, incident):
    with pytest.raises(IntegrityError, match="keeps the number"):
        write(person(who), Incident.objects, **said)


def test_a_draft_is_still_discarded_and_its_number_stays(discipline, officer):
    number = discipline.serial
    with acting_as(officer.user):
        actions.discard(discipline, by=officer.user)

    assert Incident.objects.get().serial == number


@pytest.mark.parametrize("who", [*SCHOOL, "office", "commander", "other_officer"])
def test_numbers_are_given_by_the_officers_of_the_agency(who, person, incident):
    assert not write(person(who), Numbering.objects, last=999)
    assert not removed(person(who), Numbering)


def test_and_one_after_another(incident, officer):
    last = Numbering.objects.get().last

    for wrong in (last - 1, last + 2):
        with pytest.raises(IntegrityError, match="keeps the number"):
            write(officer.user, Numbering.objects, last=wrong)
    with refused_by_policy(), acting_as(officer.user):
        Numbering.objects.create(
            police_agency=officer.police_agency, year=1999, last=500
        )
    assert not removed(officer.user, Numbering)


# Codes and charges


@pytest.fixture
def charge(agency):
    return Charge.objects.create(police_agency=agency, code="01", title="Assault")


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_national_codes_are_the_administrators(who, person, charge):
    assert not write(person(who), OffenceCode.objects, is_active=False)
    assert not removed(person(who), Charge)
    with refused_by_policy(), acting_as(person(who)):
        OffenceCode.objects.create(code="99Z", title="x")


@pytest.mark.parametrize("who", [*SCHOOL, "officer"])
def test_who_does_not_keep_charges_writes_none(who, person, charge, agency):
    assert not write(person(who), Charge.objects, title="x")
    with refused_by_policy(), acting_as(person(who)):
        Charge.objects.create(police_agency=agency, code="02", title="x")


@pytest.mark.parametrize("who", ["office", "commander"])
def test_the_command_and_the_office_keep_their_own(
    who, person, charge, other_school, agency
):
    elsewhere = other_school.district.police_agency
    Charge.objects.create(police_agency=elsewhere, code="01", title="Theirs")

    assert write(person(who), Charge.objects, title="Ours") == 1
    with refused_by_policy(), acting_as(person(who)):
        Charge.objects.create(police_agency=elsewhere, code="02", title="x")
