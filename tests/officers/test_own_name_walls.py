"""The second wall alone: absences, reasons and signatures are one's own to give."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from officers.models import Absence, TiltReason
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as
from tests.conftest import LONG_AGO
from tests.factories.officers import (
    AbsenceFactory,
    DutyReportAnswerFactory,
    DutyReportFactory,
    DutyReportPageFactory,
    TiltReasonFactory,
)
from tests.officers.past_verbs import refused_by_policy, removed, write

pytestmark = pytest.mark.django_db
KEEPERS = ["officer", "commander", "office"]


# Absences


@pytest.fixture
def absence(officer, school):
    return AbsenceFactory(officer=officer)


@pytest.mark.parametrize("who", KEEPERS)
def test_who_keeps_absences_records_them_in_their_own_name(
    who, person, officer, teacher
):
    user = person(who)
    with refused_by_policy(), acting_as(user):
        AbsenceFactory(officer=officer, recorded_by=teacher)

    with acting_as(user):
        AbsenceFactory(officer=officer, recorded_by=user)


@pytest.mark.parametrize("who", KEEPERS)
@pytest.mark.parametrize(
    "said",
    [
        {"ends_at": now() + timedelta(days=9)},
        {"reason": "training"},
        {"note": "Somewhere else"},
    ],
)
def test_an_absence_stays_as_it_was_recorded(who, said, person, absence):
    with pytest.raises(IntegrityError, match="stays as it was recorded"):
        write(person(who), Absence.objects, **said)
    assert not removed(person(who), Absence)


def test_it_is_called_off_in_one_s_own_name_and_stays_so(officer, commander, absence):
    for name in (commander, None):
        with pytest.raises(IntegrityError, match="stays as it was recorded"):
            write(officer.user, Absence.objects, cancelled_at=now(), cancelled_by=name)

    off = {"cancelled_at": now(), "cancelled_by": commander}
    assert write(commander, Absence.objects, **off) == 1
    with pytest.raises(IntegrityError, match="stays as it was recorded"):
        write(commander, Absence.objects, cancelled_at=None, cancelled_by=None)


# Reasons of a tilt


@pytest.mark.parametrize("who", ["officer", "commander"])
def test_a_reason_is_given_in_one_s_own_name_and_stays(
    who, person, officer, school, teacher
):
    reason = TiltReasonFactory(officer=officer, school=school)
    user = person(who)

    with refused_by_policy():
        write(user, TiltReason.objects, why="other", recorded_by=teacher)
    assert write(user, TiltReason.objects, why="other", recorded_by=user) == 1
    assert not removed(user, TiltReason)
    with refused_by_policy(), acting_as(user):
        TiltReasonFactory(
            officer=officer,
            school=school,
            month=reason.month.replace(month=10),
            recorded_by=teacher,
        )


# Signatures of a duty report


@pytest.fixture
def report_page(officer, school):
    report = DutyReportFactory(officer=officer, school=school)
    return lambda lens: DutyReportPageFactory(report=report, lens=lens)


def sign(page, user, side):
    with acting_as(user):
        return DutyReportAnswerFactory(page=page, by=user, side=side, is_signature=True)


def test_each_side_signs_its_own_page(report_page, principal, commander):
    school_s, command_s = report_page("school"), report_page("command")

    for user, side, other in (
        (principal, "school", command_s),
        (commander, "command", school_s),
    ):
        with refused_by_policy():
            sign(other, user, side)

    assert sign(school_s, principal, "school").is_signature
    assert sign(command_s, commander, "command").is_signature


def test_a_commander_who_serves_signs_no_report_of_their_own(
    report_page, officer, agency
):
    officer.user.memberships.create(
        role=Role.COMMANDER, starts_on=LONG_AGO, police_agency=agency
    )

    with refused_by_policy():
        sign(report_page("command"), officer.user, "command")
