"""What happened to a record, in sentences, from the audit trail."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models

THE_CLOCK = "The program"
VERBS = """
SELECT event.at, person.name, event.verb, coalesce(event.detail ->> 'why', '')
FROM audit_auditevent event LEFT JOIN accounts_user person ON person.id = event.by_id
WHERE event.object_type = %s AND event.object_id = %s AND event.kind = 'verb'
ORDER BY event.at, event.id
"""
"""In SQL: each page of a record asks it, and Django takes long to write it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as a page shows it."""

    at: datetime
    who: str
    sentence: str
    note: str = ""


def happened(
    record: models.Model,
    sentences: Mapping[str, str],
    *,
    names: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
) -> list[Event]:
    """Every verb on this record, oldest first, without those that are hidden.

    Where nobody with an account acted it was the one named for the verb, or the clock.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERBS, [record._meta.label_lower, str(record.pk)])
        verbs = cursor.fetchall()
    return [
        Event(
            at,
            who or (names or {}).get(verb, THE_CLOCK),
            sentences.get(verb, verb.replace("_", " ").capitalize()),
            why,
        )
        for at, who, verb, why in verbs
        if verb not in hidden
    ]
