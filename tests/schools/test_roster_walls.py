"""The second wall alone: who reads the people and classes of a school writes none."""

import pytest
from django.db import ProgrammingError, connection

from schools.actions import keeping
from schools.actions.people import name_person
from schools.models import Person, SchoolClass
from sro_program.core.db import acting_as
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    PersonFactory,
    SchoolClassFactory,
)

EVERYBODY = [
    *("commander", "office", "officer", "principal", "district"),
    *("counselor", "teacher"),
]
Event = Person.pgh_event_model


@pytest.fixture
def roster(school):
    """A member of staff, a student and a class."""
    PersonFactory(school=school, kind="staff")
    PersonFactory(school=school)
    return SchoolClassFactory(school=school)


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_changes_or_removes_who_is_on_the_roster(role, people, roster):
    with acting_as(people[role]):
        assert Person.objects.exists()
        assert not Person.objects.update(given_name="Other")
        assert not Person.objects.all()._raw_delete("default")


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("kind", ["staff", "student"])
def test_nobody_adds_to_the_roster(role, kind, people, school):
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(people[role]):
        PersonFactory(school=school, kind=kind)


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_adds_a_class(role, people, school):
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(people[role]):
        SchoolClassFactory(school=school)


@pytest.mark.parametrize("role", ["teacher", "counselor", "officer"])
def test_who_keeps_no_bells_changes_no_class(role, people, roster):
    with acting_as(people[role]):
        assert SchoolClass.objects.exists()
        assert not SchoolClass.objects.update(size=1)
        assert not SchoolClass.objects.all()._raw_delete("default")


def test_an_officer_names_somebody_in_a_record_and_history_keeps_it(people, school):
    with acting_as(people["officer"]):
        named = name_person(
            school, kind="student", given_name="A", family_name="B", grade=9
        )

    assert Event.objects.filter(pgh_obj_id=named.pk, pgh_label="insert").exists()


def test_only_an_officer_names_somebody(people, school):
    with (
        pytest.raises(ProgrammingError, match="row-level"),
        acting_as(people["counselor"]),
    ):
        name_person(school, kind="student", given_name="A", family_name="B", grade=9)


def test_a_period_that_goes_leaves_its_class(people, school):
    period = PeriodFactory(bell_schedule=BellScheduleFactory(school=school))
    held = SchoolClassFactory(school=school, period=period)

    with acting_as(people["principal"]):
        keeping.remove_period(period, by=people["principal"])

    held.refresh_from_db()
    assert held.period is None


@pytest.mark.parametrize("role", ["officer", "principal", "teacher"])
def test_nobody_writes_the_history_of_a_person_by_hand(role, people, roster):
    columns = ", ".join(f'"{one.column}"' for one in Person._meta.fields)

    with (
        pytest.raises(ProgrammingError, match="row-level"),
        acting_as(people[role]),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO schools_personevent"
            f" (pgh_created_at, pgh_label, pgh_obj_id, {columns})"
            f" SELECT now(), 'insert', id, {columns} FROM schools_person"
        )
