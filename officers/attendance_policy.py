"""Who attends school events, and who reads which have not been visited."""

from officers.models import EventAttendance
from officers.policy import ONLY_OFFICERS, can_keep_a_log
from schools.models import School
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if, deny

VISITS = frozenset({Role.OFFICER, Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL})
NOT_SERVING = (
    "You do not serve this school today. If you helped out there, add a line to your "
    "log and say why."
)
NOT_YOURS = "Only the officer who was there changes this."


def can_attend_some(user: Actor) -> Verdict:
    """May they attend events at any school? Officers in service."""
    return can_keep_a_log(user)


def can_attend(user: Actor, school: School) -> Verdict:
    """May they attend events of this school? Its officers of today, in service."""
    if not can_keep_a_log(user):
        return deny(ONLY_OFFICERS)
    serves = Role.OFFICER in roles_at(user, school.pk)
    return allow_if(serves, NOT_SERVING)


def can_change_attendance(user: Actor, attendance: EventAttendance) -> Verdict:
    """The officer whose it is, while in service."""
    if attendance.officer.user_id != user.pk:
        return deny(NOT_YOURS)
    return can_keep_a_log(user)


def can_read_unvisited(user: Actor) -> Verdict:
    """The unit, and the principals: of a school, never of one officer before others."""
    allowed = roles_of(user) & VISITS
    return allow_if(
        bool(allowed), "Which events were visited is read by the unit and principals."
    )
