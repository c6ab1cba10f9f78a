"""Taking it back, calling it off, and what an officer's absence does to it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now

from officers.models import Absence
from presentations import policy
from presentations.actions import telling
from presentations.actions.signing import propose, proposed_times
from presentations.actions.telling import answered, tell
from presentations.models import Presentation
from presentations.slots import Slot, free_slots
from presentations.states import CANCEL, MISS, WITHDRAW, Status
from sro_program.core.db import Actor
from sro_program.core.errors import NotAllowed
from sro_program.core.policy import require
from sro_program.workflow import lock, move

PROPOSED = 3
CALLED_OUT = "The officer was called out."
OFFICERS_REASONS = {Presentation.Because.CALL_OUT, Presentation.Because.OFFICER}
"""The school is still there: other times of the officer are proposed at once."""


@transaction.atomic
def withdraw(
    presentation: Presentation, *, by: Actor, version: int | None = None
) -> Presentation:
    """Take a request back before it is scheduled."""
    presentation = lock(presentation, version=version)
    require(policy.can_withdraw(by, presentation))
    was_sent = presentation.status != Status.DRAFT
    move(presentation, WITHDRAW, by=by, reason="")
    presentation.proposed_slots.all().delete()
    answered(presentation)
    if was_sent:
        tell(telling.everyone(presentation), "withdrawn", presentation, but=by)
    return presentation


@transaction.atomic
def cancel(
    presentation: Presentation,
    *,
    by: Actor,
    because: str,
    reason: str,
    version: int | None = None,
) -> Presentation:
    """Call a scheduled talk off. When it is the officer's, three times are proposed.

    Raises NotAllowed also when `because` is not this person's to say.
    """
    presentation = lock(presentation, version=version)
    require(policy.can_cancel(by, presentation))
    if because not in policy.reasons_to_cancel(by, presentation):
        raise NotAllowed("You cannot give that reason; it is the other side's.")
    _cancel(presentation, by, because, reason)
    return presentation


@transaction.atomic
def miss(
    presentation: Presentation,
    *,
    by: Actor,
    reason: str = "",
    version: int | None = None,
) -> Presentation:
    """Note that a scheduled talk did not take place and nobody called it off."""
    presentation = lock(presentation, version=version)
    require(policy.can_miss(by, presentation))
    move(presentation, MISS, by=by, why=reason, reason=reason)
    answered(presentation)
    tell(telling.everyone(presentation), "missed", presentation, but=by)
    return presentation


@transaction.atomic
def react_to_absence(absence: Absence, by: Actor) -> None:
    """A call-out frees the officer's talks at once; other absences warn everyone.

    Port of `officers`: called in the transaction that records the absence.
    """
    booked = Presentation.objects.scheduled().filter(officer=absence.officer_id)
    hit = booked.touching(absence.starts_at, absence.ends_at)
    for presentation in hit.order_by("pk").select_for_update(of=("self",)):
        if absence.reason == Absence.Reason.CALL_OUT:
            because = Presentation.Because.CALL_OUT
            _cancel(presentation, by, because, CALLED_OUT)
        else:
            tell(telling.everyone(presentation), "officer_away", presentation)


def _cancel(presentation: Presentation, by: Actor, because: str, reason: str) -> None:
    move(
        presentation,
        CANCEL,
        by=by,
        why=reason,
        reason=reason,
        cancelled_because=because,
    )
    if because in OFFICERS_REASONS:
        propose(presentation, other_times(presentation))
    answered(presentation)
    tell(
        telling.everyone(presentation),
        "cancelled",
        presentation,
        but=by,
        because=presentation.get_cancelled_because_display(),
        proposed=proposed_times(presentation),
    )


def other_times(presentation: Presentation, count: int = PROPOSED) -> Sequence[Slot]:
    """The next free times of its officer, at the same hour where possible."""
    zone = presentation.school.district.zone
    return free_slots(
        presentation.school,
        presentation.speaker,
        minutes=presentation.minutes,
        after=max(presentation.starts_at, now()),
        count=count,
        place_id=presentation.place_id,
        at=presentation.starts_at.astimezone(zone).time(),
    )
