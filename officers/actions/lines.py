"""The lines that an officer writes into the log by hand (domain.md §3.2).

Each has an id that the device made, so that one which is sent twice is one line.
"""

from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localtime, now

from officers import policy
from officers.actions.reports import log_changed
from officers.coverage import holding
from officers.models import (
    ActivityEntry,
    Directive,
    Officer,
    function_of,
)
from schools.models import School
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.workflow import lock, write

MINUTES_OF_A_DAY = 1440
OLDEST = timedelta(days=62)
"""The two months that a monthly report and its corrections are about."""
TO_COME = "That is still to come. Log it when it is done."
TOO_OLD = "That is too long ago: lines can be written for the last two months."
TOO_MUCH = "With this, the day would have {hours}. Check the minutes of its lines."
ELSEWHERE = "You were not assigned to {school} that day. Say why you were there."
NOT_DIRECTED = "That is no directive of yours at {school}. Choose another, or none."
POLICE_RECORDS = frozenset({"incident"})
"""Kinds of records whose line of the log stays of a kind that only the police read."""
POLICE_WORK = "Police work becomes an incident report, and nothing that a school reads."
NOT_BY_HAND = "Another record wrote this line, or it was taken out of the log."


class Line(TypedDict, total=False):
    """What an officer says of something done; no name of a student."""

    on: date
    started_at: datetime | None
    ended_at: datetime | None
    type: str
    function: str
    minutes: int
    origin: str
    with_whom: str
    audience_count: int | None
    place: str
    outcome: str
    note: str
    elsewhere_because: str
    directive: Directive | None


@transaction.atomic
def write_line(
    *, by: Actor, school: School, record_id: UUID, **said: Unpack[Line]
) -> ActivityEntry:
    """Write a line into one's own log. Sent again with the same id it is one line.

    Minutes are those spent, 1 to 1440. Raises NotAllowed, or RuleBroken for a time to
    come, more than a day holds, two lines about one time, a directive that is not
    theirs, or a school at which the officer was not assigned, when no reason is given.
    """
    require(policy.can_log(by, school))
    officer = _holding_their_day(by)
    if written := officer.log.filter(pk=record_id).first():
        return written
    said.update(_counted(said, said.get("directive")))
    entry = ActivityEntry(id=record_id, officer=officer, school=school, **said)
    refuse_misfit(entry)
    with constraints_as_rules(ActivityEntry):
        entry.save(force_insert=True)
    record(by, "log", entry)
    log_changed(entry)
    return entry


@transaction.atomic
def change_line(
    entry: ActivityEntry, *, by: Actor, version: int | None = None, **said: Unpack[Line]
) -> ActivityEntry:
    """Correct a line; the history keeps what it said before.

    Raises NotAllowed, Stale, WrongState or RuleBroken, as `write_line` does.
    """
    entry = _lock_own(entry, by, version)
    was_on = entry.on
    said.update(_counted(said, said.get("directive", entry.directive)))
    for field, value in said.items():
        setattr(entry, field, value)
    refuse_misfit(entry)
    write(entry, **said)
    record(by, "change", entry)
    log_changed(entry, was_on)
    return entry


@transaction.atomic
def take_out(
    entry: ActivityEntry, *, by: Actor, version: int | None = None
) -> ActivityEntry:
    """Take a line out of the log again; the history keeps that it was there."""
    entry = _lock_own(entry, by, version)
    write(entry, removed_at=now())
    record(by, "take_out", entry)
    log_changed(entry)
    return entry


@transaction.atomic
def promote(
    entry: ActivityEntry, *, source_kind: str, source_id: UUID, by: Actor
) -> ActivityEntry:
    """Let a record that began with this line take it over: it is not counted twice.

    From now on the record writes what it says (`correct_activity`). What only the
    police read of the log becomes no record that a school could read a trace of.
    Raises RuleBroken, NotAllowed or WrongState.
    """
    entry = _lock_own(entry, by, None)
    if entry.is_police_only and source_kind not in POLICE_RECORDS:
        raise RuleBroken(POLICE_WORK)
    write(entry, source_kind=source_kind, source_id=source_id, ended_at=None)
    record(by, "promote", entry, into=source_kind)
    log_changed(entry)
    return entry


def _lock_own(entry: ActivityEntry, by: Actor, version: int | None) -> ActivityEntry:
    require(policy.can_keep_a_log(by))
    require(policy.can_change_line(by, entry))
    _holding_their_day(by)
    entry = lock(entry, version=version)
    if not entry.is_by_hand or entry.removed_at:
        raise WrongState(NOT_BY_HAND)
    return entry


def _holding_their_day(by: Actor) -> Officer:
    """The officer's row, held so that their lines are counted one after another."""
    rows = Officer.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(user_id=by.pk)


def _counted(said: Line, directive: Directive | None) -> Line:
    """What the line counts for: its kind says it; for a directive, directed duty."""
    if directive:
        return {"function": ActivityEntry.Function.DIRECTED_DUTY}
    return {"function": function_of(said["type"])} if "type" in said else {}


def refuse_misfit(entry: ActivityEntry) -> None:
    """Raises RuleBroken for what no line of a log may say, whoever writes it."""
    today = localtime(now(), entry.school.district.zone).date()
    moments = [at for at in (entry.started_at, entry.ended_at) if at]
    if entry.on > today or any(at > now() for at in moments):
        raise RuleBroken(TO_COME)
    if entry.on < today - OLDEST:
        raise RuleBroken(TOO_OLD)
    if not (entry.elsewhere_because or _is_assigned(entry)):
        raise RuleBroken(ELSEWHERE.format(school=entry.school))
    if entry.directive and not _is_theirs(entry.directive, entry):
        raise RuleBroken(NOT_DIRECTED.format(school=entry.school.name))
    lines = ActivityEntry.objects.standing().filter(officer=entry.officer, on=entry.on)
    others = lines.exclude(pk=entry.pk).aggregate(total=Sum("minutes"))["total"] or 0
    if others + entry.minutes > MINUTES_OF_A_DAY:
        raise RuleBroken(TOO_MUCH.format(hours=_in_hours(others + entry.minutes)))


def _is_assigned(entry: ActivityEntry) -> bool:
    held = holding(entry.on, entry.on).filter(officer=entry.officer)
    return held.filter(campus=entry.school.campus_id).exists()


def _is_theirs(directive: Directive, entry: ActivityEntry) -> bool:
    at_this_school = directive.school_id == entry.school_id
    return directive.officer_id == entry.officer_id and at_this_school


def _in_hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} hours"
