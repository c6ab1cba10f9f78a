"""Who walks through a school and who reads what was seen (domain.md §2.3, §3.8).

As with what has to be mended: the principal, the officers of a school and their command
walk; the district reads. The office, counselors and teachers are granted nothing of it.
"""

from schools.models import School
from schools.models.walkthroughs import READERS, WALKERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

ONLY_READERS = (
    "Walkthroughs are read by the principal, the officers of the school, their "
    "commander and the district."
)
ONLY_WALKERS = (
    "Only the principal, the officers of this school and their commander send "
    "walkthroughs."
)


def can_open_walkthroughs(user: Actor) -> Verdict:
    """May they read walkthroughs anywhere?"""
    return allow_if(bool(roles_of(user) & {*READERS}), ONLY_READERS)


def can_read_walkthroughs(user: Actor, school: School) -> Verdict:
    """May they read the walkthroughs of this school?"""
    return allow_if(bool(roles_at(user, school.pk) & {*READERS}), ONLY_READERS)


def can_walk_somewhere(user: Actor) -> Verdict:
    """May they walk through any school?"""
    return allow_if(bool(roles_of(user) & {*WALKERS}), ONLY_WALKERS)


def can_walk(user: Actor, school: School) -> Verdict:
    """May they walk through this school, and send what they saw?"""
    return allow_if(bool(roles_at(user, school.pk) & {*WALKERS}), ONLY_WALKERS)
