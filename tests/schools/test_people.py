"""Who is named in a record: one of the roster, or somebody added for the record."""

import pytest

from schools.actions.people import name_person
from schools.models import Person
from sro_program.core.db import acting_as
from sro_program.core.errors import RuleBroken
from tests.factories.schools import PersonFactory

NAME = {"given_name": "Robin", "family_name": "Reed"}


@pytest.fixture
def person(school):
    """Someone of the roster, all of one name."""

    def make(kind="student", grade=None):
        return PersonFactory(school=school, kind=kind, grade=grade, **NAME)

    return make


@pytest.fixture
def name(school):
    def find(kind="student", grade=None, **names):
        return name_person(school, kind=kind, grade=grade, **{**NAME, **names})

    return find


@pytest.mark.parametrize("kind", ["student", "guardian", "staff"])
def test_who_is_on_the_roster_is_named_and_left_as_they_are(person, name, kind):
    listed = person(kind)

    assert name(kind, given_name="ROBIN") == listed
    listed.refresh_from_db()
    assert listed.retention_class == Person.Retention.ROSTER


@pytest.mark.parametrize("kind", ["student", "guardian"])
def test_who_is_not_on_the_roster_is_added_for_the_record(name, kind):
    added = name(kind)

    assert (added.kind, added.retention_class) == (kind, Person.Retention.RECORD)
    assert name(kind) == added


def test_staff_who_are_not_on_the_roster_are_not_added_to_it(name, teacher):
    added = name("staff")

    assert added.kind == Person.Kind.OTHER
    assert name("staff") == added
    with acting_as(teacher):
        assert not Person.objects.visible_to(teacher).filter(pk=added.pk).exists()
        assert not Person.objects.filter(pk=added.pk).exists()


def test_staff_who_join_the_roster_later_are_named_from_it(person, name):
    name("staff")
    listed = person("staff")

    assert name("staff") == listed


@pytest.mark.parametrize(
    ("kind", "grade", "sentence"),
    [
        ("student", None, "Give the grade as well."),
        ("student", 9, "More than one student of this grade"),
        ("guardian", None, "Add a middle name or initial"),
        ("staff", None, "Add a middle name or initial"),
    ],
)
def test_namesakes_are_told_apart_by_what_helps(person, name, kind, grade, sentence):
    for _ in range(2):
        person(kind, grade)

    with pytest.raises(RuleBroken, match=sentence):
        name(kind, grade)

    assert name(kind, grade, given_name="Robin M.").given_name == "Robin M."
