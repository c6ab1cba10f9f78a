"""What nobody decided before its time came is closed by the clock."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from presentations.actions import telling
from presentations.actions.telling import answered, tell
from presentations.models import Presentation
from presentations.states import LAPSE, Status
from sro_program.workflow import lock, move

TOO_LATE = "Its time came before both had signed."


def due_to_lapse() -> QuerySet[Presentation]:
    """Still waiting for a signature when it should have begun."""
    return Presentation.objects.filter(
        status=Status.REQUESTED, starts_at__lte=now()
    ).order_by("starts_at")


@transaction.atomic
def lapse(presentation: Presentation) -> bool:
    """Close it and tell everyone, so that nobody waits for what cannot be any more."""
    presentation = lock(presentation)
    if not due_to_lapse().filter(pk=presentation.pk).exists():
        return False
    move(presentation, LAPSE, by=None, why=TOO_LATE, reason=TOO_LATE)
    answered(presentation)
    tell(telling.everyone(presentation), "lapsed", presentation)
    return True
