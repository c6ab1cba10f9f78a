"""Two entries of a roster that are one person, and two people of one name."""

from datetime import date

from django.db import transaction

from schools import people_policy as policy
from schools.models import AccessNotice, Namesakes, Person, School, SchoolClass
from schools.ports import NamesPerson, names_person
from sro_program.audit.log import record
from sro_program.core.db import Actor, briefly_as_clock, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require

HERE = (NamesPerson(SchoolClass, "teacher"), NamesPerson(AccessNotice, "person"))
SAME = "Choose two different entries."
ELSEWHERE = "These two are of different schools. Entries of one school are merged."
KINDS = "One is {one}, the other {other}. Entries of one kind are merged."
NAMES = "These two have different names. Put the name right in the roster first."
BORN = (
    "The papers give two dates of birth, {one:%B} {one.day}, {one.year} and "
    "{other:%B} {other.day}, {other.year}: these are two people."
)
FASTER = "Somebody has merged one of these two meanwhile."


@transaction.atomic
def merge_people(kept: Person, other: Person, *, by: Actor) -> Person:
    """Let one of two entries stay, and what names the other name it.

    The other entry is kept, out of sight, with its history and its id in the roster, so
    that the next import does not bring it back. Raises NotAllowed, WrongState when
    somebody was faster, or RuleBroken for two of different schools, kinds, names or
    dates of birth, and for notices of one kind that would overlap.
    """
    require(policy.can_merge(by, kept.school))
    _one_at_a_time(kept.school)
    _refuse_two(kept, other, by)
    with briefly_as_clock(), constraints_as_rules(AccessNotice):
        if Person.objects.filter(pk__in=[kept.pk, other.pk]).current().count() != 2:
            raise WrongState(FASTER)
        for column in (*HERE, *names_person):
            rows = column.model._base_manager.filter(**{column.field: other})
            rows.update(**{column.field: kept})
        Person.objects.filter(merged_into=other).update(merged_into=kept)
        Person.objects.filter(pk=other.pk).update(merged_into=kept)
    record(by, "merge_people", kept, other=str(other.pk))
    return kept


@transaction.atomic
def tell_apart(one: Person, other: Person, *, by: Actor) -> Namesakes:
    """Say that two of one name are two people; they are not offered again.

    Raises NotAllowed, or RuleBroken for two of different schools.
    """
    require(policy.can_merge(by, one.school))
    if one.school_id != other.school_id:
        raise RuleBroken(ELSEWHERE)
    first, second = sorted((one, other), key=lambda person: person.pk)
    with constraints_as_rules(Namesakes):
        said, is_new = Namesakes.objects.get_or_create(
            one=first,
            other=second,
            defaults={"school": one.school, "said_by_id": by.pk},
        )
    if is_new:
        record(by, "tell_apart", one, other=str(other.pk))
    return said


def _one_at_a_time(school: School) -> None:
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


def _refuse_two(kept: Person, other: Person, by: Actor) -> None:
    if kept.pk == other.pk:
        raise RuleBroken(SAME)
    if kept.school_id != other.school_id:
        raise RuleBroken(ELSEWHERE)
    if kept.kind != other.kind:
        one, two = kept.get_kind_display().lower(), other.get_kind_display().lower()
        raise RuleBroken(KINDS.format(one=one, other=two))
    if str(kept).casefold() != str(other).casefold():
        raise RuleBroken(NAMES)
    born = _births(kept, by), _births(other, by)
    if all(born) and not born[0] & born[1]:
        raise RuleBroken(BORN.format(one=min(born[0]), other=min(born[1])))


def _births(person: Person, by: Actor) -> set[date]:
    """What the notices that this person reads give as the date of birth."""
    notices = AccessNotice.objects.visible_to(by).filter(person=person)
    return {day for day in notices.values_list("born_on", flat=True) if day}
