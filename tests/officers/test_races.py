"""Two people at once: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import OperationalError, connection

from officers import actions
from officers.models import Absence, ActivityEntry, Assignment
from sro_program.accounts.models import Membership, Role
from sro_program.core.db import acting_as, acting_as_clock, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.ids import uuid7
from tests.conftest import make_member
from tests.factories.accounts import UserFactory
from tests.factories.officers import (
    AbsenceFactory,
    AssignmentFactory,
    CertificateFactory,
    OfficerFactory,
)
from tests.factories.schools import (
    CampusFactory,
    DistrictFactory,
    SchoolFactory,
    SchoolYearFactory,
)
from tests.officers.conftest import at
from tests.threads import as_, together

pytestmark = pytest.mark.django_db(transaction=True)
ONE_PRIMARY = "This officer already has a primary campus in that time."


def at_once(*calls):
    """Run these at the same moment, each as its person; give back the refusals."""
    all_ready = Barrier(len(calls))

    def run(call):
        user, do = call
        all_ready.wait()
        try:
            with acting_as(user):
                do()
        except RuleBroken as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        return [said for said in pool.map(run, calls) if said]


@pytest.fixture
def people(transactional_db):
    with acting_as_clock():
        district = DistrictFactory()
        officer = OfficerFactory(police_agency=district.police_agency)
        return officer, make_member(Role.COMMANDER, district.police_agency), district


def test_two_primary_campuses_at_once_become_one(people):
    officer, commander, district = people
    with acting_as_clock():
        campuses = [CampusFactory(district=district) for _ in range(2)]

    def assign_to(campus):
        return lambda: actions.assign(
            officer,
            by=commander,
            campus=campus,
            kind="primary",
            starts_on=date(2026, 12, 1),
        )

    refusals = at_once(*[(commander, assign_to(campus)) for campus in campuses])

    assert refusals == [ONE_PRIMARY]
    assert Assignment.objects.count() == 1


def test_the_officer_and_the_commander_record_one_absence(people):
    officer, commander, _ = people

    def record_as(user, reason):
        return lambda: actions.record_absence(
            officer, by=user, reason=reason, starts_at=at(9), ends_at=at(11)
        )

    refusals = at_once(
        (commander, record_as(commander, "court")),
        (officer.user, record_as(officer.user, "sick")),
    )

    assert refusals == ["This officer is already recorded as away in that time."]
    with acting_as_clock():
        assert Absence.objects.count() == 1


def test_the_database_alone_refuses_the_second_of_two_assignments(people):
    """Without the action's row lock: the exclusion constraint decides."""
    officer, commander, district = people
    with acting_as_clock():
        campuses = [CampusFactory(district=district) for _ in range(2)]

    def insert(campus):
        def do():
            try:
                with constraints_as_rules(Assignment):
                    AssignmentFactory(officer=officer, campus=campus)
            except OperationalError as waited:  # each for the other: one is ended
                raise RuleBroken(ONE_PRIMARY) from waited

        return do

    refusals = at_once(*[(commander, insert(campus)) for campus in campuses])

    assert refusals == [ONE_PRIMARY]
    assert Assignment.objects.count() == 1


def test_a_source_that_is_reported_twice_at_once_has_one_line(people):
    officer, commander, district = people
    with acting_as_clock():
        school = SchoolFactory(campus=CampusFactory(district=district))
    source = uuid7()

    def log():
        actions.log_activity(
            officer,
            school=school,
            on=date(2026, 11, 30),
            function=ActivityEntry.Function.PRESENTATION,
            type=ActivityEntry.Type.CLASSROOM,
            minutes=45,
            source_kind="presentation",
            source_id=source,
            by=commander,
        )

    refusals = at_once((commander, log), (commander, log))

    assert refusals == []
    with acting_as_clock():
        assert ActivityEntry.objects.count() == 1


def test_two_roles_that_exclude_each_other_at_once_become_one(people):
    officer, commander, district = people
    with acting_as_clock():
        school, agency = SchoolFactory(district=district), district.police_agency
        person = UserFactory()

    def hold(role, **place):
        def held():
            with constraints_as_rules(Membership):
                Membership.objects.create(user=person, role=role, **place)

        return commander, held

    refusals = at_once(
        hold(Role.COUNSELOR, school=school), hold(Role.OFFICE, police_agency=agency)
    )

    assert len(refusals) == 1
    assert "cannot also serve" in refusals[0]
    assert person.memberships.count() == 1


@pytest.fixture
def gap(people):
    """The officer is away from a campus, and two of the unit could stand in."""
    officer, commander, district = people
    with acting_as_clock():
        SchoolYearFactory(district=district)
        school = SchoolFactory(campus=CampusFactory(district=district))
        AssignmentFactory(officer=officer, campus=school.campus)
        free = [OfficerFactory(police_agency=district.police_agency) for _ in range(2)]
        for one in free:
            CertificateFactory(officer=one)
        absence = AbsenceFactory(officer=officer, starts_at=at(9), ends_at=at(11))
    return absence, school.campus, free


@time_machine.travel(at(7))
def test_two_reliefs_at_once_close_one_gap_once(people, gap):
    _, commander, _ = people
    absence, campus, free = gap

    said = together(
        [
            as_(commander, actions.relieve, absence, campus=campus, officer=one)
            for one in free
        ]
    )

    assert sorted(map(bool, said)) == [False, True]
    assert "has an officer in that time by now" in next(filter(None, said))
    assert Assignment.objects.filter(kind="relief").count() == 1


@time_machine.travel(at(7))
def test_one_relief_is_not_sent_to_two_campuses_at_once(people, gap):
    _, commander, district = people
    absence, campus, (relief, _) = gap
    with acting_as_clock():
        north = SchoolFactory(campus=CampusFactory(district=district)).campus
        other = OfficerFactory(police_agency=district.police_agency)
        AssignmentFactory(officer=other, campus=north)
        second = AbsenceFactory(officer=other, starts_at=at(9), ends_at=at(11))

    said = together(
        [
            as_(commander, actions.relieve, absence, campus=campus, officer=relief),
            as_(commander, actions.relieve, second, campus=north, officer=relief),
        ]
    )

    assert sorted(map(bool, said)) == [False, True]
    assert "cannot stand in: Serves" in next(filter(None, said))
    assert Assignment.objects.filter(kind="relief").count() == 1


def test_one_assignment_twice_at_once_is_one(people):
    officer, commander, district = people
    with acting_as_clock():
        campus = CampusFactory(district=district)
    said = {"campus": campus, "kind": "relief", "starts_on": date(2026, 12, 1)}

    refusals = together([as_(commander, actions.assign, officer, **said)] * 2)

    assert sorted(map(str, refusals)) == [
        "None",
        "This officer already has that assignment in that time.",
    ]


def test_two_approvals_of_one_campus_at_once_become_one(people):
    _, commander, district = people
    with acting_as_clock():
        campus = SchoolFactory(campus=CampusFactory(district=district)).campus

    def approval(number):
        return as_(
            commander,
            actions.record_approval,
            campus=campus,
            record_id=uuid7(),
            number=number,
            starts_on=date(2026, 12, 1),
            ends_on=date(2026, 12, 31),
            document="Safe",
        )

    refusals = together([approval("M-1"), approval("M-2")])

    assert sorted(map(str, refusals)) == [
        "None",
        "This campus already has an approval in that time.",
    ]
