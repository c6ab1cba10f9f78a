"""Who may assign, record and see what of the unit."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from officers.models import (
    Absence,
    ActivityEntry,
    Assignment,
    Directive,
    Officer,
    TrainingRecord,
)
from schools.models import Campus, School
from sro_program.accounts.models import Membership, Reach, Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

NO_ROLE = "You have no role in the program yet. Ask your administrator for one."
OWN_ASSIGNMENT = "You cannot assign yourself. Ask another commander."
ONLY_OFFICERS = "Only an officer in service keeps a log."
ONLY_COMMAND = "The sheriff’s command and office keep these approvals."
COVERAGE = frozenset(
    {Role.COMMANDER, Role.OFFICE, Role.OFFICER, Role.PRINCIPAL, Role.DISTRICT}
)
OWN_DIRECTIVE = "You cannot direct yourself."
NOT_DIRECTING = (
    "Directives come from the commander of the officer’s agency or from the principal "
    "of the school."
)
NOT_YOURS = (
    "Only the officer, the commander and the office keep certificates and hours."
)
CONFIRMED = "Your command has confirmed this. Ask it to correct it or to take it out."
COMMAND = [Role.COMMANDER, Role.OFFICE]
DIRECTING = [Role.COMMANDER, Role.PRINCIPAL]
AWAY = "Away"
PRIVATE = {Absence.Reason.SICK, Absence.Reason.COURT}
"""Reasons that stay inside the agency; the school reads “Away” (product.md §3).

Of health; and of court, whose lines of the log the law keeps from schools as well.
"""


def can_open(user: Actor) -> Verdict:
    """Anyone with a role may see who serves where; so may an officer between posts."""
    return allow_if(bool(roles_of(user)) or _is_officer(user), NO_ROLE)


def can_read_coverage(user: Actor) -> Verdict:
    """Who answers for a campus or runs the unit; the officers themselves."""
    allowed = roles_of(user) & COVERAGE
    return allow_if(
        bool(allowed), "Coverage is read by the unit, principals and district."
    )


def can_record_approval(user: Actor, campus: Campus) -> Verdict:
    """Command and office of the agency that serves the campus."""
    held = Membership.objects.current().filter(user_id=user.pk, role__in=COMMAND)
    serves = held.filter(police_agency=campus.district.police_agency_id)
    return allow_if(serves.exists(), ONLY_COMMAND)


def can_record_approvals(user: Actor) -> Verdict:
    """For any campus at all."""
    return allow_if(bool(roles_of(user) & set(COMMAND)), ONLY_COMMAND)


def can_assign(user: Actor, officer: Officer) -> Verdict:
    """The commander of the officer's agency, and nobody themselves (KRS 158.4414)."""
    if officer.user_id == user.pk:
        return deny(OWN_ASSIGNMENT)
    commands = _serves(user, officer, [Role.COMMANDER])
    return allow_if(commands, "Only the commander of this officer's agency assigns.")


def can_assign_somewhere(user: Actor) -> Verdict:
    """Is there anyone whom this person could assign?"""
    held = Membership.objects.current().filter(user_id=user.pk)
    commands = held.filter(role=Role.COMMANDER).exists()
    return allow_if(commands, "Only a commander assigns officers.")


def can_change_assignment(user: Actor, assignment: Assignment) -> Verdict:
    """As to assign."""
    return can_assign(user, assignment.officer)


def can_record_absence(user: Actor, officer: Officer) -> Verdict:
    """An officer for themselves; command and office for each of their officers."""
    if officer.user_id == user.pk:
        return ALLOWED
    mine = _serves(user, officer, COMMAND)
    return allow_if(mine, "Only the officer, the commander or the office record this.")


def can_cancel_absence(user: Actor, absence: Absence) -> Verdict:
    """As to record it."""
    return can_record_absence(user, absence.officer)


def can_call_out(user: Actor) -> Verdict:
    """Only an officer in service is called out."""
    return allow_if(_is_officer(user), "Only an officer can be called out.")


def can_keep_a_log(user: Actor) -> Verdict:
    """Each officer in service keeps their own."""
    return allow_if(_is_officer(user), ONLY_OFFICERS)


def can_log(user: Actor, school: School) -> Verdict:
    """At any school of the own agency: officers help each other out."""
    agency = school.district.police_agency_id
    own = Officer.objects.in_service().filter(user_id=user.pk, police_agency=agency)
    return allow_if(own.exists(), f"{school} is not a school of your agency.")


def can_change_line(user: Actor, entry: ActivityEntry) -> Verdict:
    """The officer whose log it is, while in service."""
    if entry.officer.user_id != user.pk:
        return deny("Only the officer whose log this is changes it.")
    return can_keep_a_log(user)


def can_open_directives(user: Actor) -> Verdict:
    """The officer, and both superiors, who read the same (product.md §3)."""
    leads = roles_of(user) & {*COMMAND, *DIRECTING}
    return allow_if(
        bool(leads) or _is_officer(user),
        "Directives are between officers, their command and their principals.",
    )


def can_read_duty_ledger(user: Actor) -> Verdict:
    """Command, office and principals: minutes by director, without officers."""
    leads = roles_of(user) & {*COMMAND, *DIRECTING}
    return allow_if(bool(leads), "Only command and principals read this.")


def can_direct_somebody(user: Actor) -> Verdict:
    """Is there anyone whom this person could direct?"""
    return allow_if(bool(roles_of(user) & {*DIRECTING}), NOT_DIRECTING)


