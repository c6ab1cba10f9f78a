"""Two signatures, in either order; with the second it is scheduled."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers.models import Officer
from presentations import policy
from presentations.actions import telling
from presentations.actions.telling import answered, tell
from presentations.conflicts import conflicts_of
from presentations.models import Presentation, ProposedSlot
from presentations.slots import Slot
from presentations.states import (
    ACCEPT,
    APPROVE,
    ASK_CHANGES,
    CHOOSE_SLOT,
    DECLINE,
    SCHEDULE,
    in_words,
)
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_at
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.workflow import Transition, lock, move

SIGNED = {
    APPROVE.verb: "The school has already signed this.",
    ACCEPT.verb: "The officer has already signed this.",
}
NOT_STAMPED = {
    "week_reminder_at": None,
    "day_reminder_at": None,
    "decision_reminder_at": None,
    "delivery_reminder_at": None,
}
UNSIGNED = {
    "school_signed_by_id": None,
    "school_signed_at": None,
    "officer_signed_by_id": None,
    "officer_signed_at": None,
}


@transaction.atomic
def approve(
    presentation: Presentation,
    *,
    by: Actor,
    officer: Officer | None = None,
    version: int | None = None,
) -> Presentation:
    """Sign for the school, and perhaps name the officer.

    Raises NotAllowed, WrongState, Stale, or RuleBroken for a time that is forbidden.
    """
    presentation = lock(presentation, version=version)
    require(policy.can_decide(by, presentation))
    refuse_misfit(APPROVE, presentation)
    was_asked = presentation.officer_id
    if officer and not presentation.officer_signed_by_id:
        presentation.officer = officer
    warnings = refuse_forbidden(presentation)
    asked = presentation.officer
    move(presentation, APPROVE, by=by, officer=asked, **school_signs(by))
    answered(presentation, by=telling.principals_of(presentation))
    if presentation.officer_id != was_asked:
        answered(presentation)
        tell_those_who_sign(presentation, by, warnings)
    if not settle(presentation, by):
        tell([presentation.requested_by], "approved", presentation, but=by)
    return presentation


@transaction.atomic
def accept(
    presentation: Presentation, *, by: Actor, version: int | None = None
) -> Presentation:
    """Sign for the officer, who is `by`.

    Raises NotAllowed, WrongState, Stale, or RuleBroken for a time that is forbidden.
    """
    presentation = lock(presentation, version=version)
    refuse_slower(presentation, by)
    require(policy.can_accept(by, presentation))
    refuse_misfit(ACCEPT, presentation)
    asked = telling.officers_of(presentation)
    presentation.officer = Officer.objects.select_related("user").get(user_id=by.pk)
    refuse_forbidden(presentation)
    officer = presentation.officer
    move(presentation, ACCEPT, by=by, officer=officer, **officer_signs(by))
    answered(presentation, by=asked)
    if not settle(presentation, by):
        tell([presentation.requested_by], "accepted", presentation, but=by)
    return presentation


@transaction.atomic
def ask_changes(
    presentation: Presentation,
    *,
    by: Actor,
    reason: str,
    slots: Sequence[Slot] = (),
    version: int | None = None,
) -> Presentation:
    """Hand it back with a reason, and perhaps with times that would suit."""
    presentation = lock(presentation, version=version)
    require(policy.can_ask_changes(by, presentation))
    move(presentation, ASK_CHANGES, by=by, why=reason, reason=reason)
    propose(presentation, slots)
    answered(presentation)
    tell(
        [presentation.requested_by],
        "changes_asked",
        presentation,
        needs_you=True,
        proposed=proposed_times(presentation),
    )
    return presentation


@transaction.atomic
def decline(
    presentation: Presentation, *, by: Actor, reason: str, version: int | None = None
) -> Presentation:
    """Say no, with a reason; the end of this request."""
    presentation = lock(presentation, version=version)
    require(policy.can_decline(by, presentation))
    move(presentation, DECLINE, by=by, why=reason, reason=reason)
    presentation.proposed_slots.all().delete()
    answered(presentation)
    tell(telling.everyone(presentation), "declined", presentation, but=by)
    return presentation


@transaction.atomic
def choose_slot(
    presentation: Presentation,
    *,
    by: Actor,
    slot: ProposedSlot,
    version: int | None = None,
) -> Presentation:
    """Ask again for one of the proposed times; a principal's choice is a signature."""
    presentation = lock(presentation, version=version)
    require(policy.can_choose_slot(by, presentation))
    refuse_misfit(CHOOSE_SLOT, presentation)
    if slot.presentation_id != presentation.pk:
        raise RuleBroken("That time was not proposed for this presentation.")
    presentation.starts_at, presentation.ends_at = slot.starts_at, slot.ends_at
    warnings = refuse_forbidden(presentation)
    move(
        presentation,
        CHOOSE_SLOT,
        by=by,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        period_name="",
        reason="",
        cancelled_because="",
        requested_at=now(),
        revision=presentation.revision + 1,
        **{**UNSIGNED, **own_signature(presentation, by), **NOT_STAMPED},
    )
    presentation.proposed_slots.all().delete()
    answered(presentation)
    tell_those_who_sign(presentation, by, warnings)
    return presentation


