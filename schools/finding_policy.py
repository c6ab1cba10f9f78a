"""Who may do what with what has to be mended (domain.md §2.3: plan gaps; §3.8).

The principal, the officers of a school and their command write and mend; the district
reads. The office, counselors and teachers are granted nothing of it.
"""

from schools.models import Finding, School
from schools.models.findings import MENDERS, READERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if, deny

ONLY_READERS = (
    "What is to be mended is read by the principal, the officers of the school, their "
    "commander and the district."
)
ONLY_MENDERS = (
    "Only the principal, the officers of this school and their commander say what is "
    "to be mended, and that it is done."
)
BY_ANOTHER = "Somebody else looks whether it was done."


def can_open_findings(user: Actor) -> Verdict:
    """May they read what is to be mended anywhere?"""
    return allow_if(bool(roles_of(user) & {*READERS}), ONLY_READERS)


def can_read_findings(user: Actor, school: School) -> Verdict:
    """May they read what is to be mended at this school?"""
    return allow_if(bool(roles_at(user, school.pk) & {*READERS}), ONLY_READERS)


def can_mend_some(user: Actor) -> Verdict:
    """May they write findings at any school?"""
    return allow_if(bool(roles_of(user) & {*MENDERS}), ONLY_MENDERS)


def can_mend(user: Actor, school: School) -> Verdict:
    """May they add findings at this school, change them, and say that one is done?"""
    return allow_if(bool(roles_at(user, school.pk) & {*MENDERS}), ONLY_MENDERS)


def can_look_again(user: Actor, finding: Finding) -> Verdict:
    """May they look whether this was done? Not who did it (D§3.8: re-checked)."""
    if finding.done_by_id == user.pk:
        return deny(BY_ANOTHER)
    return can_mend(user, finding.school)
