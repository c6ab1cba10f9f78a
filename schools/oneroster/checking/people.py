"""users.csv and roles.csv: people, and the one school each of them belongs to."""

from collections.abc import Iterator

from schools.models import Person
from schools.oneroster import spec
from schools.oneroster.roster import PersonRow, Roster
from schools.oneroster.sheets import Row
from schools.oneroster.source import Source

type Rank = tuple[bool, bool]
"""How well a role fits as the one we keep; the greater wins."""

ROLE_WORDS = set(spec.KIND_OF_ROLE)


def check_people(source: Source) -> None:
    """Version 1.2 keeps roles in their own file, 1.1 in users.csv."""
    roster = source.roster
    has_roles = roster.manifest.holds(spec.ROLES)
    is_1_1 = roster.manifest.version == "1.1"
    home: dict[str, str] = {}
    for row in source.rows(spec.USERS):
        person = _person(row)
        if not has_roles and (is_1_1 or row.get("role")):
            _role_of_1_1(row, person, roster)
        if row.is_good:
            roster.people[person.sourced_id] = person
            home[person.sourced_id] = row.get("primaryOrgSourcedId")
    if has_roles:
        _assign_roles(source, home)
    _sort_out(roster)


def _person(row: Row) -> PersonRow:
    return PersonRow(
        row.line,
        row.sourced_id,
        row.text("givenName", 100),
        row.text("familyName", 100),
        row.grade("grades"),
        row.ends,
    )


def _role_of_1_1(row: Row, person: PersonRow, roster: Roster) -> None:
    role = row.word("role", ROLE_WORDS)
    orgs = [org.strip() for org in row.get("orgSourcedIds").split(",") if org.strip()]
    for org in orgs:
        if not roster.has_org(org):
            row.reject("orgSourcedIds", roster.why_missing("orgs", org))
    if not orgs:
        row.reject("orgSourcedIds", "is empty, but required.")
    _put(person, role, next(filter(roster.has_school, orgs), ""))


def _put(person: PersonRow, role: str, school: str) -> None:
    person.kind = spec.KIND_OF_ROLE.get(role, Person.Kind.OTHER)
    person.position = spec.POSITIONS.get(role, "")
    person.school = school
    if person.kind != Person.Kind.STUDENT:
        person.grade = None


def _assign_roles(source: Source, home: dict[str, str]) -> None:
    """Of several roles we keep the primary one, at the school named as the home."""
    roster, ranks = source.roster, dict[str, Rank]()
    for row in _good_roles(source):
        user, school = row.get("userSourcedId"), row.get("orgSourcedId")
        if user not in roster.people or row.ends:
            continue
        if not roster.has_school(school):
            roster.without_school.add(user)
            continue
        rank = (row.get("roleType").lower() == "primary", school == home[user])
        if user not in ranks or rank > ranks[user]:
            ranks[user] = rank
            _put(roster.people[user], row.get("role").lower(), school)


def _good_roles(source: Source) -> Iterator[Row]:
    roster = source.roster
    for row in source.rows(spec.ROLES):
        row.word("role", ROLE_WORDS)
        row.word("roleType", spec.ROLE_TYPES)
        user, org = row.get("userSourcedId"), row.get("orgSourcedId")
        if user not in roster.people and user not in roster.known.people:
            row.reject("userSourcedId", roster.why_missing("users", user))
        if not roster.has_org(org):
            row.reject("orgSourcedId", roster.why_missing("orgs", org))
        if row.is_good:
            yield row
        else:
            roster.unsure_roles.add(user)


def _sort_out(roster: Roster) -> None:
    """Set aside who has no school, and reject who has no role at all."""
    for user, person in list(roster.people.items()):
        if person.school or person.ends:
            roster.without_school.discard(user)
            continue
        if not person.kind and user not in roster.without_school:
            if _keeps_its_role(roster, user):
                continue
            _reject_without_role(roster, person)
        else:
            roster.without_school.add(user)
            if _has_left(roster, user):
                roster.mentioned[spec.USERS.name].ids.discard(user)
        del roster.people[user]


def _has_left(roster: Roster, user: str) -> bool:
    """Ended at the school it was at, unless a bad row may say that it still is."""
    roles = roster.mentioned.get(spec.ROLES.name)
    return user not in roster.unsure_roles and not (roles and roles.refused_some)


def _keeps_its_role(roster: Roster, user: str) -> bool:
    return not roster.manifest.is_full(spec.ROLES) and user in roster.known.people


def _reject_without_role(roster: Roster, person: PersonRow) -> None:
    roster.problems.add(
        spec.USERS.file,
        person.line,
        "sourcedId",
        f"“{person.sourced_id[:40]}” has no usable role in roles.csv.",
    )
