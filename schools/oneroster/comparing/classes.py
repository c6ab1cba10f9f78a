"""Classes of the file against classes we hold."""

from schools.oneroster import spec
from schools.oneroster.comparing.matching import Matching
from schools.oneroster.comparing.people import Ids
from schools.oneroster.differences import Ends, New, Section, Values
from schools.oneroster.roster import ClassRow, Roster
from schools.oneroster.world import World


def compare_classes(
    found: Section, roster: Roster, world: World, matching: Matching, people: Ids
) -> None:
    """Compare row by row; what the file does not bring stays."""
    sourced = {pk: sourced_id for sourced_id, pk in people.items()}
    _name_the_person(roster, people, sourced)
    periods = world.periods()
    is_full = roster.manifest.is_full(spec.CLASSES)
    seen: set[str] = set()
    for pk, sourced_id, has in world.classes():
        seen.add(sourced_id)
        has["school"] = matching.id_of(has.pop("school_id"))
        has["teacher"] = sourced.get(str(has.pop("teacher_id")))
        has["period"] = has.pop("period_id")
        row = roster.classes.get(sourced_id)
        if row and not row.ends:
            found.compare(pk, row.title, has, _values(row, matching, periods, has))
        elif row or (is_full and roster.mentioned[spec.CLASSES.name].lack(sourced_id)):
            _end(found, pk, has)
    for sourced_id, row in roster.classes.items():
        if sourced_id not in seen and not row.ends:
            values = _values(row, matching, periods)
            found.new.append(New(row.title, {**values, "sourced_id": sourced_id}))


def _name_the_person(roster: Roster, people: Ids, sourced: dict[str, str]) -> None:
    """Whoever has several ids teaches under one of them, whichever a row names."""
    for row in roster.classes.values():
        if row.teacher in people:
            row.teacher = sourced[people[row.teacher]]


def _values(
    row: ClassRow,
    matching: Matching,
    periods: dict[int, dict[str, int]],
    has: Values | None = None,
) -> Values:
    school = matching.ours.get(row.school)
    known = periods.get(school.pk, {}) if school else {}
    return {
        "school": row.school,
        "title": row.title,
        "grade": row.grade,
        "period": _period(row.period, known),
        "teacher": _kept(row.teacher, has, "teacher") or None,
        "size": _kept(row.size, has, "size") or 0,
        "active_until": None,
    }


def _kept(brought: object, has: Values | None, name: str) -> object:
    """What the file brings, or what we have when it brings nothing."""
    return has[name] if brought is None and has else brought


def _period(label: str, known: dict[str, int]) -> int | None:
    """Match "2", "02" or "2nd Period" to the period whose name has that number."""
    if not label:
        return None
    number = "".join(filter(str.isdigit, label)).lstrip("0")
    by_number = {"".join(filter(str.isdigit, name)): pk for name, pk in known.items()}
    return known.get(label.casefold()) or (by_number.get(number) if number else None)


def _end(found: Section, pk: object, has: Values) -> None:
    if has["active_until"] is None:
        found.ends.append(Ends(str(pk), str(has["title"])))
    else:
        found.same += 1
