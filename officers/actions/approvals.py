"""The state's leave to keep a campus without an officer for a time (KRS 158.4414)."""

from datetime import date
from uuid import UUID

from django.db import transaction

from officers import policy
from officers.models import CoverageApproval
from schools.models import Campus
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.policy import require
from sro_program.workflow import lock, write


@transaction.atomic
def record_approval(
    *,
    by: Actor,
    campus: Campus,
    record_id: UUID,
    number: str,
    starts_on: date,
    ends_on: date,
    document: str,
) -> CoverageApproval:
    """Write down what the marshal approved; both days count. Sent twice it is one.

    Raises NotAllowed, or RuleBroken when the campus has one in that time.
    """
    require(policy.can_record_approval(by, campus))
    if kept := CoverageApproval.objects.filter(pk=record_id, campus=campus).first():
        return kept
    approval = CoverageApproval(
        id=record_id,
        campus=campus,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        recorded_by_id=by.pk,
    )
    with constraints_as_rules(CoverageApproval):
        approval.save(force_insert=True)
    record(by, "record_approval", approval, campus=campus.pk)
    return approval


@transaction.atomic
def change_approval(
    approval: CoverageApproval, *, by: Actor, version: int | None = None, ends_on: date
) -> CoverageApproval:
    """Say that it ends on another day. Raises NotAllowed, Stale or RuleBroken."""
    require(policy.can_record_approval(by, approval.campus))
    approval = lock(approval, version=version)
    write(approval, ends_on=ends_on)
    record(by, "change_approval", approval)
    return approval
