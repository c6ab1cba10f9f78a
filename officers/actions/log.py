"""The lines that other records write into the log."""

from copy import copy
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from officers.actions.reports import log_changed
from officers.models import ActivityEntry, Officer
from schools.models import School
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules


@transaction.atomic
def log_activity(
    officer: Officer,
    *,
    school: School,
    on: date,
    function: str,
    type: str,
    minutes: int,
    source_kind: str,
    source_id: UUID,
    by: Actor,
    started_at: datetime | None = None,
    audience_count: int | None = None,
    place: str = "",
    origin: str = ActivityEntry.Origin.SELF,
) -> ActivityEntry:
    """Write another record's line into the officer's log; once for each source.

    Nothing is entered twice (product.md §3): a talk that was given, advice or a drill
    writes its own line. Minutes are those spent, 1 to 1440. Raises RuleBroken.
    """
    with constraints_as_rules(ActivityEntry):
        entry, is_new = ActivityEntry.objects.get_or_create(
            source_kind=source_kind,
            source_id=source_id,
            defaults={
                "officer": officer,
                "school": school,
                "on": on,
                "started_at": started_at,
                "function": function,
                "type": type,
                "origin": origin,
                "minutes": minutes,
                "audience_count": audience_count,
                "place": place,
            },
        )
    if is_new:
        record(by, "log", entry)
        log_changed(entry)
    return entry


@transaction.atomic
def correct_activity(
    *, source_kind: str, source_id: UUID, by: Actor, **changes: object
) -> ActivityEntry:
    """Write a record's line anew after the record was corrected. Raises RuleBroken."""
    entry = ActivityEntry.objects.select_for_update().get(
        source_kind=source_kind, source_id=source_id
    )
    was = copy(entry)
    for field, value in changes.items():
        setattr(entry, field, value)
    with constraints_as_rules(ActivityEntry):
        entry.save(update_fields=list(changes))
    record(by, "correct", entry)
    log_changed(was)
    log_changed(entry)
    return entry