def propose(presentation: Presentation, slots: Sequence[Slot]) -> None:
    """Offer these times instead of those proposed before."""
    presentation.proposed_slots.all().delete()
    with constraints_as_rules(ProposedSlot):
        ProposedSlot.objects.bulk_create(
            ProposedSlot(
                presentation=presentation,
                school_id=presentation.school_id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
            )
            for slot in slots
        )


def refuse_forbidden(
    presentation: Presentation, *, together_with: Sequence[UUID] = ()
) -> list[str]:
    """Raise RuleBroken with every sentence that forbids its time; else the warnings."""
    found = conflicts_of(presentation, together_with=together_with)
    if forbidden := [conflict.sentence for conflict in found if conflict.forbids]:
        raise RuleBroken(" ".join(forbidden))
    return [conflict.sentence for conflict in found]


def school_signs(by: Actor) -> dict[str, Any]:
    """The school's signature, as fields."""
    return {"school_signed_by_id": by.pk, "school_signed_at": now()}


def officer_signs(by: Actor) -> dict[str, Any]:
    """The officer's signature, as fields."""
    return {"officer_signed_by_id": by.pk, "officer_signed_at": now()}


def own_signature(presentation: Presentation, by: Actor) -> dict[str, Any]:
    """Whoever asks, or asks again, and could sign has signed by asking."""
    is_offer = presentation.direction == Presentation.Direction.OFFER
    if is_offer and presentation.requested_by_id == by.pk:
        return officer_signs(by)
    if Role.PRINCIPAL in roles_at(by, presentation.school_id):
        return school_signs(by)
    return {}


def tell_those_who_sign(
    presentation: Presentation, by: Actor, warnings: Sequence[str], count: int = 1
) -> None:
    """Ask for the signatures that are missing; a principal's mail has the link."""
    if not presentation.school_signed_by_id:
        principals = telling.principals_of(presentation)
        tell(
            principals,
            "needs_approval",
            presentation,
            needs_you=True,
            link=telling.DECIDE,
            conflicts=list(warnings),
            count=count,
        )
        if not principals:
            telling.nobody_signs(presentation, "principal")
    if not presentation.officer_signed_by_id:
        officers = telling.officers_of(presentation)
        tell(
            officers,
            "needs_officer",
            presentation,
            but=by,
            needs_you=True,
            conflicts=list(warnings),
            count=count,
        )
        if not officers:
            telling.nobody_signs(presentation, "officer")


def refuse_misfit(transition: Transition, presentation: Presentation) -> None:
    """Raise WrongState when someone was faster; before its time is judged."""
    url = presentation.get_absolute_url()
    if not transition.possible(presentation):
        state = in_words(presentation.status)
        raise WrongState(f"This is already {state}; someone may have been faster.", url)
    if not fits(transition, presentation):
        raise WrongState(SIGNED[transition.verb], url)


def refuse_slower(presentation: Presentation, by: Actor) -> None:
    """Raise WrongState when another officer has accepted what this one could have."""
    taken_by = presentation.officer_signed_by
    if taken_by and taken_by.pk != by.pk and policy.serves(by, presentation):
        raise WrongState(
            f"{presentation.officer} was faster and has accepted it.",
            presentation.get_absolute_url(),
        )


def settle(presentation: Presentation, by: Actor) -> bool:
    """Schedule it if both have signed, and tell everyone; else False."""
    if not (presentation.school_signed_by_id and presentation.officer_signed_by_id):
        return False
    move(presentation, SCHEDULE, by=by)
    tell(telling.everyone(presentation), "scheduled", presentation, but=by)
    if presentation.topic.sensitive:
        counselors = telling.counselors_of(presentation)
        tell(counselors, "sensitive_planned", presentation, but=by)
    return True


def proposed_times(presentation: Presentation) -> list[str]:
    """The proposed times in words, for a message."""
    slots = presentation.proposed_slots.all()
    return [telling.in_words(presentation, s.starts_at, s.ends_at) for s in slots]


def fits(transition: Transition, presentation: Presentation) -> bool:
    """Does this verb fit now? Each side signs once."""
    signed = {
        APPROVE.verb: presentation.school_signed_by_id,
        ACCEPT.verb: presentation.officer_signed_by_id,
    }
    return transition.possible(presentation) and not signed.get(transition.verb)
