"""When a receiver has left the school, whoever is still there learns of what is open.

Unanswered or in work: nobody reads it any more until a colleague takes it over.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from referrals.actions.telling import tell_school_of_leaving
from referrals.models import Clock, Referral
from sro_program.audit.log import record
from sro_program.workflow import lock

LEFT = Clock.Step.LEFT


def due_a_stand_in() -> QuerySet[Referral]:
    """Open ones whose receiver left and nobody knows, or came back when it was told."""
    told = Q(Exists(Clock.objects.filter(referral=OuterRef("pk"), step=LEFT)))
    alone = Q(pk__in=Referral.objects.left_alone().values("pk"))
    return Referral.objects.open().filter(alone & ~told | told & ~alone)


@transaction.atomic
def ask_for_a_stand_in(referral: Referral) -> bool:
    """Tell the school once that its receiver has left, without what it says.

    Where nobody can be told yet it stays due. Whoever comes back can leave again.
    """
    referral = lock(referral)
    told = Clock.objects.filter(referral=referral, step=LEFT)
    if not Referral.objects.left_alone().filter(pk=referral.pk).exists():
        told.delete()
        return False
    if told.exists() or not tell_school_of_leaving(referral):
        return False
    at = now()
    rung = Clock.Rung.SCHOOL
    Clock.objects.create(
        referral=referral, step=LEFT, rung=rung, since=at, due_at=at, told_at=at
    )
    record(None, "remind", referral, rung=LEFT)
    return True
