"""Agreements: read by those whom they bind, told of when they change, reviewed."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from schools import agreement_policy as policy
from schools.agreements import readers_of
from schools.models import Agreement, AgreementReading, AgreementReview
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify_all, settle
from sro_program.workflow import lock

IS_OVER = "The next review is a day that is still to come."


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


@transaction.atomic
def keep_paper(
    agreement: Agreement, *, by: Actor, paper: CheckedFile, version: int | None = None
) -> Agreement:
    """Keep the signed paper, in place of one that was there.

    What the agreement says is not changed by it, so nobody has to read it again.
    Raises NotAllowed or Stale.
    """
    require(policy.can_review(by, agreement))
    agreement = lock(agreement, version=version)
    agreement.paper, agreement.paper_type = paper.content, paper.media_type
    with kept_with_its_record(agreement, "paper"):
        agreement.save(update_fields=["paper", "paper_type"])
    record(by, "keep_paper", agreement)
    return agreement


@transaction.atomic
def review_agreement(
    agreement: Agreement,
    *,
    by: Actor,
    record_id: UUID,
    outcome: str,
    next_on: date,
) -> AgreementReview:
    """Say what came of a review, and when the next one is; sent twice, it is one.

    Raises NotAllowed, or RuleBroken for a day that is over, and for a form that was
    sent before and says something else now.
    """
    require(policy.can_review(by, agreement))
    agreement = lock(agreement)
    if kept := agreement.reviews.filter(pk=record_id).first():
        if (kept.outcome, kept.next_on) != (outcome, next_on):
            raise RuleBroken(USED_FORM)
        return kept
    if next_on <= localdate():
        raise RuleBroken(IS_OVER)
    review = AgreementReview(
        id=record_id,
        agreement=agreement,
        version=agreement.version,
        reviewed_by_id=by.pk,
        outcome=outcome,
        next_on=next_on,
    )
    with constraints_as_rules(AgreementReview):
        review.save(force_insert=True)
    agreement.review_on = next_on
    agreement.save(update_fields=["review_on"])
    record(by, "review_agreement", agreement)
    return review
