"""Campus memory: written down, said anew, confirmed, ended."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, now

from schools import memory_policy as policy
from schools.models import Place, PlaceNote, School
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.workflow import lock, write

IS_ENDED = "Somebody has said that this is no longer so. Write a new note if it is."
NOT_A_PLACE = "This place is of another school. Choose one of this school, or none."


@transaction.atomic
def add_note(
    school: School, *, by: Actor, record_id: UUID, text: str, place: Place | None = None
) -> PlaceNote:
    """Write down what one knows of a place; sent twice, it is one note.

    Raises NotAllowed, or RuleBroken for a place of another school, and for a form that
    was sent before and says something else now.
    """
    require(policy.can_remember(by, school))
    _refuse_foreign(school, place)
    if kept := PlaceNote.objects.filter(pk=record_id, school=school).first():
        if (kept.text, kept.place, kept.ended_at) != (text, place, None):
            raise RuleBroken(USED_FORM)
        return kept
    note = PlaceNote(
        id=record_id,
        school=school,
        place=place,
        text=text,
        written_by_id=by.pk,
        confirmed_by_id=by.pk,
    )
    with constraints_as_rules(PlaceNote):
        note.save(force_insert=True)
    record(by, "add_note", note)
    return note


@transaction.atomic
def change_note(
    note: PlaceNote,
    *,
    by: Actor,
    text: str,
    place: Place | None = None,
    version: int | None = None,
) -> PlaceNote:
    """Say it anew, which confirms it. Its history keeps what it said.

    Raises NotAllowed, Stale, WrongState when it is ended, or RuleBroken for a place of
    another school.
    """
    note = _standing(note, by, version)
    _refuse_foreign(note.school, place)
    _confirmed(note, by, text=text, place=place)
    record(by, "change_note", note)
    return note


@transaction.atomic
def confirm_note(
    note: PlaceNote, *, by: Actor, version: int | None = None
) -> PlaceNote:
    """Say that it still holds today. Raises NotAllowed, Stale or WrongState."""
    note = _standing(note, by, version)
    _confirmed(note, by)
    record(by, "confirm_note", note)
    return note


@transaction.atomic
def end_note(note: PlaceNote, *, by: Actor, version: int | None = None) -> PlaceNote:
    """Say that it is no longer so; it is kept, and shown to nobody any more.

    Raises NotAllowed, Stale or WrongState.
    """
    note = _standing(note, by, version)
    write(note, ended_by_id=by.pk, ended_at=now())
    record(by, "end_note", note)
    return note


def _standing(note: PlaceNote, by: Actor, version: int | None) -> PlaceNote:
    require(policy.can_remember(by, note.school))
    note = lock(note, version=version)
    if note.ended_at:
        raise WrongState(IS_ENDED)
    return note


def _confirmed(note: PlaceNote, by: Actor, **changes: object) -> None:
    write(note, confirmed_by_id=by.pk, confirmed_on=localdate(), **changes)


def _refuse_foreign(school: School, place: Place | None) -> None:
    if place and place.school_id != school.pk:
        raise RuleBroken(NOT_A_PLACE)
