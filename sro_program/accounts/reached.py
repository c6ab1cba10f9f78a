"""The schools that a person reaches, read once for a page that asks much of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sro_program.accounts.models import Reach
from sro_program.core.db import Actor

MANY_SCHOOLS = 60
MOST_REACH = 2 * MANY_SCHOOLS + 1
"""Rows of the reach that are worth reading: who has more reaches a whole region."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Each school, and the roles held there; all of them unless there are too many."""

    schools: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, str]]) -> "Reached":
        """From at most MOST_REACH rows of school and role."""
        reached = cls()
        for school, role in rows:
            reached.schools.setdefault(school, set()).add(role)
        return reached

    @property
    def is_many(self) -> bool:
        """Too many to be written out, or to choose from."""
        held = sum(len(roles) for roles in self.schools.values())
        return len(self.schools) > MANY_SCHOOLS or held == MOST_REACH

    @property
    def roles(self) -> set[str]:
        """All roles held anywhere."""
        return set().union(*self.schools.values())

    def held_as(self, *roles: str) -> list[int]:
        """The schools that are reached in one of these roles."""
        return [school for school, held in self.schools.items() if held & set(roles)]


def reached_by(user: Actor) -> Reached:
    """One query."""
    rows = Reach.objects.of(user).order_by().values_list("school_id", "role")
    return Reached.of(rows[:MOST_REACH])
