"""Who may say that two entries of a roster are one person.

The commander and the principal of the school: they read its names, and answer for what
is done with them. Who imports rosters reads no names.
"""

from schools.models import School
from schools.models.people import MERGERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

ONLY_MERGERS = (
    "Only the principal of the school and a commander say that two entries are one "
    "person."
)


def can_merge_some(user: Actor) -> Verdict:
    """May they merge entries at any school?"""
    return allow_if(bool(roles_of(user) & {*MERGERS}), ONLY_MERGERS)


def can_merge(user: Actor, school: School) -> Verdict:
    """May they merge entries of this school?"""
    return allow_if(bool(roles_at(user, school.pk) & {*MERGERS}), ONLY_MERGERS)
