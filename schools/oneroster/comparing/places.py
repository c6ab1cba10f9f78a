"""The district itself, its schools and its school years."""

from collections import defaultdict
from collections.abc import Iterable

from schools import grades
from schools.models import District, Person, School, SchoolYear
from schools.oneroster import spec
from schools.oneroster.comparing.matching import Matching, identifier_field
from schools.oneroster.differences import (
    Differences,
    Ends,
    New,
    Section,
    Values,
)
from schools.oneroster.problems import Unreadable
from schools.oneroster.roster import Roster, SchoolRow, YearRow
from schools.oneroster.world import World

LAST_OF_ELEMENTARY, FIRST_OF_HIGH = 5, 9


def compare_district(found: Differences, roster: Roster, district: District) -> None:
    """The file's district is taken for this one; a known other one is refused."""
    named = roster.district
    if named is None:
        return
    if district.sourced_id and district.sourced_id != named.sourced_id:
        raise Unreadable(
            f"This file is of the district “{named.name}”, not of {district}. "
            "Did you choose the right district?"
        )
    if not district.sourced_id:
        found.district_id = named.sourced_id
        if named.name.casefold() == district.name.casefold():
            return
        found.notes.append(
            f"The file calls its district “{named.name}”; it is taken for {district}."
        )


def compare_schools(found: Section, roster: Roster, matching: Matching) -> None:
    sizes = roster.students_by_school()
    counts = roster.manifest.is_full(spec.USERS)
    for row in roster.schools.values():
        school = matching.ours.get(row.sourced_id)
        enrolment = {"enrolment": sizes[row.sourced_id]} if counts else {}
        if row.ends:
            _end(found, school)
        elif school is None:
            guessed = _guess(row, roster)
            found.new.append(New(row.name, {**_values(row), **guessed, **enrolment}))
        else:
            values = {**_values(row, school), **enrolment}
            has = {name: getattr(school, name) for name in values}
            found.compare(school.pk, school.name, has, values)
    if roster.manifest.is_full(spec.ORGS):
        mentioned = roster.mentioned[spec.ORGS.name]
        for school in matching.all_ours:
            if school.sourced_id and mentioned.lack(school.sourced_id):
                _end(found, school)


def _end(found: Section, school: School | None) -> None:
    if school and school.closed_on is None:
        found.ends.append(Ends(str(school.pk), school.name))
    else:
        found.same += 1


def _values(row: SchoolRow, school: School | None = None) -> Values:
    """Ours keeps its spelling when the names differ in capitals only."""
    same_name = school and school.name.casefold() == row.name.casefold()
    values: Values = {
        "name": school.name if school and same_name else row.name,
        "sourced_id": row.sourced_id,
        "closed_on": None,
    }
    if row.identifier:
        values[identifier_field(row.identifier)] = row.identifier
    return values


def _guess(row: SchoolRow, roster: Roster) -> Values:
    """OneRoster tells no level and grades; the students' grades do."""
    taught = {
        person.grade
        for person in roster.people.values()
        if person.school == row.sourced_id
        and person.kind == Person.Kind.STUDENT
        and person.grade is not None
    }
    low = min(taught, default=grades.PRE_KINDERGARTEN)
    high = max(taught, default=grades.HIGHEST)
    return {"level": _level(low, high), "grade_low": low, "grade_high": high}


def _level(low: int, high: int) -> School.Level:
    if high <= grades.PRE_KINDERGARTEN:
        return School.Level.PRESCHOOL
    if high <= LAST_OF_ELEMENTARY:
        return School.Level.ELEMENTARY
    if low > LAST_OF_ELEMENTARY and high < FIRST_OF_HIGH:
        return School.Level.MIDDLE
    return School.Level.HIGH if low >= FIRST_OF_HIGH else School.Level.COMBINED


def compare_years(found: Section, roster: Roster, world: World) -> None:
    """A year of ours is the file's by id, else by lying in the same time."""
    taken: dict[int, bool] = defaultdict(bool)
    for row in roster.years:
        values: Values = {
            "name": row.name,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "sourced_id": row.sourced_id,
        }
        year = _year_of(row, [year for year in world.years if not taken[year.pk]])
        if year is None:
            found.new.append(New(row.name, values))
        else:
            taken[year.pk] = True
            has = {name: getattr(year, name) for name in values}
            found.compare(year.pk, year.name, has, values)


def _year_of(row: YearRow, years: Iterable[SchoolYear]) -> SchoolYear | None:
    years = list(years)
    for year in years:
        if year.sourced_id == row.sourced_id:
            return year
    for year in years:
        if year.starts_on <= row.ends_on and row.starts_on <= year.ends_on:
            return year
    return None
