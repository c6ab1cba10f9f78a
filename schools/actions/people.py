"""Naming a person in a record."""

from django.db import transaction

from schools.models import Person, School
from sro_program.core.db import briefly_as_clock
from sro_program.core.errors import RuleBroken

OFF_THE_ROSTER = {Person.Kind.STAFF: Person.Kind.OTHER}
"""Everybody at a school reads who its staff are; a record must not add to them."""
WHICH_GRADE = "More than one person here has this name. Give the grade as well."
WHICH_OF_THE_GRADE = (
    "More than one student of this grade has this name. Add a middle name or initial "
    "to the first name, so that nobody takes one for the other."
)
WHICH_ADULT = (
    "More than one person here has this name. Add a middle name or initial to the "
    "first name, so that nobody takes one for the other."
)


@transaction.atomic
def name_person(
    school: School, *, kind: str, given_name: str, family_name: str, grade: int | None
) -> Person:
    """The one person of this name at the school, who is now named in a record.

    Someone who is not on the roster is added, for the record alone. Who is on it stays
    as they are: the school reads its roster, and must not learn of the record from it.
    Until the record is kept, nobody merges the person with somebody. Raises RuleBroken
    when several have the name.
    """
    one_at_a_time(school)
    same = Person.objects.current().filter(
        school=school,
        given_name__iexact=given_name,
        family_name__iexact=family_name,
        sealed_at=None,
    )
    if grade is not None:
        same = same.filter(grade=grade)
    apart = OFF_THE_ROSTER.get(Person.Kind(kind), kind)
    found = list(same.filter(kind=kind)[:2]) or list(same.filter(kind=apart)[:2])
    if len(found) > 1:
        raise RuleBroken(_which_one(kind, grade))
    if found:
        return found[0]
    return Person.objects.create(
        school=school,
        kind=apart,
        given_name=given_name,
        family_name=family_name,
        grade=grade,
        retention_class=Person.Retention.RECORD,
    )


def one_at_a_time(school: School) -> None:
    """Whoever names people of a school and whoever merges them wait in turn."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


def who_stays(person: Person) -> Person:
    """The entry that stays, if this one was merged since it was looked up."""
    with briefly_as_clock():
        return Person.objects.get(pk=person.pk).merged_into or person


def _which_one(kind: str, grade: int | None) -> str:
    """How namesakes are told apart: by the grade, where that says more."""
    if kind != Person.Kind.STUDENT:
        return WHICH_ADULT
    return WHICH_GRADE if grade is None else WHICH_OF_THE_GRADE
