"""Who may do what with drills (product.md §2, domain.md R13, §3.9).

The principal and the officers of a school write and certify them. Their command, its
office and the district read them; what is said of children stays with the school, its
officers and the command. D§2.3 grants nothing of it to counselors and teachers.
"""

from schools.models import School
from schools.models.drills import KEEPERS, READERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

ONLY_READERS = (
    "Drills are read by the principal, the officers of the school and their command "
    "and office, and the district."
)
ONLY_KEEPERS = (
    "Only the principal and the officers of this school record and certify its drills."
)


def can_open_drills(user: Actor) -> Verdict:
    """May they read of drills anywhere?"""
    return allow_if(bool(roles_of(user) & {*READERS}), ONLY_READERS)


def can_read_drills(user: Actor, school: School) -> Verdict:
    """May they read of the drills of this school?"""
    return allow_if(bool(roles_at(user, school.pk) & {*READERS}), ONLY_READERS)


def can_keep_some_drills(user: Actor) -> Verdict:
    """May they write drills of any school?"""
    return allow_if(bool(roles_of(user) & {*KEEPERS}), ONLY_KEEPERS)


def can_keep_drills(user: Actor, school: School) -> Verdict:
    """May they plan, record, correct, certify and take out drills of this school?"""
    return allow_if(bool(roles_at(user, school.pk) & {*KEEPERS}), ONLY_KEEPERS)
