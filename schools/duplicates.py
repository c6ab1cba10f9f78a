"""Entries of a school’s roster that may be one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from schools.models import Namesakes, Person, School
from sro_program.core.db import Actor

MOST = 50
"""Pairs of one page; when they are done, the next are offered."""
MOST_PEOPLE = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of one name and kind; the newer one comes second."""

    one: Person
    other: Person


def pairs_at(user: Actor, school: School) -> Sequence[Pair]:
    """Those that nobody has told apart yet, by name. Two queries."""
    told = Namesakes.objects.visible_to(user).filter(school=school)
    apart = set(told.values_list("one", "other"))
    found = (
        pair
        for pair in _pairs(_namesakes(user, school))
        if (pair.one.pk, pair.other.pk) not in apart
    )
    return [pair for pair, _ in zip(found, range(MOST), strict=False)]


def _namesakes(user: Actor, school: School) -> Sequence[Person]:
    """Everybody on the roster who shares name and kind with somebody else there."""
    people = Person.objects.visible_to(user).current().filter(school=school)
    folded = people.annotate(given=Lower("given_name"), family=Lower("family_name"))
    alike = folded.filter(
        kind=OuterRef("kind"), given=OuterRef("given"), family=OuterRef("family")
    ).exclude(pk=OuterRef("pk"))
    rows = folded.filter(Exists(alike)).order_by("family", "given", "kind", "pk")
    return list(rows[:MOST_PEOPLE])


def _pairs(people: Sequence[Person]) -> Iterator[Pair]:
    def name(person: Person) -> tuple[str, str, str]:
        return person.family, person.given, person.kind  # type: ignore[attr-defined]  # annotated

    for _, alike in groupby(people, key=name):
        for one, other in combinations(alike, 2):
            yield Pair(one, other)
