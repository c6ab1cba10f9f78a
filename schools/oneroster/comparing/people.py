"""People of the file against people we hold."""

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
from schools.oneroster.world import World

type Ids = dict[str, str]
"""OneRoster ids of people we hold, with our own."""


def compare_people(
    found: Section, roster: Roster, world: World, matching: Matching
) -> Ids:
    """Compare row by row; the sealed are left as they are."""
    ours: Ids = {}
    is_full = roster.manifest.is_full(spec.USERS)
    for pk, sourced_id, is_sealed, has in world.people():
        has["school"] = matching.id_of(has.pop("school_id"))
        ours[sourced_id] = str(pk)
        row = roster.people.get(sourced_id)
        if is_sealed:
            found.same += 1
        elif row and not row.ends:
            title = title_of_person(has["kind"], sourced_id)
            found.compare(pk, title, has, _values(row, has))
        elif row or (is_full and roster.mentioned[spec.USERS.name].lack(sourced_id)):
            _end(found, pk, sourced_id, has)
    for sourced_id, row in roster.people.items():
        if sourced_id not in ours and not row.ends:
            title = _title_of_new(row, matching)
            found.new.append(New(title, {**_values(row), "sourced_id": sourced_id}))
    return ours


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


def _end(found: Section, pk: object, sourced_id: str, has: Values) -> None:
    if has["active_until"] is None:
        found.ends.append(Ends(str(pk), title_of_person(has["kind"], sourced_id)))
    else:
        found.same += 1


def _title_of_new(row: PersonRow, matching: Matching) -> str:
    names = matching.roster_names
    school = names.get(row.school) or (
        matching.ours[row.school].name if row.school in matching.ours else row.school
    )
    return f"{title_of_person(row.kind, row.sourced_id)}, {school}"
