"""Who may, and the reason when not."""

import pytest

from officers import policy
from officers.models import Absence, ActivityEntry
from sro_program.core.db import acting_as
from tests.factories.officers import (
    AbsenceFactory,
    ActivityEntryFactory,
    OfficerFactory,
)

PEOPLE = [
    "commander",
    "office",
    "principal",
    "counselor",
    "teacher",
    "district_user",
    "stranger",
]


def ask(question, request, *args):
    return {name for name in PEOPLE if question(request.getfixturevalue(name), *args)}


def test_the_commander_alone_assigns(request, officer):
    assert ask(policy.can_assign, request, officer) == {"commander"}


def test_nobody_assigns_themselves(commander, agency):
    own = OfficerFactory(user=commander, police_agency=agency)

    assert policy.can_assign(commander, own).reason == policy.OWN_ASSIGNMENT


def test_command_and_the_officer_record_absences(request, officer):
    assert ask(policy.can_record_absence, request, officer) == {"commander", "office"}
    assert policy.can_record_absence(officer.user, officer)


def test_only_an_officer_is_called_out(request, officer):
    assert ask(policy.can_call_out, request) == set()
    assert policy.can_call_out(officer.user)


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("commander", ("Sick", True)),
        ("office", ("Sick", True)),
        ("principal", ("Away", False)),
        ("teacher", ("Away", False)),
        ("district_user", ("Away", False)),
    ],
)
def test_the_school_reads_that_an_officer_is_away_and_not_why(
    request, officer, who, reads
):
    absence = AbsenceFactory(officer=officer, reason=Absence.Reason.SICK)

    lens = policy.absence_lens(request.getfixturevalue(who))

    assert (lens.reason(absence), bool(lens.note(absence))) == reads


def test_the_officer_reads_the_own_absence_whole(officer):
    absence = AbsenceFactory(officer=officer)

    lens = policy.absence_lens(officer.user)

    assert (lens.reason(absence), lens.note(absence)) == ("Sick", absence.note)


def test_a_school_is_told_of_no_day_in_court(officer, principal, commander):
    """The lines of the log about it are kept from schools as well (KRS 158.153)."""
    absence = AbsenceFactory(officer=officer, reason=Absence.Reason.COURT)

    assert policy.absence_lens(principal).reason(absence) == "Away"
    assert policy.absence_lens(commander).reason(absence) == "Court"


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("commander", 1),
        ("principal", 1),
        ("counselor", 0),
        ("teacher", 0),
        ("district_user", 0),
        ("stranger", 0),
    ],
)
def test_both_walls_agree_on_the_log(request, officer, school, who, seen):
    ActivityEntryFactory(officer=officer, school=school)
    user = request.getfixturevalue(who)

    first_wall = ActivityEntry.objects.visible_to(user).count()
    with acting_as(user):
        second_wall = ActivityEntry.objects.count()

    assert (first_wall, second_wall) == (seen, seen)


@pytest.mark.parametrize(
    ("who", "seen"), [("commander", 1), ("principal", 1), ("stranger", 0)]
)
def test_both_walls_agree_on_absences(request, officer, who, seen):
    AbsenceFactory(officer=officer)
    user = request.getfixturevalue(who)

    first_wall = Absence.objects.visible_to(user).count()
    with acting_as(user):
        second_wall = Absence.objects.count()

    assert (first_wall, second_wall) == (seen, seen)
