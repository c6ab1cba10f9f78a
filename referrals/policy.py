"""Who may do what with advice and the directory (product.md §2-3, domain.md §2.3).

An officer records advice at the schools they serve; it is read by that officer and the
commander, never by the school. Everyone with a role reads the directory; officers,
their command and counselors keep it for their districts.
"""

from referrals.models import Advice, Agency
from schools.models import District, School
from sro_program.accounts.models import Reach, Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

KEEPERS = frozenset({Role.OFFICER, Role.COMMANDER, Role.OFFICE, Role.COUNSELOR})
READERS = frozenset({Role.OFFICER, Role.COMMANDER})

NO_ROLE = "You have no role in the programme yet. Ask your administrator for one."
ONLY_KEEPERS = "Only officers, counselors and the sheriff's office keep the directory."
FOR_EVERYONE = "This entry is for every district; an administrator keeps it."
ELSEWHERE = "This entry is of a district that you do not serve."
ONLY_OFFICERS = "Only officers record advice."
ONLY_READERS = "Advice is confidential: the officer and the commander read it."
NOT_YOURS = "Only the officer who gave this advice can do this."
NO_LONGER = "You do not serve this school any more; its log stays as it is."
ALREADY_DONE = "This has been followed up already."
NOTHING_OWED = "There is nothing to follow up."


def can_open_directory(user: Actor) -> Verdict:
    """Everybody with a role may look up who helps with what."""
    return allow_if(bool(roles_of(user)), NO_ROLE)


def can_keep_directory(user: Actor) -> Verdict:
    """May they add, change and check entries anywhere?"""
    return allow_if(bool(roles_of(user) & KEEPERS), ONLY_KEEPERS)


def can_keep_in(user: Actor, district: District | None) -> Verdict:
    """Entries of a district are kept by those who serve it."""
    if not (may := can_keep_directory(user)):
        return may
    if district is None:
        return deny(FOR_EVERYONE)
    held = Reach.objects.of(user).filter(role__in=KEEPERS, school__district=district)
    return allow_if(held.exists(), ELSEWHERE)


def can_keep(user: Actor, agency: Agency) -> Verdict:
    """May they change, check or switch this entry?"""
    return can_keep_in(user, agency.district)


def can_open_advice(user: Actor) -> Verdict:
    """The pages about advice are the officers' and the commander's."""
    return allow_if(bool(roles_of(user) & READERS), ONLY_READERS)


def can_advise(user: Actor) -> Verdict:
    """May they record advice anywhere?"""
    return allow_if(Role.OFFICER in roles_of(user), ONLY_OFFICERS)


def can_advise_at(user: Actor, school: School) -> Verdict:
    """An officer advises at the schools of the own assignments."""
    serves = Role.OFFICER in roles_at(user, school.pk)
    return allow_if(serves, f"You are not assigned to {school}.")


def can_change(user: Actor, advice: Advice) -> Verdict:
    """What was said is told by the one who was there, while they serve the school."""
    if advice.officer.user_id != user.pk:
        return deny(NOT_YOURS)
    serves = Role.OFFICER in roles_at(user, advice.school_id)
    return allow_if(serves, NO_LONGER)


def can_follow_up(user: Actor, advice: Advice) -> Verdict:
    """May they tick off the follow-up? It is the officer's own."""
    if advice.officer.user_id != user.pk:
        return deny(NOT_YOURS)
    if advice.outcome != Advice.Outcome.FOLLOW_UP:
        return deny(NOTHING_OWED)
    return ALLOWED if advice.is_open else deny(ALREADY_DONE)
