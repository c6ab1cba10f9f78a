"""Does this person belong here? One answer for a hallway (domain.md §3.12, §5).

Names are looked for through two doors of the database (migration `notices`), which know
who asks. An answer never says more than the asker may see: whoever keeps notices reads
what one says; a counselor learns that there is one and whom to ask; everybody else
finds those on the roster whom they see anyway.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category
from uuid import UUID

from django.db import connection, models
from django.urls import reverse

from schools.models import AccessNotice, Person, School
from schools.models.notices import KEEPERS
from sro_program.audit.log import record_views
from sro_program.core.db import Actor

PEOPLE = "SELECT person, closeness FROM schools_find_people(%s)"
NOTICES = """
SELECT notice, person, school, given, family, category, is_read, closeness
FROM schools_find_notices(%s, %s::uuid[])
"""
SHOWN = 12
STEPS = 4
"""Names are as close that differ by less than such a part of the whole."""
SHORTEST = 2
"""Letters of a word, below which it is no name to look for."""


class Verdict(models.TextChoices):
    """The answer in a word, the gravest first."""

    BARRED = "barred", "Barred"
    CONDITIONS = "conditions", "Conditions"
    BELONGS = "belongs", "Belongs"


GRAVITY = {verdict: place for place, verdict in enumerate(Verdict)}
VEILED = {
    Verdict.BARRED: "Do not let in. Call the officer.",
    Verdict.CONDITIONS: "Ask the principal or the officer first.",
    Verdict.BELONGS: "Is authorized. Signs in at the office.",
}
"""What is said to those who are not told what a notice says."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one notice says to this asker; without `notice` only that there is one."""

    verdict: Verdict
    what_to_do: str
    school: School
    key: UUID
    notice: AccessNotice | None = None

    @property
    def until(self) -> date | None:
        return self.notice.ends_on if self.notice else None


@dataclass(slots=True)
class Answer:
    """One person who may be meant, what tells them apart, and what holds for them."""

    name: str
    closeness: float
    tells: list[str] = field(default_factory=list)
    add_url: str = ""
    orders: list[Order] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        found = [order.verdict for order in self.orders]
        return min(found, key=GRAVITY.__getitem__, default=Verdict.BELONGS)

    @property
    def until(self) -> date | None:
        """Until when the verdict holds; the latest, where several say it."""
        same = [order.until for order in self.orders if order.verdict == self.verdict]
        return max((day for day in same if day), default=None)


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice as the door names it."""

    notice: UUID
    person: UUID
    school: int
    given: str
    family: str
    category: str
    is_read: bool
    closeness: float


def can_be_looked_for(said: str) -> bool:
    """Is there a word of at least two letters or figures in it?"""
    words = "".join(sign if _is_of_a_word(sign) else " " for sign in said).split()
    return any(len(word) >= SHORTEST for word in words)


def _is_of_a_word(sign: str) -> bool:
    """A letter, a figure, or what is written on a letter: the vowels of Hindi are."""
    return category(sign)[0] in "LMN"


def look_up(user: Actor, said: str) -> list[Answer]:
    """Those whom these words may mean, the likeliest first; one more than are shown.

    Each barred or custody entry that is shown is noted in the audit trail, once.
    """
    close = dict(_ask(PEOPLE, said))
    hits = [Hit(*row) for row in _ask(NOTICES, said, list(close))]
    answers = _on_the_roster(user, close)
    for hit, order in _orders_of(user, hits):
        if hit.person not in answers:
            name = f"{hit.given} {hit.family}"
            answers[hit.person] = Answer(name, hit.closeness, _tells_of(order))
        answers[hit.person].orders.append(order)
    found = sorted(answers.values(), key=_likeliest)[: SHOWN + 1]
    _note(user, found[:SHOWN])
    return found


def _ask(door: str, *about: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401  # what SQL takes
    with connection.cursor() as cursor:
        cursor.execute(door, about)
        return list(cursor.fetchall())


def _on_the_roster(user: Actor, close: Mapping[UUID, float]) -> dict[UUID, Answer]:
    """Those of the door whom this person sees; who keeps notices may add one."""
    rows = Person.objects.visible_to(user).current().filter(pk__in=list(close))
    people = list(rows.select_related("school"))
    keeps = School.objects.reached_as(user, *KEEPERS)
    near = keeps.filter(pk__in={one.school_id for one in people})
    kept = set(near.values_list("pk", flat=True))
    found = {}
    for one in people:
        tells = [*one.told_by, one.school.label]
        answer = Answer(str(one), close[one.pk], tells)
        if one.school_id in kept:
            add = reverse("schools:add_notice", args=[one.school_id])
            answer.add_url = f"{add}?person={one.pk}"
        found[one.pk] = answer
    return found


def _orders_of(user: Actor, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Order]]:
    """Each hit with what it says; what is over since the door looked is left out."""
    keys = [hit.notice for hit in hits if hit.is_read]
    mine = AccessNotice.objects.visible_to(user).in_force().filter(pk__in=keys)
    read = {notice.pk: notice for notice in mine.for_list()}
    veiled = [hit.school for hit in hits if not hit.is_read]
    schools = School.objects.in_bulk(veiled)
    for hit in hits:
        verdict = Verdict(hit.category)
        if notice := read.get(hit.notice):
            said = notice.what_to_do
            yield hit, Order(verdict, said, notice.school, hit.notice, notice)
        elif not hit.is_read:
            yield hit, Order(verdict, VEILED[verdict], schools[hit.school], hit.notice)


def _tells_of(order: Order) -> list[str]:
    """What tells somebody apart who is on no roster that the asker sees."""
    born = order.notice.born_on if order.notice else None
    is_born = [f"born {born:%B} {born.day}, {born.year}"] if born else []
    return ["Not on the roster", *is_born, order.school.label]


def _likeliest(answer: Answer) -> tuple[float, int, str]:
    """The closest name first; of those about as close the gravest answer."""
    return (-round(answer.closeness * STEPS), GRAVITY[answer.verdict], answer.name)


def _note(user: Actor, shown: Iterable[Answer]) -> None:
    """Who looked up whom who is barred or under an order, by ids (trust.md §6)."""
    record_views(
        user,
        [
            AccessNotice(pk=order.key, school=order.school)
            for answer in shown
            for order in answer.orders
            if order.verdict != Verdict.BELONGS
        ],
    )
