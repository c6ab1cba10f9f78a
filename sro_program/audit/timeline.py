"""What happened to a record, in sentences, from the audit trail."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from sro_program.audit.models import AuditEvent, Kind

THE_CLOCK = "The program"


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
    verbs = AuditEvent.objects.about(record).filter(kind=Kind.VERB)
    return [
        Event(
            at,
            who or (names or {}).get(verb, THE_CLOCK),
            sentences.get(verb, verb.replace("_", " ").capitalize()),
            str(detail.get("why", "")),
        )
        for at, who, verb, detail in verbs.values_list(
            "at", "by__name", "verb", "detail"
        )
        if verb not in hidden
    ]
