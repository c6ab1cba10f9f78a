"""Asking for a presentation, offering one, and sending it again."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, pairwise
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers.models import Officer
from presentations import policy
from presentations.actions.signing import (
    NOT_STAMPED,
    UNSIGNED,
    own_signature,
    refuse_forbidden,
    refuse_misfit,
    settle,
    tell_those_who_sign,
)
from presentations.actions.telling import answered
from presentations.models import Presentation, Topic
from presentations.slots import Slot
from presentations.states import SEND, Status
from schools.models import Place, School, SchoolClass
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.workflow import lock, move, write

MOST_AT_ONCE = 12
OVERLAP = "Two of the chosen times overlap. Leave one of them out."
IMMATERIAL = frozenset(
    {"wishes", "curriculum_link", "equipment", "parents_told_on", "staff_present"}
)
"""What can change without asking for the signatures again."""


class Content(TypedDict, total=False):
    """What a request says besides where and when."""

    topic: Topic
    kind: str
    officer: Officer | None
    place: Place | None
    place_text: str
    school_class: SchoolClass | None
    class_name: str
    grades: list[int]
    expected_count: int
    staff_present: str
    equipment: str
    shows_gear: bool
    curriculum_link: str
    parents_told_on: date | None
    wishes: str


@transaction.atomic
def request(
    *,
    by: Actor,
    school: School,
    slots: Sequence[Slot],
    record_id: UUID,
    classes: Sequence[str] = (),
    is_draft: bool = False,
    **content: Unpack[Content],
) -> list[Presentation]:
    """Ask for a talk at one time, or for a series at several, all or nothing.

    Sent twice with one id it is the same request. A principal's own request carries
    the school's signature. Raises NotAllowed, or RuleBroken for a forbidden time, or
    for a form that was sent before and says something else now.
    """
    require(policy.can_request_at(by, school))
    direction = Presentation.Direction.REQUEST
    return _create(by, school, slots, record_id, classes, is_draft, direction, content)


@transaction.atomic
def offer(
    *,
    by: Actor,
    school: School,
    slots: Sequence[Slot],
    record_id: UUID,
    classes: Sequence[str] = (),
    is_draft: bool = False,
    **content: Unpack[Content],
) -> list[Presentation]:
    """Offer a talk to a school; it carries the officer's signature. See request."""
    require(policy.can_offer_at(by, school))
    content["officer"] = Officer.objects.select_related("user").get(user_id=by.pk)
    direction = Presentation.Direction.OFFER
    return _create(by, school, slots, record_id, classes, is_draft, direction, content)


@transaction.atomic
def send(
    presentation: Presentation,
    *,
    by: Actor,
    slot: Slot,
    version: int | None = None,
    is_draft: bool = False,
    **content: Unpack[Content],
) -> Presentation:
    """Change a draft, or what was handed back, and send it.

    What matters to those who signed clears their signatures. Raises NotAllowed,
    WrongState, Stale, or RuleBroken for a forbidden time.
    """
    presentation = lock(presentation, version=version)
    require(policy.can_edit(by, presentation))
    if presentation.direction == Presentation.Direction.OFFER:
        content["officer"] = presentation.officer
    changes: dict[str, Any] = {**content, **_time(slot)}
    material = _differences(presentation, changes) - IMMATERIAL
    if material:
        changes |= UNSIGNED
    if is_draft and presentation.status == Status.DRAFT:
        write(presentation, **changes, **_searchable(presentation, changes))
        record(by, "save", presentation)
        return presentation
    for field, value in changes.items():
        setattr(presentation, field, value)
    refuse_misfit(SEND, presentation)
    presentation.proposed_slots.all().delete()
    warnings = _send(presentation, by, changes)
    answered(presentation)
    if not settle(presentation, by):
        tell_those_who_sign(presentation, by, warnings)
    return presentation


