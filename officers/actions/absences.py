"""When an officer is away, and who has to know."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localtime, now

from officers import policy, ports
from officers.actions.assignments import call_off_reliefs
from officers.board import Cell, Row
from officers.models import Absence, Officer
from officers.relief import gaps_of, missed, relief_url
from sro_program.accounts.models import Role
from sro_program.accounts.roles import holders
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify_all, settle

TOO_LONG = timedelta(days=366)


@transaction.atomic
def record_absence(
    officer: Officer,
    *,
    by: Actor,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    note: str = "",
    record_id: UUID | None = None,
) -> Absence:
    """Note that an officer is away, from–until (half-open), and tell the schools.

    Sent twice with one id it is one record. Raises NotAllowed, or RuleBroken when
    the officer is already away then.
    """
    officers = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = officers.select_related("user").get(pk=officer.pk)
    require(policy.can_record_absence(by, officer))
    if ends_at - starts_at > TOO_LONG:
        raise RuleBroken("An absence of more than a year is the end of an assignment.")
    if record_id and (sent := officer.absences.filter(pk=record_id).first()):
        return sent
    with constraints_as_rules(Absence):
        absence = Absence.objects.create(
            id=record_id or uuid7(),
            officer=officer,
            reason=reason,
            starts_at=starts_at,
            ends_at=ends_at,
            note=note,
            recorded_by_id=by.pk,
        )
    record(by, "record_absence", absence, officer=officer.pk)
    for react in ports.on_absence:
        react(absence, by)
    _tell_principals(absence, missed(absence), "officer_away", by)
    _tell_command(absence, by)
    return absence


def call_out(officer: Officer, *, by: Actor, record_id: UUID | None = None) -> Absence:
    """The officer is called away now and stays away for the rest of the day."""
    starts_at, midnight = rest_of_the_day()
    return record_absence(
        officer,
        by=by,
        reason=Absence.Reason.CALL_OUT,
        starts_at=starts_at,
        ends_at=midnight,
        record_id=record_id,
    )


def rest_of_the_day() -> tuple[datetime, datetime]:
    """From now until midnight."""
    here = localtime(now().replace(microsecond=0))
    return here, datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)


@transaction.atomic
def cancel_absence(absence: Absence, *, by: Actor) -> Absence:
    """Call an absence off, with its reliefs, and tell the schools that were told of it.

    Raises NotAllowed, or WrongState when it already is.
    """
    rows = Absence.objects.select_for_update(of=("self",)).select_related(
        "officer__user"
    )
    absence = rows.get(pk=absence.pk)
    require(policy.can_cancel_absence(by, absence))
    if absence.cancelled_at:
        raise WrongState("This absence has already been called off.")
    days = missed(absence) if absence.ends_at > now() else []
    call_off_reliefs(absence, by=by)
    absence.cancelled_at, absence.cancelled_by_id = now(), by.pk
    absence.save(update_fields=["cancelled_at", "cancelled_by"])
    record(by, "cancel_absence", absence, officer=absence.officer_id)
    settle(relief_url(absence))
    _tell_principals(absence, days, "officer_back", by)
    return absence


def _tell_command(absence: Absence, by: Actor) -> None:
    """Who assigns learns that a campus needs a relief, and where to find one."""
    gaps = gaps_of(absence)
    if gaps:
        agency = absence.officer.police_agency_id
        notify_all(
            holders(Role.COMMANDER, police_agency=agency).exclude(pk=by.pk),
            "officer_relief_wanted",
            url=relief_url(absence),
            needs_you=True,
            officer=str(absence.officer),
            campus=", ".join(str(gap.campus) for gap in gaps),
            starts_at=_in_words(absence.starts_at, gaps[0].zone),
            ends_at=_in_words(absence.ends_at, gaps[0].zone),
        )


def _tell_principals(
    absence: Absence, days: list[tuple[Row, list[Cell]]], template: str, by: Actor
) -> None:
    """Principals learn when, and whether someone else is there; never why."""
    for row, cells in days:
        notify_all(
            holders(Role.PRINCIPAL, school__in=row.schools).exclude(pk=by.pk),
            template,
            url=absence.officer.get_absolute_url(),
            officer=str(absence.officer),
            campus=str(row.campus),
            starts_at=_in_words(absence.starts_at, row.zone),
            ends_at=_in_words(absence.ends_at, row.zone),
            is_gap=any(cell.is_gap_in(absence) for cell in cells),
        )


def _in_words(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%A, %B %-d, %-I:%M %p}"
