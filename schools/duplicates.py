"""Entries of a school’s roster that may be one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, islice

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from schools.models import Namesakes, Person, School
from sro_program.audit.models import AuditEvent
from sro_program.core.db import Actor

MOST = 50
"""Pairs of one page; when they are done, the next are offered."""
MOST_PEOPLE = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of one name and kind; the newer one comes second."""

    one: Person
    other: Person


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry out of sight, and what the trail says of how it came there."""

    entry: Person
    stays: Person
    event: AuditEvent | None


def pairs_at(user: Actor, school: School) -> Sequence[Pair]:
    """Those that nobody has told apart yet, by name; one more than are shown."""
    told = Namesakes.objects.visible_to(user).filter(school=school)
    apart = set(told.values_list("one", "other"))
    found = (
        pair
        for pair in _pairs(_namesakes(user, school))
        if (pair.one.pk, pair.other.pk) not in apart
    )
    return list(islice(found, MOST + 1))


def told_apart_at(user: Actor, school: School) -> Sequence[Namesakes]:
    """Those who were told apart and are both there, the latest first."""
    here = Person.objects.visible_to(user).current().filter(school=school)
    told = Namesakes.objects.visible_to(user).filter(one__in=here, other__in=here)
    return list(told.select_related("one", "other", "said_by").order_by("-pk")[:MOST])


def merged_at(user: Actor, school: School) -> Sequence[Merged]:
    """Those that were merged into another entry of this school, by name."""
    rows = Person.objects.visible_to(user).filter(school=school)
    rows = rows.exclude(merged_into=None).select_related("merged_into")
    entries = list(rows.order_by("family_name", "given_name", "pk")[:MOST])
    stayed = {one.pk for one in entries} | {one.merged_into_id for one in entries}
    said = AuditEvent.objects.filter(
        object_type=Person._meta.label_lower,
        object_id__in=map(str, stayed),
        verb="merge_people",
    )
    events = {event.detail["other"]: event for event in said.select_related("by")}
    return [
        Merged(one, one.merged_into, events.get(str(one.pk)))
        for one in entries
        if one.merged_into
    ]


def _namesakes(user: Actor, school: School) -> Sequence[Person]:
    """Everybody on the roster who shares name and kind with somebody else there.

    Not those who were told apart from each of them: they would hide whoever comes
    after them.
    """
    people = Person.objects.visible_to(user).current().filter(school=school)
    folded = people.annotate(given=Lower("given_name"), family=Lower("family_name"))
    told = Namesakes.objects.visible_to(user).filter(
        Q(one=OuterRef("pk"), other=OuterRef(OuterRef("pk")))
        | Q(other=OuterRef("pk"), one=OuterRef(OuterRef("pk")))
    )
    alike = (
        folded.filter(
            kind=OuterRef("kind"), given=OuterRef("given"), family=OuterRef("family")
        )
        .exclude(pk=OuterRef("pk"))
        .exclude(Exists(told))
    )
    rows = folded.filter(Exists(alike)).order_by("family", "given", "kind", "pk")
    return list(rows[:MOST_PEOPLE])


def _pairs(people: Sequence[Person]) -> Iterator[Pair]:
    def name(person: Person) -> tuple[str, str, str]:
        return person.family, person.given, person.kind  # type: ignore[attr-defined]  # annotated

    for _, alike in groupby(people, key=name):
        for one, other in combinations(alike, 2):
            yield Pair(one, other)