def can_direct(user: Actor, officer: Officer, school: School) -> Verdict:
    """The commander of the officer's agency, and the principal of this school."""
    if officer.user_id == user.pk:
        return deny(OWN_DIRECTIVE)
    return allow_if(bool(side_of(user, officer, school)), NOT_DIRECTING)


def side_of(user: Actor, officer: Officer, school: School) -> str:
    """For which side this person directs this officer at this school; else nothing."""
    if _serves(user, officer, [Role.COMMANDER]):
        return Directive.Side.COMMAND
    leads = Role.PRINCIPAL in roles_at(user, school.pk)
    return Directive.Side.SCHOOL if leads else ""


def can_answer(user: Actor, directive: Directive) -> Verdict:
    """The officer whom it was given to, while in service."""
    if directive.officer.user_id != user.pk:
        return deny("Only the officer whom it was given to answers it.")
    return can_keep_a_log(user)


def can_withdraw(user: Actor, directive: Directive) -> Verdict:
    """Whoever gave it, while still in that place."""
    if directive.directed_by_id != user.pk:
        return deny("Only who gave it takes it back.")
    return can_direct(user, directive.officer, directive.school)


def can_open_training(user: Actor) -> Verdict:
    """Officers keep their own; command and office that of their officers."""
    own = Officer.objects.filter(user_id=user.pk).exists()
    return allow_if(own or bool(can_oversee_training(user)), NOT_YOURS)


def can_oversee_training(user: Actor) -> Verdict:
    """Command and office see the whole unit at once."""
    held = Membership.objects.current().filter(user_id=user.pk, role__in=COMMAND)
    return allow_if(held.exists(), "Only the commander and the office see the unit’s.")


def can_keep_training(user: Actor, officer: Officer) -> Verdict:
    """An officer for themselves; command and office for each of their officers."""
    mine = officer.user_id == user.pk or _serves(user, officer, COMMAND)
    return allow_if(mine, NOT_YOURS)


def can_change_training(user: Actor, record: TrainingRecord) -> Verdict:
    """As to keep it; but what the command has confirmed, only the command changes.

    Else an officer could correct away that a certificate has expired.
    """
    officer: Officer = record.officer  # type: ignore[attr-defined]  # each kind of record has one
    if officer.user_id == user.pk and record.is_confirmed:
        return deny(CONFIRMED)
    return can_keep_training(user, officer)


def can_confirm_training(user: Actor, record: TrainingRecord) -> Verdict:
    """The command and the office, and nobody for themselves."""
    officer: Officer = record.officer  # type: ignore[attr-defined]  # each kind of record has one
    if officer.user_id == user.pk:
        return deny("You cannot confirm your own training. Ask your command.")
    mine = _serves(user, officer, COMMAND)
    return allow_if(mine, "Only the commander and the office confirm this.")


@dataclass(frozen=True, slots=True)
class AbsenceLens:
    """What this person may read of an absence; made once for each page.

    All of it: the officer, and who runs the agency. The reason, unless it is private:
    the principals whom the officer serves, and fellow officers. Everyone else: that
    the officer is away.
    """

    agencies: frozenset[int]
    user_id: int | None
    told_of: frozenset[int]

    def sees_all(self, absence: Absence) -> bool:
        """The officer, and those who run the agency."""
        officer = absence.officer
        return (
            officer.police_agency_id in self.agencies or officer.user_id == self.user_id
        )

    def reason(self, absence: Absence) -> str:
        """The reason in words, or only that the officer is away."""
        is_told = absence.officer_id in self.told_of
        is_open = is_told and absence.reason not in PRIVATE
        if is_open or self.sees_all(absence):
            return absence.get_reason_display()
        return AWAY

    def note(self, absence: Absence) -> str:
        return absence.note if self.sees_all(absence) else ""

    def is_sensitive(self, absence: Absence) -> bool:
        """Shows someone else's private reason or note: opening it is written down."""
        is_own = absence.officer.user_id == self.user_id
        is_private = absence.reason in PRIVATE or bool(absence.note)
        return is_private and not is_own and self.sees_all(absence)


def absence_lens(user: Actor) -> AbsenceLens:
    """The lens of this person on absences (product.md §2, D§2.3)."""
    held = Membership.objects.current().filter(user_id=user.pk, role__in=COMMAND)
    agencies = held.values_list("police_agency_id", flat=True)
    return AbsenceLens(
        frozenset(pk for pk in agencies if pk),
        user.pk,
        told_of=frozenset(_told_of(user).values_list("pk", flat=True)),
    )


def _told_of(user: Actor) -> QuerySet[Officer]:
    """Who serves a campus where this person is principal, and fellow officers."""
    leads = Reach.objects.of(user).filter(role=Role.PRINCIPAL)
    posted = Assignment.objects.filter(campus__schools__in=leads.values("school"))
    own_unit = Officer.objects.in_service().filter(user_id=user.pk)
    return Officer.objects.filter(
        Q(pk__in=posted.values("officer"))
        | Q(police_agency__in=own_unit.values("police_agency"))
    )


def _is_officer(user: Actor) -> bool:
    return Officer.objects.in_service().filter(user_id=user.pk).exists()


def _serves(user: Actor, officer: Officer, roles: list[Role]) -> bool:
    held = Membership.objects.current().filter(
        user_id=user.pk, role__in=roles, police_agency=officer.police_agency_id
    )
    return held.exists()
