"""Naming a person in a record."""

from django.db import transaction

from schools.models import Person, School
from sro_program.core.errors import RuleBroken

NAMESAKES = "More than one person here has this name. Give the grade as well."


@transaction.atomic
def name_person(
    school: School, *, kind: str, given_name: str, family_name: str, grade: int | None
) -> Person:
    """The one person of this name at the school, who is now named in a record.

    Someone who is not on the roster is added to it. Raises RuleBroken when several
    have the name.
    """
    same = Person.objects.current().filter(
        school=school,
        kind=kind,
        given_name__iexact=given_name,
        family_name__iexact=family_name,
        sealed_at=None,
    )
    if grade is not None:
        same = same.filter(grade=grade)
    found = list(same[:2])
    if len(found) > 1:
        raise RuleBroken(NAMESAKES)
    if found:
        same.update(retention_class=Person.Retention.RECORD)
        return found[0]
    return Person.objects.create(
        school=school,
        kind=kind,
        given_name=given_name,
        family_name=family_name,
        grade=grade,
        retention_class=Person.Retention.RECORD,
    )
