"""Who may do what with a presentation (product.md §2-3, domain.md §2.3 and §3.3).

Everyone reads what their school has; teachers only their own. School staff ask,
officers offer. The principal signs for the school, an officer who serves the school
signs for the officer, and never one person for both. Command and office read and may
call off; the district reads.
"""

from dataclasses import dataclass

from django.utils.timezone import now

from presentations.models import Presentation
from presentations.states import Status
from schools.models import District, School
from sro_program.accounts.models import Membership, Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

MAY_REQUEST = frozenset({Role.TEACHER, Role.COUNSELOR, Role.PRINCIPAL})
COMMAND = frozenset({Role.COMMANDER, Role.OFFICE})
Because = Presentation.Because

NO_ROLE = "You have no role in the program yet. Ask your administrator for one."
ONLY_STAFF = "Only teachers, counselors and principals ask for a presentation."
ONLY_OFFICERS = "Only an officer who serves this school can do this."
ONLY_PRINCIPAL = "Only the principal signs for the school."
ONLY_REQUESTER = "Only the person who asked for it can do this."
NOT_TWICE = "You signed for the other side; one person cannot sign for both."


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as seen from one school: roles asked for once, then many rules."""

    pk: int | None
    school_id: int
    roles: frozenset[str]


def standing(user: Actor, presentation: Presentation) -> Standing:
    """This person at the presentation's school; an Actor like the user itself."""
    if isinstance(user, Standing) and user.school_id == presentation.school_id:
        return user
    school_id = presentation.school_id
    return Standing(user.pk, school_id, roles_at(user, school_id))


def can_open(user: Actor) -> Verdict:
    """May they open the pages about presentations at all?"""
    return allow_if(bool(roles_of(user)), NO_ROLE)


def can_request(user: Actor) -> Verdict:
    """May they ask for a presentation anywhere?"""
    return allow_if(bool(roles_of(user) & MAY_REQUEST), ONLY_STAFF)


def can_request_at(user: Actor, school: School) -> Verdict:
    """May they ask for one at this school?"""
    is_staff = bool(roles_at(user, school.pk) & MAY_REQUEST)
    return allow_if(is_staff, f"You are not on the staff of {school}.")


def can_offer(user: Actor) -> Verdict:
    """May they offer a presentation anywhere?"""
    return allow_if(Role.OFFICER in roles_of(user), "Only officers offer a talk.")


def can_offer_at(user: Actor, school: School) -> Verdict:
    """An officer offers at the schools of the own assignments."""
    serves = Role.OFFICER in roles_at(user, school.pk)
    return allow_if(serves, f"You are not assigned to {school}.")


def can_edit(user: Actor, presentation: Presentation) -> Verdict:
    """Content belongs to whoever asked or offered."""
    return allow_if(user.pk == presentation.requested_by_id, ONLY_REQUESTER)


def can_decide(user: Actor, presentation: Presentation) -> Verdict:
    """The principal signs for the school."""
    if not _is_principal(user, presentation):
        return deny(ONLY_PRINCIPAL)
    return allow_if(presentation.officer_signed_by_id != user.pk, NOT_TWICE)


def can_accept(user: Actor, presentation: Presentation) -> Verdict:
    """An officer who serves the school; when one was asked, that one."""
    if not serves(user, presentation):
        return deny(ONLY_OFFICERS)
    officer = presentation.officer
    if officer and officer.user_id != user.pk:
        return deny(f"{officer} was asked; only they can accept.")
    return allow_if(presentation.school_signed_by_id != user.pk, NOT_TWICE)


def serves(user: Actor, presentation: Presentation) -> bool:
    """An officer of its school, whoever gives it."""
    return Role.OFFICER in standing(user, presentation).roles


def can_ask_changes(user: Actor, presentation: Presentation) -> Verdict:
    """Those whose signature is asked for may ask for another plan instead."""
    if user.pk == presentation.requested_by_id:
        return deny("It is your own; withdraw it, or wait for the others.")
    if _is_principal(user, presentation) or can_accept(user, presentation):
        return ALLOWED
    return deny("Only the principal and the officer who is asked can do this.")


