"""What leaves the product on paper: each sheet is a disclosure, and on record."""

from django.db import transaction

from incidents import policy
from incidents.models import Incident, Interview
from sro_program.audit.log import record, record_disclosure
from sro_program.core.db import Actor
from sro_program.core.policy import require


@transaction.atomic
def print_report(incident: Incident, *, by: Actor, reason: str = "") -> None:
    """Write down that the police side is printed; with a reason, its names too.

    Raises NotAllowed.
    """
    require(policy.reads_police_side(by, incident))
    _on_paper(incident, by, "print", reason)


@transaction.atomic
def print_interview(interview: Interview, *, by: Actor, reason: str = "") -> None:
    """Write down that the sheet of one interview is printed. Raises NotAllowed."""
    require(policy.reads_police_side(by, interview.incident))
    _on_paper(interview.incident, by, "print_interview", reason)


@transaction.atomic
def print_school_side(incident: Incident, *, by: Actor) -> None:
    """Write down that the header and its slip are printed; neither has a name."""
    record_disclosure(by, "print_school_side", incident)


def _on_paper(incident: Incident, by: Actor, verb: str, reason: str) -> None:
    """The register says that it left; the report's own timeline, by whom and why."""
    names = bool(reason)
    record_disclosure(by, verb, incident, names=names)
    verb = f"{verb}_with_names" if names else verb
    record(by, verb, incident, why=reason or None)
