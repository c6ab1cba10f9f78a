"""Two entries of a roster that are one person, and two people of one name."""

from django.db import transaction
from django.db.models import Q

from schools import people_policy as policy
from schools.actions.people import one_at_a_time
from schools.models import AccessNotice, Namesakes, Person, SchoolClass
from schools.models.notices import AccessNoticeQuerySet
from schools.models.people import PersonQuerySet
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
BORN_UNREAD = (
    "Papers that you do not read give two dates of birth: these are two people. Ask "
    "the commander."
)
FASTER = "One of these two is merged already, or no longer on the roster."


@transaction.atomic
def merge_people(kept: Person, other: Person, *, by: Actor) -> Person:
    """Let one of two entries stay, and what names the other name it.

    The other entry is kept, out of sight, with its history and its id in the roster, so
    that the next import does not bring it back. Raises NotAllowed, WrongState when
    somebody was faster, or RuleBroken for two of different schools, kinds, names or
    dates of birth, and for notices of one kind that would overlap.
    """
    require(policy.can_merge(by, kept.school))
    one_at_a_time(kept.school)
    _refuse_two(kept, other, by)
    with briefly_as_clock(), constraints_as_rules(AccessNotice):
        if _current(kept, other).count() != 2:
            raise WrongState(FASTER)
        for column in (*HERE, *names_person):
            rows = column.model._base_manager.filter(**{column.field: other})
            rows.update(**{column.field: kept})
        Person.objects.filter(merged_into=other).update(merged_into=kept)
        Person.objects.filter(pk=other.pk).update(merged_into=kept)
        _tell_apart_as_before(kept, other)
    record(by, "merge_people", kept, other=str(other.pk))
    return kept


@transaction.atomic
def tell_apart(one: Person, other: Person, *, by: Actor) -> Namesakes:
    """Say that two of one name are two people; they are not offered again.

    Who was told apart by mistake can be merged all the same. Raises NotAllowed,
    WrongState when somebody was faster, or RuleBroken for two of different schools.
    """
    require(policy.can_merge(by, one.school))
    one_at_a_time(one.school)
    if one.school_id != other.school_id:
        raise RuleBroken(ELSEWHERE)
    if _current(one, other).count() != 2:
        raise WrongState(FASTER)
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


def _current(*people: Person) -> PersonQuerySet:
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    return rows.current().filter(sealed_at=None)


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
    _refuse_two_births(AccessNotice.objects.visible_to(by), kept, other, BORN)
    with briefly_as_clock():
        _refuse_two_births(AccessNotice.objects.all(), kept, other, BORN_UNREAD)


def _refuse_two_births(
    notices: AccessNoticeQuerySet, kept: Person, other: Person, sentence: str
) -> None:
    """By what these notices give as the date of birth of each."""
    dated = notices.filter(sealed_at=None)
    one, two = (
        {notice.born_on for notice in dated.filter(person=person) if notice.born_on}
        for person in (kept, other)
    )
    if one and two and not one & two:
        raise RuleBroken(sentence.format(one=min(one), other=min(two)))


def _tell_apart_as_before(kept: Person, other: Person) -> None:
    """Whoever was told apart from the other entry is told apart from the person."""
    for said in Namesakes.objects.filter(Q(one=other) | Q(other=other)):
        third = said.other_id if said.one_id == other.pk else said.one_id
        if third == kept.pk:
            continue
        first, second = sorted((kept.pk, third))
        Namesakes.objects.get_or_create(
            one_id=first,
            other_id=second,
            defaults={"school_id": said.school_id, "said_by_id": said.said_by_id},
        )
