"""The dry run: what a roster would change, found without changing anything."""

from schools.models import District
from schools.oneroster import spec
from schools.oneroster.comparing.classes import compare_classes
from schools.oneroster.comparing.matching import Matching
from schools.oneroster.comparing.people import compare_people
from schools.oneroster.comparing.places import (
    compare_district,
    compare_schools,
    compare_years,
)
from schools.oneroster.differences import Differences
from schools.oneroster.roster import Report, Roster, silence
from schools.oneroster.world import World

__all__ = ["compare"]


def compare(
    roster: Roster, district: District, report: Report = silence
) -> Differences:
    """What applying the good rows would do. Raises Unreadable for a foreign file."""
    report("Comparing", 0, 1)
    world = World.of(district)
    matching = Matching.of(roster, world)
    found = Differences(school_names=matching.names())
    compare_district(found, roster, district)
    compare_schools(found.schools, roster, matching)
    compare_years(found.years, roster, world)
    people = compare_people(found.people, roster, world, matching)
    compare_classes(found.classes, roster, world, matching, people)
    _add_notes(found, roster)
    report("Comparing", 1, 1)
    return found


def _add_notes(found: Differences, roster: Roster) -> None:
    for file in (spec.ORGS, spec.USERS, spec.CLASSES):
        if roster.manifest.is_full(file) and roster.mentioned[file.name].hides_some:
            found.notes.append(
                f"What {file.file} does not mention stays, because the id of a bad "
                "row there cannot be read."
            )
    left_out = len(roster.without_school)
    if left_out:
        found.notes.append(
            f"{left_out} people belong to the district but to no school; they are "
            "left out."
        )
    if roster.classes and all(row.size is None for row in roster.classes.values()):
        found.notes.append(
            "Class sizes stay as they are; they change with the next full "
            "enrollments file."
        )
    remaining = found.people.same + len(found.people.changed) + len(found.people.ends)
    if len(found.people.ends) * 4 > remaining > 0:
        found.notes.append(
            f"This would end {len(found.people.ends)} of {remaining} people. "
            "Is the file complete?"
        )
