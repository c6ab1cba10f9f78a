"""Why an officer is away: role by reason."""

import pytest

from officers import policy
from officers.models import Absence
from sro_program.accounts.models import Membership, Role
from sro_program.core.db import acting_as
from tests.conftest import LONG_AGO, make_member, make_officer
from tests.factories.officers import AbsenceFactory
from tests.factories.schools import SchoolFactory

OPEN = {"court": "Court", "training": "Training", "leave": "Leave", "other": "Other"}
ALL = {**OPEN, "sick": "Sick", "call_out": "Called out"}
TO_PRINCIPALS = {**ALL, "sick": "Away", "court": "Away"}
AWAY = dict.fromkeys(ALL, "Away")

LENS = [
    ("commander", ALL, True),
    ("office", ALL, True),
    ("self", ALL, True),
    ("colleague", TO_PRINCIPALS, False),
    ("principal", TO_PRINCIPALS, False),
    ("counselor", AWAY, False),
    ("teacher", AWAY, False),
    ("district_user", AWAY, False),
]


@pytest.fixture
def people(request, officer, agency, school):
    def find(who):
        if who == "self":
            return officer.user
        if who == "colleague":
            elsewhere = SchoolFactory(campus__district=school.district)
            return make_officer(agency, elsewhere.campus, "Cole Colleague").user
        return request.getfixturevalue(who)

    return find


@pytest.mark.parametrize(("who", "reasons", "reads_note"), LENS)
def test_why_an_officer_is_away(people, officer, who, reasons, reads_note):
    user = people(who)
    absence = AbsenceFactory(officer=officer)

    with acting_as(user):
        lens = policy.absence_lens(user)
    read = {}
    for reason in Absence.Reason.values:
        absence.reason = reason
        read[reason] = lens.reason(absence)

    assert read == reasons
    assert lens.note(absence) == (absence.note if reads_note else "")


def test_who_is_principal_elsewhere_is_a_teacher_here(officer, school, other_school):
    teacher = make_member(Role.TEACHER, school)
    Membership.objects.create(
        user=teacher, role=Role.PRINCIPAL, school=other_school, starts_on=LONG_AGO
    )
    absence = AbsenceFactory(officer=officer)

    assert policy.absence_lens(teacher).reason(absence) == "Away"


def test_the_commander_of_another_agency_reads_nothing_of_it(officer, other_officer):
    absence = AbsenceFactory(officer=officer)

    lens = policy.absence_lens(other_officer.user)

    assert (lens.reason(absence), lens.note(absence)) == ("Away", "")
