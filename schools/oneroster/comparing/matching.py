"""Which school of ours is which school of the file."""

from dataclasses import dataclass, field

from schools.models import School
from schools.oneroster.roster import Roster, SchoolRow
from schools.oneroster.world import World

NCES_LENGTH = 12


def identifier_field(identifier: str) -> str:
    """NCES numbers a school with twelve digits; anything else is the state's."""
    is_nces = identifier.isdigit() and len(identifier) == NCES_LENGTH
    return "nces_id" if is_nces else "state_id"


@dataclass(slots=True)
class Matching:
    """Schools of ours by OneRoster id, and that id by our own."""

    ours: dict[str, School] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    roster_names: dict[str, str] = field(default_factory=dict)
    all_ours: list[School] = field(default_factory=list)

    @classmethod
    def of(cls, roster: Roster, world: World) -> "Matching":
        """By OneRoster id, else by NCES or state id, else by name."""
        matching = cls(all_ours=world.schools)
        for school in world.schools:
            if school.sourced_id:
                matching._pair(school.sourced_id, school)
        for row in roster.schools.values():
            matching.roster_names[row.sourced_id] = row.name
            if row.sourced_id not in matching.ours:
                matching._pair_if_found(row)
        return matching

    def _pair_if_found(self, row: SchoolRow) -> None:
        free = [school for school in self.all_ours if school.pk not in self.ids]
        field_name = identifier_field(row.identifier)
        for school in free:
            if row.identifier and getattr(school, field_name) == row.identifier:
                return self._pair(row.sourced_id, school)
        for school in free:
            if school.name.casefold() == row.name.casefold():
                return self._pair(row.sourced_id, school)
        return None

    def _pair(self, sourced_id: str, school: School) -> None:
        self.ours[sourced_id] = school
        self.ids[school.pk] = sourced_id

    def id_of(self, school_pk: object) -> str:
        """The OneRoster id of a school of ours, or a stand-in that matches none."""
        return self.ids.get(school_pk, f"#{school_pk}")  # type: ignore[call-overload, no-any-return]  # keys come from the database untyped

    def names(self) -> dict[str, str]:
        ours = {self.id_of(school.pk): school.name for school in self.all_ours}
        return {**self.roster_names, **ours}
