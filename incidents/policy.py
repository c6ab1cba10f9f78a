"""Who may do what with incidents (product.md §2-3, domain.md §2.3).

An officer writes at the schools of the own assignments; the command reviews what others
wrote. The school's principal and the sheriff's office see headers; of the principal's
own school also the slip of what returned to it. Counselors, teachers and the district
open no incident.
"""

from django.db.models import QuerySet

from incidents.models import HandBack, Incident, ReceivedReport, SealingOrder
from incidents.states import Status
from officers.models import Officer
from schools.models import School
from sro_program.accounts.models import Membership, PoliceAgency, Reach, Role
from sro_program.accounts.policy import is_administrator
from sro_program.accounts.roles import holders, roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

READERS = frozenset({Role.OFFICER, Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL})
TAKERS = frozenset({Role.OFFICER, Role.COMMANDER, Role.PRINCIPAL})
COUNTERS = READERS | {Role.DISTRICT}
KEEPERS = frozenset({Role.COMMANDER, Role.OFFICE})

NO_ROLE = "You have no role in the program yet. Ask your administrator for one."
ONLY_READERS = "Incidents are read by officers, their command and principals."
ONLY_OFFICERS = "Only officers write incident reports."
NO_SCHOOL = "You are not assigned to a school today, so you cannot begin a report."
ONLY_AUTHOR = "Only the officer who wrote this report changes it."
NO_LONGER = "You are no officer in service any more; your reports stay as they are."
ONLY_COMMAND = "Only the sheriff’s command reviews reports."
OWN_REPORT = "Nobody approves their own report."
ONLY_POLICE = "The police side is read by the school’s officers and their command."
ONLY_PRINCIPAL = "Only the school’s principal signs that the slip has arrived."
NOT_LOCKED = "This report can still be changed; a supplement comes after approval."
ONLY_COUNTERS = "Numbers are for the sheriff’s office, principals and the district."
ONLY_KEEPERS = "The table of charges is kept by the sheriff’s command and office."
ONLY_SEALERS = "Sealing is for the sheriff’s command."
ANOTHER_AGENCY = "This order is for another agency."
SECOND_PERSON = "A second person has to confirm it: you were the first."
A_COMMANDER_IS_THERE = "There is another commander; the second person is one of them."
ONLY_TAKERS = "Reports by the school are read by its officers, command and principal."


def can_read_the_line(user: Actor) -> Verdict:
    """The rule that keeps discipline and the law apart is everybody's to read."""
    return allow_if(user.pk is not None, NO_ROLE)


def can_open(user: Actor) -> Verdict:
    """May they be here at all? An officer without a school still has own reports."""
    return allow_if(bool(roles_of(user) & READERS) or _serves(user), ONLY_READERS)


def can_write(user: Actor) -> Verdict:
    """May they write reports anywhere? An officer between schools is told why not."""
    if Role.OFFICER in roles_of(user):
        return ALLOWED
    return deny(NO_SCHOOL if _serves(user) else ONLY_OFFICERS)


def can_open_police_side(user: Actor) -> Verdict:
    """May they work with case files anywhere?"""
    allowed = roles_of(user) & {Role.OFFICER, Role.COMMANDER}
    return allow_if(bool(allowed) or _serves(user), ONLY_POLICE)


def can_write_at(user: Actor, school: School) -> Verdict:
    """An officer writes at the schools of the own assignments and reliefs."""
    serves = Role.OFFICER in roles_at(user, school.pk)
    return allow_if(serves, f"You are not assigned to {school}.")


def can_change(user: Actor, incident: Incident) -> Verdict:
    """Its author, also after an assignment has ended, while an officer in service."""
    if user.pk is None or incident.written_by_id != user.pk:
        return deny(ONLY_AUTHOR)
    return allow_if(_serves(user), NO_LONGER)


def can_review(user: Actor, incident: Incident) -> Verdict:
    """The command of the school's officers, and nobody their own report."""
    if user.pk is None or Role.COMMANDER not in roles_at(user, incident.school_id):
        return deny(ONLY_COMMAND)
    return allow_if(incident.written_by_id != user.pk, OWN_REPORT)


def can_open_reviews(user: Actor) -> Verdict:
    """The queue of what waits for review."""
    return allow_if(Role.COMMANDER in roles_of(user), ONLY_COMMAND)


