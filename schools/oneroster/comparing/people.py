"""People of the file against people we hold."""

from dataclasses import dataclass, field
from uuid import UUID

from schools.models import Person
from schools.oneroster import spec
from schools.oneroster.comparing.matching import Matching
from schools.oneroster.differences import (
    Ends,
    New,
    Section,
    Values,
    title_of_person,
)
from schools.oneroster.roster import PersonRow, Roster
from schools.oneroster.world import Entry, World

type Ids = dict[str, str]
"""OneRoster ids of people we hold, with our own: of two entries merged, the one that
stays."""


@dataclass(slots=True)
class Merged:
    """People with several entries: there as long as one of their rows is.

    Whose own row is gone goes by another one, or by what we hold of it.
    """

    stay: frozenset[UUID]
    waiting: list[Entry] = field(default_factory=list)
    rows: dict[UUID, Values] = field(default_factory=dict)
    held: dict[UUID, Values] = field(default_factory=dict)

    def note(self, entry: Entry, values: Values | None = None) -> None:
        """An entry out of sight goes on, by its row or because nothing ends it."""
        if entry.merged_into and values:
            self.rows[entry.merged_into] = values
        elif entry.merged_into and entry.has["active_until"] is None:
            self.held[entry.merged_into] = entry.has


def compare_people(
    found: Section, roster: Roster, world: World, matching: Matching
) -> Ids:
    """Compare row by row; the sealed are left as they are."""
    ours: Ids = {}
    merged = Merged(world.merged())
    for entry in world.people():
        entry.has["school"] = matching.id_of(entry.has.pop("school_id"))
        if entry.sourced_id:
            ours[entry.sourced_id] = str(entry.merged_into or entry.pk)
        _compare_entry(found, entry, roster, merged)
    for entry in merged.waiting:
        _compare_waiting(found, entry, roster, merged)
    for sourced_id, row in roster.people.items():
        if sourced_id not in ours and not row.ends:
            title = _title_of_new(row, matching)
            found.new.append(New(title, {**_values(row), "sourced_id": sourced_id}))
    return ours


def _compare_entry(
    found: Section, entry: Entry, roster: Roster, merged: Merged
) -> None:
    row = roster.people.get(entry.sourced_id)
    if entry.is_sealed:
        found.same += 1
    elif row and not row.ends:
        values = _values(row, entry.has)
        merged.note(entry, values)
        found.compare(entry.pk, entry.title, entry.has, values)
    elif entry.pk in merged.stay:
        merged.waiting.append(entry)
    elif _leaves(entry, roster):
        _end(found, entry)
    else:
        merged.note(entry)


def _compare_waiting(
    found: Section, entry: Entry, roster: Roster, merged: Merged
) -> None:
    """Somebody who has another row, or had one, once all rows are compared."""
    leaves = not entry.sourced_id or _leaves(entry, roster)
    held = merged.held.get(entry.pk) if leaves else None
    if values := merged.rows.get(entry.pk) or held:
        found.compare(entry.pk, entry.title, entry.has, values)
    elif leaves:
        _end(found, entry)


def _leaves(entry: Entry, roster: Roster) -> bool:
    """Does the file say so, by a word or by its silence?"""
    says = entry.sourced_id in roster.people
    is_full = roster.manifest.is_full(spec.USERS)
    return says or (
        is_full and roster.mentioned[spec.USERS.name].lack(entry.sourced_id)
    )


def _values(row: PersonRow, has: Values | None = None) -> Values:
    """Without a role in a delta, school, kind and position stay."""
    keeps = has if has and not row.kind else None
    return {
        "school": keeps["school"] if keeps else row.school,
        "kind": keeps["kind"] if keeps else row.kind,
        "position": keeps["position"] if keeps else row.position,
        "given_name": row.given_name,
        "family_name": row.family_name,
        "grade": _grade(row, keeps),
        "active_until": None,
    }


def _grade(row: PersonRow, keeps: Values | None) -> object:
    is_student = keeps is None or keeps["kind"] == Person.Kind.STUDENT
    return row.grade if is_student else None


def _end(found: Section, entry: Entry) -> None:
    if entry.has["active_until"] is None:
        found.ends.append(Ends(str(entry.pk), entry.title))
    else:
        found.same += 1


def _title_of_new(row: PersonRow, matching: Matching) -> str:
    names = matching.roster_names
    school = names.get(row.school) or (
        matching.ours[row.school].name if row.school in matching.ours else row.school
    )
    return f"{title_of_person(row.kind, row.sourced_id)}, {school}"
