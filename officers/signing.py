"""Who reads, signs and comments duty reports; beside `policy`, which is full."""

from officers import policy
from officers.models import DutyReport, DutyReportAnswer, DutyReportPage, Lens, Officer
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Reach, Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

Side = DutyReportAnswer.Side
READERS = frozenset({Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL})
ASKING = [Role.COMMANDER, Role.PRINCIPAL]
NOT_A_READER = "Duty reports are read by the officer, the command and the principal."
OWN_REPORT = "You cannot sign a report about yourself."
NOT_SIGNING = {
    Lens.COMMAND: "The commander of the officer’s agency signs this page.",
    Lens.SCHOOL: "The principal of the school signs this page.",
}


def can_open_reports(user: Actor) -> Verdict:
    """The officer and both superiors; the office reads along with the command."""
    leads = bool(roles_of(user) & READERS)
    return allow_if(leads or bool(policy.can_keep_a_log(user)), NOT_A_READER)


def can_sign(user: Actor, page: DutyReportPage) -> Verdict:
    """The commander the command's page, the principal the school's."""
    officer = page.report.officer
    if officer.user_id == user.pk:
        return deny(OWN_REPORT)
    side = Side.COMMAND if page.lens == Lens.COMMAND else Side.SCHOOL
    mine = side in _sides(user, officer, page.report.school)
    return allow_if(mine, NOT_SIGNING[Lens(page.lens)])


def can_comment(user: Actor, report: DutyReport) -> Verdict:
    """Whoever signs, and the officer."""
    return allow_if(bool(side_of(user, report)), NOT_A_READER)


def side_of(user: Actor, report: DutyReport) -> str:
    """For which side this person writes beside the report; nothing for readers."""
    if report.officer.user_id == user.pk:
        return Side.OFFICER
    return next(iter(_sides(user, report.officer, report.school)), "")


def can_ask_for_report(user: Actor, officer: Officer, school: School) -> Verdict:
    """Both superiors, before the day on which it is sent; officers for themselves."""
    if officer.user_id == user.pk:
        return ALLOWED
    return allow_if(bool(_sides(user, officer, school)), NOT_A_READER)


def schools_to_ask_for(user: Actor) -> SchoolQuerySet:
    """Those of which this person could ask for a report."""
    reach = Reach.objects.of(user).filter(role__in=[*ASKING, Role.OFFICER])
    schools = School.objects.visible_to(user).filter(pk__in=reach.values("school"))
    return schools.open().for_list()


def lens_of(user: Actor, report: DutyReport) -> Lens:
    """Through which of the two this person reads it."""
    if report.officer.user_id == user.pk:
        return Lens.COMMAND
    there = roles_at(user, report.school_id)
    return Lens.COMMAND if there & {*policy.COMMAND} else Lens.SCHOOL


def _sides(user: Actor, officer: Officer, school: School) -> list[Side]:
    """The command before the school, for who is both."""
    side = policy.side_of(user, officer, school)
    is_principal = Role.PRINCIPAL in roles_at(user, school.pk)
    commands = [Side.COMMAND] if side == Side.COMMAND else []
    return [*commands, *([Side.SCHOOL] if is_principal else [])]