def _create(
    by: Actor,
    school: School,
    slots: Sequence[Slot],
    record_id: UUID,
    classes: Sequence[str],
    is_draft: bool,
    direction: str,
    content: Content,
) -> list[Presentation]:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one click at a time
    names = list(classes) if len(classes) == len(slots) else []
    if sent := _already_sent(by, record_id):
        called = names or [content.get("class_name", "")] * len(slots)
        asked = (school, slots, called, is_draft)
        if not _says_the_same(sent, asked, content):
            raise RuleBroken(USED_FORM)
        return sent
    if not 1 <= len(slots) <= MOST_AT_ONCE:
        raise RuleBroken(f"Choose between 1 and {MOST_AT_ONCE} times.")
    if _overlap(slots):
        raise RuleBroken(OVERLAP)
    made = [
        _draft(
            by,
            school,
            slot,
            record_id if number == 0 else uuid7(),
            direction,
            {**content, "class_name": names[number]} if names else content,
            record_id if len(slots) > 1 else None,
        )
        for number, slot in enumerate(slots)
    ]
    if not is_draft:
        ids = [one.pk for one in made]
        warnings = [_send(one, by, {}, together_with=ids) for one in made]
        each_once = list(dict.fromkeys(chain.from_iterable(warnings)))
        tell_those_who_sign(made[0], by, each_once, count=len(made))
    return made


def _overlap(slots: Sequence[Slot]) -> bool:
    """Do two of these times share a minute? One officer cannot give both."""
    in_order = sorted(slots, key=lambda slot: slot.starts_at)
    return any(one.ends_at > after.starts_at for one, after in pairwise(in_order))


def _already_sent(by: Actor, record_id: UUID) -> list[Presentation]:
    own = Presentation.objects.filter(requested_by_id=by.pk)
    first = own.filter(pk=record_id).first()
    if first and first.series_id:
        return list(own.filter(series_id=first.series_id).order_by("starts_at", "pk"))
    return [first] if first else []


def _says_the_same(
    sent: Sequence[Presentation],
    asked: tuple[School, Sequence[Slot], Sequence[str], bool],
    content: Content,
) -> bool:
    """Is it the same button pressed twice, and not other words in a used form?

    Whoever signs may have named the officer meanwhile, where none was asked for.
    """
    school, slots, classes, is_draft = asked
    first = sent[0]
    rest: dict[str, Any] = {**content, "school": school}
    rest.pop("class_name", None)
    if rest.get("officer") is None:
        rest.pop("officer", None)
    times = sorted((slot.starts_at, slot.ends_at) for slot in slots)
    return (
        (first.status == Status.DRAFT) == is_draft
        and sorted((one.starts_at, one.ends_at) for one in sent) == times
        and sorted(one.class_name for one in sent) == sorted(classes)
        and not _differences(first, rest)
    )


def _draft(
    by: Actor,
    school: School,
    slot: Slot,
    pk: UUID,
    direction: str,
    content: Content,
    series_id: UUID | None,
) -> Presentation:
    made = Presentation(
        pk=pk,
        school=school,
        direction=direction,
        series_id=series_id,
        requested_by_id=by.pk,
        **_time(slot),
        **content,
    )
    made.search_text = _searchable(made, {})["search_text"]
    with constraints_as_rules(Presentation):
        made.save(force_insert=True)
    record(by, "draft", made)
    return made


def _send(
    presentation: Presentation,
    by: Actor,
    changes: dict[str, Any],
    together_with: Sequence[UUID] = (),
) -> list[str]:
    warnings = refuse_forbidden(presentation, together_with=together_with)
    move(
        presentation,
        SEND,
        by=by,
        **{
            **changes,
            **_searchable(presentation, changes),
            **NOT_STAMPED,
            **own_signature(presentation, by),
            "reason": "",
            "requested_at": now(),
            "revision": presentation.revision + 1,
        },
    )
    return warnings


def _time(slot: Slot) -> dict[str, Any]:
    return {
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "period_name": slot.period_name,
    }


def _differences(presentation: Presentation, changes: dict[str, Any]) -> set[str]:
    return {
        field
        for field, value in changes.items()
        if getattr(presentation, field) != value
    }


def _searchable(presentation: Presentation, changes: dict[str, Any]) -> dict[str, str]:
    """What the list's search finds it by."""
    words = [
        changes.get("topic", presentation.topic),
        presentation.school,
        changes.get("class_name", presentation.class_name),
        presentation.requested_by,
        changes.get("officer", presentation.officer) or "",
    ]
    return {"search_text": " ".join(map(str, words))[:600].lower()}
