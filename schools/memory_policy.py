"""Who may do what with campus memory (domain.md §2.3: plan gaps).

The officers of a school, their command and its principal write it; the district reads.
The office, counselors and teachers are granted nothing of it.
"""

from schools.models import School
from schools.models.memory import KEEPERS
from schools.models.plans import READERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

ONLY_READERS = (
    "What is known of a campus is read by the principal, the officers of the school, "
    "their commander and the district."
)
ONLY_KEEPERS = (
    "Only the principal, the officers of this school and their commander write down "
    "what is known of it."
)


def can_open_memory(user: Actor) -> Verdict:
    """May they read what is known of any campus?"""
    return allow_if(bool(roles_of(user) & {*READERS}), ONLY_READERS)


def can_read_memory(user: Actor, school: School) -> Verdict:
    """May they read what is known of this campus?"""
    return allow_if(bool(roles_at(user, school.pk) & {*READERS}), ONLY_READERS)


def can_remember_some(user: Actor) -> Verdict:
    """May they write notes at any school?"""
    return allow_if(bool(roles_of(user) & {*KEEPERS}), ONLY_KEEPERS)


def can_remember(user: Actor, school: School) -> Verdict:
    """May they write notes at this school, confirm them, and end them?"""
    return allow_if(bool(roles_at(user, school.pk) & {*KEEPERS}), ONLY_KEEPERS)
