"""Who may do what with access notices, and who asks whether somebody belongs.

A notice names people and says why they stay out. Those who act on it read and write it:
the officers of the school, their commander, and the principal, whose building it is
(product.md §2, domain.md §2.3, §3.12). A counselor, who reads names and not police or
court papers, is told that there is something and whom to ask, and not what it is. A
teacher finds the staff, and is sent to the office for everybody else. The sheriff’s
office and the district work without names of pupils and visitors, so they ask nothing
here. Administrators have no content rights.
"""

from schools.models import AccessNotice, School
from schools.models.notices import KEEPERS
from schools.models.people import READS_NAMES
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

ASKERS = frozenset({*KEEPERS, Role.COUNSELOR, Role.TEACHER})
ONLY_ASKERS = (
    "Who belongs at a school is asked by its officers, their commander and the people "
    "of the school."
)
ONLY_KEEPERS = (
    "Access notices are kept by the officers of the school, their commander and the "
    "principal."
)


def can_ask(user: Actor) -> Verdict:
    """May they ask whether somebody belongs?"""
    return allow_if(bool(roles_of(user) & ASKERS), ONLY_ASKERS)


def can_name_anybody(user: Actor) -> Verdict:
    """Do they find pupils, guardians and notices, and not the staff alone?"""
    return allow_if(bool(roles_of(user) & {*READS_NAMES}), ONLY_KEEPERS)


def can_open_notices(user: Actor) -> Verdict:
    """May they read access notices anywhere?"""
    return allow_if(bool(roles_of(user) & {*KEEPERS}), ONLY_KEEPERS)


def can_keep_notices(user: Actor, school: School) -> Verdict:
    """May they add notices at this school, and read the past ones?"""
    return allow_if(bool(roles_at(user, school.pk) & {*KEEPERS}), ONLY_KEEPERS)


def can_keep_notice(user: Actor, notice: AccessNotice) -> Verdict:
    """May they change, renew and withdraw this one? Where it is kept, not where it is
    only read because it holds in the whole district."""
    return can_keep_notices(user, notice.school)
