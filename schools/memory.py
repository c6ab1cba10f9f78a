"""The pages of campus memory: which notes there are, and whether they still hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from schools.models import PlaceNote, School
from sro_program.core.db import Actor

MOST = 200
"""Of one school; a campus that needs more has a map instead."""


def notes_of(user: Actor, school: School) -> Sequence[PlaceNote]:
    """What is known of a campus, as far as this person reads it. One query."""
    rows = PlaceNote.objects.visible_to(user).of_school(school)
    return list(rows.standing().for_list()[:MOST])


def by_place(notes: Sequence[PlaceNote]) -> Mapping[str, list[PlaceNote]]:
    """The notes under the name of their place, in the order of `for_list`."""
    return {
        where: list(of_it)
        for where, of_it in groupby(notes, key=lambda note: note.where)
    }


def at_places(notes: Sequence[PlaceNote]) -> Mapping[int | None, list[PlaceNote]]:
    """The notes by the key of their place."""
    found: dict[int | None, list[PlaceNote]] = defaultdict(list)
    for note in notes:
        found[note.place_id].append(note)
    return found