def reads_police_side(user: Actor, incident: Incident) -> Verdict:
    """The lens: narrative, people, evidence, charges; else the header alone."""
    held = roles_at(user, incident.school_id) if user.pk else frozenset()
    if Role.COMMANDER in held or can_change(user, incident):
        return ALLOWED
    is_sent = incident.status not in {Status.DRAFT, Status.DISCARDED}
    return allow_if(is_sent and Role.OFFICER in held, ONLY_POLICE)


def can_supplement(user: Actor, incident: Incident) -> Verdict:
    """Whoever reads the police side adds what was learned after approval."""
    if incident.status != Status.APPROVED:
        return deny(NOT_LOCKED)
    return reads_police_side(user, incident)


def can_unmask(user: Actor, incident: Incident) -> Verdict:
    """Names of juveniles, for this viewing and with a reason."""
    return reads_police_side(user, incident)


def can_sign_slip(user: Actor, slip: HandBack) -> Verdict:
    """That it has arrived is said by the school it went to."""
    is_principal = Role.PRINCIPAL in roles_at(user, slip.school_id)
    return allow_if(is_principal, ONLY_PRINCIPAL)


def can_open_received(user: Actor) -> Verdict:
    """The mandatory reports that schools made."""
    return allow_if(bool(roles_of(user) & TAKERS), ONLY_TAKERS)


def can_take_report_at(user: Actor, school: School) -> Verdict:
    """The school's officer takes down what its staff report."""
    return can_write_at(user, school)


def can_change_received(user: Actor, report: ReceivedReport) -> Verdict:
    """Whoever took it down, while they serve the school."""
    if report.taken_by_id != user.pk:
        return deny("Only the officer who took this report changes it.")
    return can_write_at(user, report.school)


def can_open_counts(user: Actor) -> Verdict:
    """Numbers, for those who read no report too."""
    return allow_if(bool(roles_of(user) & COUNTERS), ONLY_COUNTERS)


def can_keep_charges(user: Actor) -> Verdict:
    """The table of charges is the agency's: its command and office keep it."""
    return allow_if(bool(roles_of(user) & KEEPERS), ONLY_KEEPERS)


def can_keep_charges_of(user: Actor, agency: PoliceAgency) -> Verdict:
    """Of the own agency."""
    kept = agencies_kept_by(user).filter(pk=agency.pk)
    return allow_if(kept.exists(), "These are the charges of another agency.")


def agencies_kept_by(user: Actor) -> QuerySet[PoliceAgency]:
    """The agencies whose reference data this person keeps, by name."""
    held = Membership.objects.current().filter(user_id=user.pk or 0, role__in=KEEPERS)
    kept = PoliceAgency.objects.filter(pk__in=held.values("police_agency"))
    return kept.order_by("name")


def can_open_sealing(user: Actor) -> Verdict:
    """The command, and administrators: where one commander is, they are the second."""
    allowed = Role.COMMANDER in roles_of(user) or is_administrator(user)
    return allow_if(allowed, ONLY_SEALERS)


def can_prepare_sealing(user: Actor) -> Verdict:
    """May they write down an order anywhere?"""
    return allow_if(Role.COMMANDER in roles_of(user), ONLY_SEALERS)


def can_prepare_sealing_for(user: Actor, agency: PoliceAgency) -> Verdict:
    """The command of the agency whose records they are; they read whose."""
    reach = Reach.objects.of(user).filter(role=Role.COMMANDER)
    commands = reach.filter(school__district__police_agency=agency).exists()
    return allow_if(commands, ANOTHER_AGENCY)


def can_seal(user: Actor, order: SealingOrder) -> Verdict:
    """The second of two different people (trust.md §7, KRS 610.330).

    Another commander; an administrator, who reads no name, only where there is none.
    """
    if order.confirmed_by_id == user.pk:
        return deny(SECOND_PERSON)
    if can_prepare_sealing_for(user, order.police_agency):
        return ALLOWED
    if not is_administrator(user):
        return deny(ANOTHER_AGENCY)
    command = holders(Role.COMMANDER, police_agency=order.police_agency)
    others = command.exclude(pk=order.confirmed_by_id or 0)
    return allow_if(not others.exists(), A_COMMANDER_IS_THERE)


def _serves(user: Actor) -> bool:
    return Officer.objects.in_service().filter(user_id=user.pk or 0).exists()
