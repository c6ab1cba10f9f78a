"""The erasure ledger: what was sealed is sealed again in a restored older backup.

It holds ids and numbers. Kept apart from the backups (docs/operations.md), it outlives
the database that it came from.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from incidents.actions.sealing import erase_identity
from incidents.findings import Findings, look
from incidents.models import SealingName, SealingOrder
from incidents.states import SealingStatus
from sro_program.accounts.models import User
from sro_program.audit.sealing import Subject

PAPER = ("court", "case_number", "ordered_on", "document", "police_agency_id")
IDS = ("involved", "people", "attachments")
REST = ("counts", "ledger", "has_other_names", "confirmed_at", "sealed_at")
PEOPLE = ("written_by_id", "confirmed_by_id", "sealed_by_id")


def entry_of(order: SealingOrder) -> dict[str, Any]:
    """A sealed order as one line of the ledger."""
    return {name: getattr(order, name) for name in ("id", *PAPER, *IDS, *REST, *PEOPLE)}


@transaction.atomic
def replay(entry: Mapping[str, Any], *, also: Iterable[str] = ()) -> list[str]:
    """Forget it again; what was redacted then and is not found now comes back.

    The names stand in the restored rows themselves. `also` are other forms that the
    order named: they are on the paper, not in the ledger. The caller acts as the clock.
    """
    SealingOrder.objects.filter(pk=entry["id"]).delete()
    accounts = {entry[name] for name in PEOPLE}
    there = set(User.objects.filter(pk__in=accounts).values_list("pk", flat=True))
    order = SealingOrder.objects.create(
        status=SealingStatus.SEALED,
        is_replayed=True,
        id=entry["id"],
        **{name: entry[name] for name in (*PAPER, *REST)},
        **{name: [UUID(str(key)) for key in entry[name]] for name in IDS},
        **{name: entry[name] if entry[name] in there else None for name in PEOPLE},
    )
    if others := "\n".join(also):
        SealingName.objects.create(order=order, other_names=others)
    found = look(order, subject=_subject(entry["ledger"]["subject"]))
    erase_identity(order, found)
    return _unfound(entry["ledger"]["rows"], found)


def _subject(ids: Mapping[str, list[str]]) -> Subject:
    as_uuid = {
        name: tuple(UUID(key) for key in keys)
        for name, keys in ids.items()
        if name != "schools"
    }
    return Subject(schools=tuple(map(int, ids["schools"])), **as_uuid)


def _unfound(rows: Iterable[Mapping[str, Any]], found: Findings) -> list[str]:
    now = {(step.table, key) for step in found.steps for key in step.keys}
    return sorted(
        f"{row['label']}: {key}"
        for row in rows
        for key in row["keys"]
        if (row["table"], key) not in now
    )
