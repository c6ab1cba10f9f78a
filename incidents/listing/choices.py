"""What the filter of the list offers, and what this person reads, by one query."""

from dataclasses import dataclass, field

from officers.choices import OFFICERS_AS_PEOPLE
from schools.models import Place
from sro_program.accounts.choices import (
    SCHOOLS,
    VIEWS,
    Choice,
    Saved,
    by_label,
    rows_of_choices,
)
from sro_program.accounts.models import Role
from sro_program.accounts.reached import Reached
from sro_program.core.db import Actor

PAGE = "incidents:incidents"
POLICE = frozenset({Role.OFFICER, Role.COMMANDER})
UNIT = POLICE | {Role.OFFICE}
READERS = UNIT | {Role.PRINCIPAL}
MANY_OFFICERS = 60
MANY_PLACES = 200
SERVES = """
SELECT 'serves', id, badge, '' FROM officers_officer
WHERE in_service AND user_id = %(user)s
"""


@dataclass(slots=True)
class Choices:
    """What a person can filter by, the schools they reach, and as what."""

    user_id: int | None = None
    schools: list[Choice] = field(default_factory=list)
    officers: list[Choice] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    reached: Reached = field(default_factory=Reached)
    serves: bool = False

    @property
    def has_many_schools(self) -> bool:
        """Too many for a list to choose from."""
        return self.reached.is_many

    @property
    def has_many_officers(self) -> bool:
        return len(self.officers) > MANY_OFFICERS

    @property
    def is_police(self) -> bool:
        """Do they read the police side anywhere?"""
        return self.serves or bool(self.reached.roles & POLICE)

    def reads_police_side(self, school_id: int, written_by_id: int) -> bool:
        """The lens of a row (`policy.reads_police_side`), without asking again.

        Whoever reaches a whole region and is more than police reads headers there.
        """
        if self.serves and written_by_id == self.user_id:
            return True
        if self.reached.is_many:
            return self.reached.roles & READERS <= POLICE
        return bool(self.reached.schools.get(school_id, set()) & POLICE)

    def is_unit_at(self, school_id: int) -> bool:
        """Is the school this person's as one of the sheriff's office?"""
        if self.reached.is_many:
            return self.reached.roles & READERS <= UNIT
        return bool(self.reached.schools.get(school_id, set()) & UNIT)


def choices_for(user: Actor) -> Choices:
    """All of it in one query; a kind with too many to choose from is cut off."""
    choices, reach = Choices(user.pk), []
    offered = (SCHOOLS, OFFICERS_AS_PEOPLE, SERVES, VIEWS)
    most = {"most_officers": MANY_OFFICERS + 1}
    for kind, key, label, extra in rows_of_choices(user, PAGE, *offered, **most):
        if kind == "school":
            reach.append((key, extra))
            if extra in READERS:
                choices.schools.append(Choice(key, label))
        elif kind == "view":
            choices.saved.append(Saved(key, label, extra))
        elif kind == "serves":
            choices.serves = True
        else:
            choices.officers.append(Choice(key, label))
    choices.reached = Reached.of(reach)
    choices.schools = sorted(set(choices.schools), key=by_label)
    choices.officers.sort(key=by_label)
    choices.saved.sort(key=lambda saved: saved.name.lower())
    return choices


def places_of(user: Actor, school_id: int | None, choices: Choices) -> list[Choice]:
    """The named places of the school that is looked at, if it is one. One query."""
    only = choices.schools[0].key if len(choices.schools) == 1 else None
    if not (school_id or only):
        return []
    seen = Place.objects.visible_to(user).filter(school=school_id or only)
    found = seen.in_use().order_by("label", "pk").values_list("pk", "label")
    return [Choice(*row) for row in found[:MANY_PLACES]]
