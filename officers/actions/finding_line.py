"""What a line of the log says has to be mended, told to whom it waits for."""

from typing import Unpack
from uuid import UUID

from django.db import transaction

from officers import policy
from officers.actions.lines import POLICE_WORK
from officers.models import ActivityEntry
from schools.actions import findings
from schools.models import Finding
from sro_program.audit.log import record
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken
from sro_program.core.files import CheckedFile
from sro_program.core.policy import require


@transaction.atomic
def find_from_line(
    entry: ActivityEntry,
    *,
    by: Actor,
    record_id: UUID,
    photo: CheckedFile | None = None,
    **said: Unpack[findings.Said],
) -> Finding:
    """Say what has to be mended where the line was written; the line stays as it is.

    A round may leave several findings, and its minutes are still the officer's to
    correct. What only the police read of the log becomes nothing that a school reads.
    Raises RuleBroken, NotAllowed or what adding a finding raises.
    """
    require(policy.can_change_line(by, entry))
    if entry.is_police_only:
        raise RuleBroken(POLICE_WORK)
    finding = findings.add_finding(
        entry.school, by=by, record_id=record_id, photo=photo, **said
    )
    record(by, "promote", entry, into="finding")
    return finding
