"""A walkthrough is sent: once, whole, with its answers and findings (D§3.8)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple, TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from schools import walk_policy as policy
from schools.actions.findings import add_finding
from schools.models import (
    Checklist,
    ChecklistItem,
    Finding,
    Place,
    School,
    WalkAnswer,
    Walkthrough,
)
from schools.models.checklists import Answer
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.core.times import A_DAY

SENT_OTHERWISE = (
    "This walkthrough was sent already, from another phone or page, with other "
    "answers, and stands there as it was sent. Nothing of yours is lost: send it "
    "again, and it becomes a walkthrough of its own."
)
TO_COME = "That is still to come. Give the time at which you began."
NOTHING_SEEN = "Nothing is answered yet. Answer what you saw; the rest may stay open."
NOT_OF_LIST = "These answers are of another checklist. Open the page again."
DUE: Mapping[str, timedelta] = {
    Finding.Severity.HIGH: A_DAY,
    Finding.Severity.MEDIUM: timedelta(days=14),
    Finding.Severity.LOW: timedelta(days=30),
}
"""Until when what was found on a walk is to be mended; changed on its page."""


class Found(NamedTuple):
    """What has to be mended at an item: what, how urgent, whose, where."""

    item: ChecklistItem
    what: str
    severity: str
    owner: str
    place: Place | None


class Seen(NamedTuple):
    """An answer at an item."""

    item: ChecklistItem
    answer: str
    note: str


class Said(TypedDict):
    """What is sent of a walk; `begins` is on the clock of the district."""

    checklist: Checklist
    on: date
    begins: time
    route: str
    weather: str
    in_session: bool
    note: str
    seen: Sequence[Seen]
    found: Sequence[Found]


class Sent(NamedTuple):
    """The walkthrough, and whether this was the first time that it was sent."""

    walkthrough: Walkthrough
    is_new: bool


@transaction.atomic
def send_walkthrough(
    school: School, *, by: Actor, record_id: UUID, **said: Unpack[Said]
) -> Sent:
    """Keep a walk with its answers and findings; sent twice, also at once, it is one.

    What is not answered was not checked. Raises NotAllowed, WrongState where the same
    id came with other answers, or RuleBroken for a time to come, a walk without an
    answer, an item of another list, and what `add_finding` refuses.
    """
    require(policy.can_walk(by, school))
    _one_after_the_other(record_id)
    digest = _digest_of(said)
    if kept := Walkthrough.objects.filter(pk=record_id, school=school).first():
        if kept.digest != digest:
            raise WrongState(SENT_OTHERWISE)
        return Sent(kept, is_new=False)
    items = {item.pk: item for item in said["checklist"].items.all()}
    _refuse_nonsense(school, said, items)
    walk = _insert(school, by, record_id, digest, said)
    _answer(walk, items.values(), said["seen"])
    for one in said["found"]:
        _add(walk, by, one)
    record(by, "send_walkthrough", walk)
    return Sent(walk, is_new=True)


def _one_after_the_other(key: UUID) -> None:
    """Whoever sends the same id at the same moment waits, and finds it there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)]
        )


def _digest_of(said: Said) -> str:
    """A mark of all that was said, by which the same walk is known again."""
    told = {
        **said,
        "checklist": said["checklist"].pk,
        "seen": sorted([one.item.pk, one.answer, one.note] for one in said["seen"]),
        "found": sorted(
            [one.item.pk, one.what, one.severity, one.owner, str(one.place)]
            for one in said["found"]
        ),
    }
    plain = json.dumps(told, sort_keys=True, default=str)
    return sha256(plain.encode()).hexdigest()


def _refuse_nonsense(
    school: School, said: Said, items: Mapping[int, ChecklistItem]
) -> None:
    began = datetime.combine(said["on"], said["begins"], school.district.zone)
    answers = said["checklist"].answers
    if began > datetime.now(school.district.zone):
        raise RuleBroken(TO_COME)
    if not any(one.answer != Answer.NOT_CHECKED for one in said["seen"]):
        raise RuleBroken(NOTHING_SEEN)
    about = {one.item.pk for one in said["seen"]}
    about |= {one.item.pk for one in said["found"]}
    if about - {*items} or {one.answer for one in said["seen"]} - {*answers}:
        raise RuleBroken(NOT_OF_LIST)


def _insert(
    school: School, by: Actor, key: UUID, digest: str, said: Said
) -> Walkthrough:
    walk = Walkthrough(
        id=key,
        school=school,
        checklist=said["checklist"],
        on=said["on"],
        begins=said["begins"],
        route=said["route"],
        weather=said["weather"],
        in_session=said["in_session"],
        note=said["note"],
        walked_by_id=by.pk,
        digest=digest,
    )
    with constraints_as_rules(Walkthrough):
        walk.save(force_insert=True)
    return walk


def _answer(
    walk: Walkthrough, items: Iterable[ChecklistItem], seen: Sequence[Seen]
) -> None:
    """At each item of a round; the assessment leaves open what nobody answered."""
    given = {one.item.pk: one for one in seen}
    if walk.checklist.is_round:
        given = {i.pk: Seen(i, Answer.NOT_CHECKED, "") for i in items} | given
    WalkAnswer.objects.bulk_create(
        WalkAnswer(
            walkthrough=walk,
            school=walk.school,
            item=one.item,
            answer=one.answer,
            note=one.note,
        )
        for one in given.values()
    )


def _add(walk: Walkthrough, by: Actor, found: Found) -> None:
    add_finding(
        walk.school,
        by=by,
        record_id=uuid7(),
        walkthrough=walk,
        item=found.item,
        what=found.what,
        severity=found.severity,
        owner=found.owner,
        place=found.place,
        person=None,
        due_on=localdate() + DUE[found.severity],
    )
