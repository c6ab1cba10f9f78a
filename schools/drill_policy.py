"""Who may do what with drills (product.md §2, domain.md R13, §3.9).

The principal and the officers of a school write and certify them. Their command, its
office and the district read them; what is said of children stays with the school, its
officers and the command. D§2.3 grants nothing of it to counselors and teachers.
"""

from schools.models import DrillTask, School
from schools.models.drills import KEEPERS, NOTE_READERS, READERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if, deny

MENDERS = NOTE_READERS
ONLY_READERS = (
    "Drills are read by the principal, the officers of the school and their command "
    "and office, and the district."
)
ONLY_KEEPERS = (
    "Only the principal and the officers of this school record and certify its drills."
)
ONLY_MENDERS = (
    "Only the principal, the officers of this school and their commander say that it "
    "is done."
)
BY_ANOTHER = "Somebody else looks whether it was done."


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


def can_mend_some(user: Actor) -> Verdict:
    """May they say at any school that a task is done?"""
    return allow_if(bool(roles_of(user) & {*MENDERS}), ONLY_MENDERS)


def can_mend(user: Actor, school: School) -> Verdict:
    """May they say at this school that a task is done?"""
    return allow_if(bool(roles_at(user, school.pk) & {*MENDERS}), ONLY_MENDERS)


def can_look_again(user: Actor, task: DrillTask) -> Verdict:
    """May they look whether this was done? Not who did it (D§3.8: re-checked)."""
    if task.done_by_id == user.pk:
        return deny(BY_ANOTHER)
    return can_mend(user, task.school)
