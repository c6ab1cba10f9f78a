"""Who looks for a relief, records a day in court, and reports the placements."""

from officers import policy
from officers.models import Officer
from sro_program.accounts.models import Membership, Role
from sro_program.accounts.roles import roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

ONLY_COMMAND = "Only the commander and the office look for a relief."


def can_find_reliefs(user: Actor) -> Verdict:
    """For any officer at all."""
    return allow_if(bool(roles_of(user) & set(policy.COMMAND)), ONLY_COMMAND)


def can_find_relief(user: Actor, officer: Officer) -> Verdict:
    """Command and office of the agency; who stands in, the commander decides.

    The list says who may work alone, which nobody of a school reads.
    """
    held = Membership.objects.current().filter(
        user_id=user.pk,
        role__in=policy.COMMAND,
        police_agency=officer.police_agency_id,
    )
    return allow_if(held.exists(), ONLY_COMMAND)


def can_bring_subpoena(user: Actor) -> Verdict:
    """Each officer in service, for themselves."""
    own = Officer.objects.in_service().filter(user_id=user.pk)
    return allow_if(own.exists(), "Only an officer records their own day in court.")


def can_read_placements(user: Actor) -> Verdict:
    """Command and office of the unit, and the district, which reports them (R8)."""
    allowed = roles_of(user) & {*policy.COMMAND, Role.DISTRICT}
    return allow_if(
        bool(allowed),
        "The placement report is the sheriff’s office’s and the district’s.",
    )
