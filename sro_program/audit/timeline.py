"""What happened to a record, in sentences, from the audit trail."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

THE_CLOCK = "The program"
VERBS = """
SELECT event.at, person.name, event.verb, event.detail::text
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


type Detail = Mapping[str, Any]
"""What the trail keeps with a verb."""


def reason_of(detail: Detail) -> str:
    """Why somebody did it, where a reason was asked."""
    return str(detail.get("why", ""))


def happened(
    record: models.Model,
    sentences: Mapping[str, str],
    *,
    names: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
    note: Callable[[Detail], str] = reason_of,
) -> list[Event]:
    """Every verb on this record, oldest first, without those that are hidden.

    Where nobody with an account acted it was the one named for the verb, or the clock.
    `note` says more of it, from its detail.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERBS, [record._meta.label_lower, str(record.pk)])
        verbs = cursor.fetchall()
    return [
        Event(
            at,
            who or (names or {}).get(verb, THE_CLOCK),
            sentences.get(verb, verb.replace("_", " ").capitalize()),
            note(json.loads(detail)),
        )
        for at, who, verb, detail in verbs
        if verb not in hidden
    ]
