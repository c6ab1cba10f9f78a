"""Agreements: read by those whom they bind, and told of when they change."""

from django.db import transaction

from schools import agreement_policy as policy
from schools.agreements import readers_of
from schools.models import Agreement, AgreementReading
from sro_program.audit.log import record
from sro_program.core.db import Actor
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify_all, settle
from sro_program.workflow import lock


@transaction.atomic
def acknowledge_agreement(
    agreement: Agreement, *, by: Actor, version: int | None = None
) -> AgreementReading:
    """Say that one has read it as it stands; said twice, it is said once.

    Raises NotAllowed, or Stale when it says something else by now.
    """
    require(policy.can_acknowledge(by, agreement))
    agreement = lock(agreement, version=version)
    reading, is_new = AgreementReading.objects.get_or_create(
        agreement=agreement, version=agreement.version, reader_id=by.pk
    )
    if is_new:
        record(by, "acknowledge_agreement", agreement)
        settle(agreement.get_absolute_url(), of=[reading.reader])
    return reading


@transaction.atomic
def tell_of_agreement(agreement: Agreement, *, by: Actor) -> None:
    """Ask everybody whom it binds to read it: it is new, or says something else."""
    if not Agreement.objects.in_force().filter(pk=agreement.pk).exists():
        return
    notify_all(
        [one for one in readers_of(agreement.district) if one.pk != by.pk],
        "agreement",
        url=agreement.get_absolute_url(),
        needs_you=True,
        heading=f"Read the agreement of {agreement.district}",
        text="It binds officers and principals. Say that you have read it.",
        label="Read it",
    )
