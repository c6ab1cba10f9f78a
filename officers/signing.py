"""Who reads, signs and comments duty reports; beside `policy`, which is full."""

from dataclasses import dataclass

from officers import policy
from officers.models import DutyReport, DutyReportAnswer, DutyReportPage, Lens, Officer
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if, deny

Side = DutyReportAnswer.Side
READERS = frozenset({Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL})
ASKING = [Role.COMMANDER, Role.PRINCIPAL, Role.OFFICER]
NOT_A_READER = "Duty reports are read by the officer, the command and the principal."
NOT_A_WRITER = "The officer, the commander and the principal write beside a report."
OWN_REPORT = "You cannot sign a report about yourself."
NOT_SIGNING = {
    Lens.COMMAND: "The commander of the officer’s agency signs this page.",
    Lens.SCHOOL: "The principal of the school signs this page.",
}
SIGNERS = {Lens.COMMAND: Role.COMMANDER, Lens.SCHOOL: Role.PRINCIPAL}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody before a report: is it about them, and what are they at its school?"""

    is_own: bool
    roles: frozenset[str]

    @property
    def lens(self) -> Lens:
        """Through which of the two they read it."""
        is_command = self.is_own or bool(self.roles & {*policy.COMMAND})
        return Lens.COMMAND if is_command else Lens.SCHOOL

    @property
    def side(self) -> str:
        """For which side they write beside it; nothing for those who only read."""
        if self.is_own:
            return Side.OFFICER
        if Role.COMMANDER in self.roles:
            return Side.COMMAND
        return Side.SCHOOL if Role.PRINCIPAL in self.roles else ""

    def may_sign(self, lens: str) -> Verdict:
        """The commander the command's page, the principal the school's."""
        if self.is_own:
            return deny(OWN_REPORT)
        mine = SIGNERS[Lens(lens)] in self.roles
        return allow_if(mine, NOT_SIGNING[Lens(lens)])

    def may_comment(self) -> Verdict:
        """Whoever signs, and the officer."""
        return allow_if(bool(self.side), NOT_A_WRITER)


def reader_of(user: Actor, officer: Officer, school: School) -> Reader:
    """This person before any report of this officer at this school; one query."""
    return Reader(officer.user_id == user.pk, roles_at(user, school.pk))


def can_open_reports(user: Actor) -> Verdict:
    """The officer and both superiors; the office reads along with the command."""
    leads = bool(roles_of(user) & READERS)
    return allow_if(leads or bool(policy.can_keep_a_log(user)), NOT_A_READER)


def can_sign(user: Actor, page: DutyReportPage) -> Verdict:
    """See `Reader.may_sign`."""
    return _before(user, page.report).may_sign(page.lens)


def can_comment(user: Actor, report: DutyReport) -> Verdict:
    """See `Reader.may_comment`."""
    return _before(user, report).may_comment()


def side_of(user: Actor, report: DutyReport) -> str:
    """See `Reader.side`."""
    return _before(user, report).side


def can_ask_somebody(user: Actor) -> Verdict:
    """Is there any report that this person could ask for?"""
    leads = bool(roles_of(user) & {*SIGNERS.values()})
    return allow_if(leads or bool(policy.can_keep_a_log(user)), NOT_A_WRITER)


def can_ask_for_report(user: Actor, officer: Officer, school: School) -> Verdict:
    """Both superiors, before the day on which it is sent; officers for themselves."""
    return reader_of(user, officer, school).may_comment()


def schools_to_ask_for(user: Actor) -> SchoolQuerySet:
    """Those of which this person could ask for a report."""
    return School.objects.reached_as(user, *ASKING).open().for_list()


def _before(user: Actor, report: DutyReport) -> Reader:
    return reader_of(user, report.officer, report.school)
