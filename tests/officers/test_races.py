"""Two people at once: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from officers import actions
from officers.models import Absence, ActivityEntry, Assignment
from sro_program.accounts.models import Membership, Role
from sro_program.core.db import acting_as, acting_as_clock, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.ids import uuid7
from tests.conftest import make_member
from tests.factories.accounts import UserFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.factories.schools import CampusFactory, DistrictFactory, SchoolFactory
from tests.officers.conftest import at

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
