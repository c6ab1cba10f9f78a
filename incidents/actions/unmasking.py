"""Looking at the names of juveniles: with a reason, once, and on record."""

from uuid import UUID

from django.db import connection, transaction

from incidents import policy
from incidents.models import Incident
from sro_program.audit.log import record
from sro_program.audit.models import AuditEvent
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require

SAY_WHY = "Say why you need the names."


@transaction.atomic
def unmask(incident: Incident, *, by: Actor, reason: str, viewing: UUID) -> bool:
    """Keep who looked, when and why; the page shows the names for this viewing.

    False when this viewing was had already: the page was loaded again, and the names
    stay masked. Raises NotAllowed, or RuleBroken without a reason.
    """
    require(policy.can_unmask(by, incident))
    if not reason.strip():
        raise RuleBroken(SAY_WHY)
    _one_at_a_time(viewing)
    looked = AuditEvent.objects.about(incident).filter(verb="unmask")
    if looked.filter(detail__viewing=str(viewing)).exists():
        return False
    record(by, "unmask", incident, why=reason, viewing=str(viewing))
    return True


def _one_at_a_time(viewing: UUID) -> None:
    """Sent twice at once, one viewing shows the names once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(viewing)]
        )
