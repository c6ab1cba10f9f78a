"""Closing a gap: a relief is sent where an absence leaves a campus alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from officers import policy
from officers.actions.absences import record_absence
from officers.actions.assignments import assign
from officers.models import Absence, Assignment, Officer
from officers.relief import Gap, candidate, gaps_of, relief_url
from schools.models import Campus
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.notifications.outbox import settle

CLOSED = "{campus} has an officer in that time by now. Nobody else is needed."
CANNOT = "{officer} cannot stand in: {why_not}"


@transaction.atomic
def subpoena(
    officer: Officer,
    *,
    by: Actor,
    starts_at: datetime,
    ends_at: datetime,
    record_id: UUID | None = None,
) -> Absence:
    """The officer has to be in court then; nothing of the case is kept.

    Raises NotAllowed, or RuleBroken when the officer is already away then.
    """
    return record_absence(
        officer,
        by=by,
        reason=Absence.Reason.COURT,
        starts_at=starts_at,
        ends_at=ends_at,
        record_id=record_id,
    )


@transaction.atomic
def relieve(
    absence: Absence, *, by: Actor, campus: Campus, officer: Officer
) -> Assignment:
    """Send an officer to a campus for the days of an absence; tapped twice it is one.

    The absence and the officer are held, so that two reliefs never close one gap, nor
    one relief two. Raises NotAllowed, WrongState when the gap is closed by now, or
    RuleBroken when the officer is not free or may not work alone.
    """
    require(policy.can_assign(by, officer))
    absence = _held(absence)
    _held_officer(officer)
    if sent := _sent(absence, campus, officer):
        return sent
    gaps = gaps_of(absence)
    gap = next((gap for gap in gaps if gap.campus == campus), None)
    if gap is None:
        raise WrongState(CLOSED.format(campus=campus))
    _refuse_unfit(officer, gap, absence)
    relief = assign(
        officer,
        by=by,
        campus=campus,
        kind=Assignment.Kind.RELIEF,
        starts_on=gap.first,
        ends_on=gap.ends,
        stands_in_for=absence,
    )
    if not gaps_of(absence):
        settle(relief_url(absence))
    return relief


def _held(absence: Absence) -> Absence:
    rows = Absence.objects.select_for_update(of=("self",))
    return rows.select_related("officer__user").get(pk=absence.pk)


def _held_officer(officer: Officer) -> None:
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)


def _sent(absence: Absence, campus: Campus, officer: Officer) -> Assignment | None:
    """The relief that this very tap has made before."""
    return absence.reliefs.filter(officer=officer, campus=campus).first()


def _refuse_unfit(officer: Officer, gap: Gap, absence: Absence) -> None:
    found = candidate(officer, gap, absence)
    if found.why_not:
        raise RuleBroken(CANNOT.format(officer=officer, why_not=found.why_not))