def can_decline(user: Actor, presentation: Presentation) -> Verdict:
    """The principal, or the officer who was asked."""
    if user.pk == presentation.requested_by_id:
        return deny("It is your own; withdraw it instead.")
    if _is_principal(user, presentation) or _is_its_officer(user, presentation):
        return ALLOWED
    return deny("Only the principal and the officer who is asked can decline.")


def can_withdraw(user: Actor, presentation: Presentation) -> Verdict:
    """Whoever asked may take it back before it is scheduled."""
    return allow_if(user.pk == presentation.requested_by_id, ONLY_REQUESTER)


def reasons_to_cancel(user: Actor, presentation: Presentation) -> list[Because]:
    """Whose reasons this person can give for calling a scheduled talk off."""
    is_school = _is_principal(user, presentation) or (
        user.pk == presentation.requested_by_id
        and presentation.direction == Presentation.Direction.REQUEST
    )
    commands = bool(standing(user, presentation).roles & COMMAND)
    reasons = []
    if is_school:
        reasons += [Because.SCHOOL]
    if _is_its_officer(user, presentation) or commands:
        reasons += [Because.OFFICER, Because.CALL_OUT]
    return [*reasons, Because.WEATHER] if reasons else []


def can_cancel(user: Actor, presentation: Presentation) -> Verdict:
    """The school, the booked officer, or the officer's command."""
    return allow_if(
        bool(reasons_to_cancel(user, presentation)),
        "Only the school, the officer or the officer's command can cancel it.",
    )


def can_choose_slot(user: Actor, presentation: Presentation) -> Verdict:
    """The requester or the principal takes one of the proposed times."""
    is_own = user.pk == presentation.requested_by_id
    return allow_if(
        is_own or _is_principal(user, presentation),
        "Only the person who asked and the principal choose another time.",
    )


def can_deliver(user: Actor, presentation: Presentation) -> Verdict:
    """The booked officer writes the record, or the commander for who has left."""
    commands = Role.COMMANDER in standing(user, presentation).roles
    if not (_is_its_officer(user, presentation) or commands):
        return deny("Only the officer who gave it, or the commander, records it.")
    return has_begun(presentation)


def can_miss(user: Actor, presentation: Presentation) -> Verdict:
    """The booked officer or the principal notes that it did not take place."""
    if _is_its_officer(user, presentation) or _is_principal(user, presentation):
        return has_begun(presentation)
    return deny("Only the officer and the principal note that it did not take place.")


def has_begun(presentation: Presentation) -> Verdict:
    """What is still ahead can be called off, but not recorded."""
    zone = presentation.school.district.zone
    start = presentation.starts_at.astimezone(zone)
    is_ahead = presentation.status == Status.SCHEDULED and start > now()
    said = f"{start:%a %b %-d, %-I:%M %p}"
    return allow_if(not is_ahead, f"You can record it from {said} on.")


def gives_feedback(presentation: Presentation) -> int | None:
    """Whose answer is asked for: the requester's; for an offer, the principal's."""
    if presentation.direction == Presentation.Direction.OFFER:
        return presentation.school_signed_by_id
    return presentation.requested_by_id


def can_give_feedback(user: Actor, presentation: Presentation) -> Verdict:
    """The person at school who asked for the talk answers, once."""
    return allow_if(
        user.pk is not None and user.pk == gives_feedback(presentation), ONLY_REQUESTER
    )


def can_set_levels(user: Actor) -> Verdict:
    """May they open the conflict levels of any district?"""
    keeps = bool(roles_of(user) & {Role.COMMANDER, Role.DISTRICT})
    return allow_if(keeps, "Only the school district or a commander sets the levels.")


def can_set_levels_of(user: Actor, district: District) -> Verdict:
    """The district itself, or the commander of the agency that serves it."""
    held = Membership.objects.current().filter(user_id=user.pk or 0)
    own = held.filter(role=Role.DISTRICT, district=district)
    commands = held.filter(role=Role.COMMANDER, police_agency=district.police_agency_id)
    return allow_if(
        own.exists() or commands.exists(), "This district is not yours to set."
    )


def _is_principal(user: Actor, presentation: Presentation) -> bool:
    return Role.PRINCIPAL in standing(user, presentation).roles


def _is_its_officer(user: Actor, presentation: Presentation) -> bool:
    officer = presentation.officer
    return officer is not None and officer.user_id == user.pk
