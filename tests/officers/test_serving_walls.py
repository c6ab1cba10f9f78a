"""The second wall alone: who keeps officers, assignments, reliefs and approvals."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate, now

from officers import actions
from officers.models import Assignment, CoverageApproval, Officer, ReportDay
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed
from tests.conftest import make_officer
from tests.factories.officers import AbsenceFactory, CoverageApprovalFactory
from tests.officers.past_verbs import refused_by_policy, removed, write

OF_A_SCHOOL = ["teacher", "counselor", "principal", "district_user"]
OF_THE_UNIT = ["officer", "colleague", "office"]


@pytest.fixture
def colleague(agency, campus):
    """A fellow officer of the campus."""
    return make_officer(agency, campus, "Cora Colleague")


@pytest.fixture
def administrator(teacher):
    teacher.is_staff = True
    teacher.save()
    return teacher


# Who serves where


@pytest.mark.parametrize(
    "who", ["teacher", "principal", "district_user", "office", "commander"]
)
def test_nobody_makes_themselves_an_officer(who, person, agency):
    with refused_by_policy(), acting_as(person(who)):
        Officer.objects.create(user=person(who), police_agency=agency, badge="X1")


@pytest.mark.parametrize("who", [*OF_A_SCHOOL, *OF_THE_UNIT, "commander"])
def test_nobody_changes_or_deletes_an_officer(who, person, officer):
    with refused_by_policy():
        write(person(who), Officer.objects, rank="Chief")
    assert not removed(person(who), Officer)


def test_an_administrator_keeps_officers_but_not_themselves(
    administrator, officer, agency, campus, principal
):
    assert write(administrator, Officer.objects.filter(pk=officer.pk), rank="Chief")
    with acting_as(administrator):
        made = Officer.objects.create(user=principal, police_agency=agency, badge="X")
        Assignment.objects.create(
            officer=made, campus=campus, starts_on=date(2026, 1, 1)
        )
    with refused_by_policy(), acting_as(administrator):
        Officer.objects.create(user=administrator, police_agency=agency, badge="X1")


@pytest.mark.parametrize("who", [*OF_A_SCHOOL, *OF_THE_UNIT])
def test_who_commands_nobody_assigns_nobody(who, person, officer, other_school):
    with refused_by_policy(), acting_as(person(who)):
        Assignment.objects.create(
            officer=officer, campus=other_school.campus, starts_on=date(2020, 1, 1)
        )
    assert not write(person(who), Assignment.objects, campus=other_school.campus)
    assert not removed(person(who), Assignment)


def test_a_commander_assigns_the_own_officers_alone(
    commander, officer, other_officer, campus
):
    with acting_as(commander):
        actions.assign(
            officer, by=commander, campus=campus, kind="relief", starts_on=localdate()
        )
    with refused_by_policy(), acting_as(commander):
        Assignment.objects.create(
            officer=other_officer, campus=campus, starts_on=date(2020, 1, 1)
        )
    assert not write(
        commander, Assignment.objects.filter(officer=other_officer), ends_on=None
    )


def test_a_commander_who_serves_does_not_assign_themselves(commander, agency, campus):
    own = Officer.objects.create(user=commander, police_agency=agency, badge="C1")

    with refused_by_policy(), acting_as(commander):
        Assignment.objects.create(
            officer=own, campus=campus, starts_on=date(2020, 1, 1)
        )


# Reliefs


@pytest.fixture
def relief(officer, colleague, campus):
    """A colleague stands in for the officer, from tomorrow on."""
    tomorrow = localdate() + timedelta(days=1)
    return Assignment.objects.create(
        officer=colleague,
        campus=campus,
        kind="relief",
        starts_on=tomorrow,
        ends_on=tomorrow + timedelta(days=3),
        stands_in_for=AbsenceFactory(officer=officer),
    )


@pytest.mark.parametrize("who", ["officer", "office", "commander"])
def test_whoever_calls_an_absence_off_takes_its_relief_out(who, person, relief):
    with acting_as(person(who)):
        actions.cancel_absence(relief.stands_in_for, by=person(who))

    assert not Assignment.objects.filter(pk=relief.pk).exists()


@pytest.mark.parametrize("who", ["officer", "office"])
def test_and_ends_one_that_has_begun(who, person, relief):
    Assignment.objects.filter(pk=relief.pk).update(starts_on=localdate())

    with acting_as(person(who)):
        actions.cancel_absence(relief.stands_in_for, by=person(who))

    relief.refresh_from_db()
    assert relief.ends_on == localdate() + timedelta(days=1)


@pytest.mark.parametrize("who", ["officer", "office"])
def test_but_changes_nothing_else_of_it(who, person, relief, officer):
    mine = Assignment.objects.filter(pk=relief.pk)
    later = relief.ends_on + timedelta(days=9)

    for said in ({"officer": officer}, {"ends_on": later}, {"ends_on": None}):
        with pytest.raises(IntegrityError, match="ends its relief"):
            write(person(who), mine, **said)


@pytest.mark.parametrize("who", ["colleague", *OF_A_SCHOOL])
def test_nobody_else_takes_a_relief_out(who, person, relief):
    assert not removed(person(who), Assignment)


def test_who_may_not_change_an_assignment_is_told_in_words(officer, relief):
    with pytest.raises(NotAllowed), acting_as(officer.user):
        actions.end_assignment(relief, by=officer.user, ends_on=localdate())


# The marshal's approvals


@pytest.fixture
def approval(campus, office):
    return CoverageApprovalFactory(campus=campus, recorded_by=office)


@pytest.mark.parametrize("who", [*OF_A_SCHOOL, "officer"])
def test_who_is_not_the_command_writes_no_approval(who, person, approval, campus):
    with refused_by_policy(), acting_as(person(who)):
        CoverageApprovalFactory(
            campus=campus, recorded_by=person(who), starts_on=date(2027, 1, 1)
        )
    assert not write(person(who), CoverageApproval.objects, number="Other")
    with pytest.raises(NotAllowed), acting_as(person(who)):
        actions.change_approval(approval, by=person(who), ends_on=date(2027, 1, 1))


@pytest.mark.parametrize("who", ["office", "commander"])
def test_the_command_changes_an_approval_and_deletes_none(who, person, approval):
    with acting_as(person(who)):
        actions.change_approval(approval, by=person(who), ends_on=date(2027, 1, 1))

    assert not removed(person(who), CoverageApproval)


@pytest.mark.parametrize("who", ["office", "commander"])
def test_what_was_approved_and_who_recorded_it_stays(
    who, person, approval, other_school, officer
):
    for said in (
        {"recorded_by": officer.user},
        {"campus": other_school.campus},
        {"number": "Other"},
        {"starts_on": date(2020, 1, 1)},
        {"recorded_at": now()},
    ):
        with pytest.raises(IntegrityError, match="who recorded it, stays"):
            write(person(who), CoverageApproval.objects, **said)


# On which day reports are sent


@pytest.mark.parametrize("who", [*OF_A_SCHOOL, *OF_THE_UNIT, "commander"])
def test_administrators_choose_the_day_of_reports(who, person, district):
    with refused_by_policy(), acting_as(person(who)):
        ReportDay.objects.create(district=district, weekday=4)
    ReportDay.objects.create(district=district)

    assert not write(person(who), ReportDay.objects, weekday=4)
    assert not removed(person(who), ReportDay)
