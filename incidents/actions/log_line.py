"""The line that an incident writes into its officer's log; nothing is entered twice."""

from typing import Any

from django.utils.timezone import localtime

from incidents.models import Incident
from officers.actions import correct_activity, log_activity
from officers.models import ActivityEntry, Officer
from sro_program.core.db import Actor

SOURCE = "incident"
Origin = ActivityEntry.Origin
ORIGINS = {
    Incident.Initiator.ADMINISTRATOR: Origin.ADMINISTRATOR,
    Incident.Initiator.TEACHER: Origin.TEACHER,
    Incident.Initiator.STAFF: Origin.TEACHER,
    Incident.Initiator.STUDENT: Origin.STUDENT,
    Incident.Initiator.PARENT: Origin.PARENT,
    Incident.Initiator.TIP: Origin.TIP,
    Incident.Initiator.DISPATCH: Origin.DISPATCH,
}


ASKED_BY = {origin: initiator for initiator, origin in reversed(ORIGINS.items())}
"""The same the other way, for a line that becomes a report."""


def write_log(
    incident: Incident, minutes: int, *, by: Actor, returned: bool = False
) -> None:
    """One line for an incident; submitted again, the line follows.

    The principal reads the log too, so every report is the same kind of line, whether
    it ends in a citation or not (KRS 158.153): what returns to the school is a conflict
    that was resolved, all else a report that was written.
    """
    types = ActivityEntry.Type
    line: dict[str, Any] = {
        "on": localtime(incident.occurred_from, incident.school.district.zone).date(),
        "started_at": incident.occurred_from,
        "type": types.CONFLICT if returned else types.OFFENSE_REPORT,
        "minutes": minutes,
        "place": str(incident.place or incident.get_sub_place_display())[:80],
        "origin": ORIGINS.get(Incident.Initiator(incident.initiated_by), Origin.SELF),
    }
    source: dict[str, Any] = {"source_kind": SOURCE, "source_id": incident.pk, "by": by}
    if ActivityEntry.objects.filter(source_kind=SOURCE, source_id=incident.pk).exists():
        correct_activity(**source, **line)
        return
    log_activity(
        Officer.objects.get(user_id=incident.written_by_id),
        school=incident.school,
        function=ActivityEntry.Function.LAW_ENFORCEMENT,
        **source,
        **line,
    )
