"""Drills: planned, recorded, corrected, certified, taken out (domain.md §3.9)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime, now

from schools import drill_policy as policy
from schools.calendar import day_status
from schools.drill_people import officers_to_name
from schools.drill_states import CERTIFY, CORRECT, HOLD, TAKE_OUT
from schools.models import Drill, DrillNote, School
from schools.ports import tell_of_drill
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import Transition, lock, move

TO_COME = "That is still to come. Record it when it is over; until then, plan it."
IS_OVER = "That day is over. Record the drill as one that was held."
NO_SCHOOL = "There is no school on {day} ({why}). Say so if that day is meant."
NOT_OF_HERE = "{name} does not serve this school. Choose one of its officers."


class Said(TypedDict):
    """What is said of a drill that was held; no name of a child.

    `begins` and `ends` are on the clock of the district. `reaction` and `needs` are
    about children, and read by fewer people than the rest.
    """

    kind: str
    on: date
    begins: time
    ends: time
    is_announced: bool
    students: int
    staff: int
    responders: str
    part_of_sro: str
    sro: User | None
    seconds_to_secure: int | None
    doors_missed: str
    problems: str
    reaction: str
    needs: str


NOBODY: Mapping[str, Any] = {"certified_by_id": None, "certified_at": None}
"""Certified it."""
OF_CHILDREN = ("reaction", "needs")
OF_DRILL = [name for name in Said.__annotations__ if name not in OF_CHILDREN]


@transaction.atomic
def plan_drill(
    school: School,
    *,
    by: Actor,
    record_id: UUID,
    kind: str,
    on: date,
    is_announced: bool,
    begins: time | None = None,
    no_school_meant: bool = False,
) -> Drill:
    """Plan a drill of a day to come; sent twice, it is one.

    One that is not announced is known to those alone who keep drills. Raises
    NotAllowed, or RuleBroken for a day that is over, and for one without school unless
    that is meant.
    """
    require(policy.can_keep_drills(by, school))
    if kept := Drill.objects.filter(pk=record_id, school=school).first():
        return kept
    if on < _here(school).date():
        raise RuleBroken(IS_OVER)
    _ask_about_day(school, on, meant=no_school_meant)
    drill = Drill(
        id=record_id,
        school=school,
        written_by_id=by.pk,
        kind=kind,
        on=on,
        is_announced=is_announced,
        begins=begins,
    )
    _insert(drill)
    record(by, "plan_drill", drill)
    return drill


@transaction.atomic
def record_drill(
    school: School,
    *,
    by: Actor,
    record_id: UUID,
    no_school_meant: bool = False,
    **said: Unpack[Said],
) -> Drill:
    """Write down a drill that nobody had planned here; sent twice, it is one.

    Raises what `hold_drill` raises.
    """
    require(policy.can_keep_drills(by, school))
    if kept := Drill.objects.filter(pk=record_id, school=school).first():
        return kept
    drill = Drill(
        id=record_id,
        school=school,
        written_by_id=by.pk,
        kind=said["kind"],
        on=said["on"],
        is_announced=said["is_announced"],
    )
    _refuse_misfit(drill, said, meant=no_school_meant)
    _insert(drill)
    return _as_said(lock(drill), HOLD, by, said, {"held_at": now()})


@transaction.atomic
def hold_drill(
    drill: Drill,
    *,
    by: Actor,
    version: int | None = None,
    no_school_meant: bool = False,
    **said: Unpack[Said],
) -> Drill:
    """Write down how a planned drill went; the officer who was there has it logged.

    Raises NotAllowed, Stale or WrongState, or RuleBroken for a time to come, an officer
    of another school, and a day without school unless that is meant.
    """
    drill = _locked(drill, by, version)
    _refuse_misfit(drill, said, meant=no_school_meant)
    return _as_said(drill, HOLD, by, said, {"held_at": now()})


@transaction.atomic
def correct_drill(
    drill: Drill,
    *,
    by: Actor,
    version: int | None = None,
    no_school_meant: bool = False,
    **said: Unpack[Said],
) -> Drill:
    """Say it anew; the history keeps what was said, and it is certified again.

    Raises what `hold_drill` raises.
    """
    drill = _locked(drill, by, version)
    _refuse_misfit(drill, said, meant=no_school_meant)
    return _as_said(drill, CORRECT, by, said, NOBODY)


@transaction.atomic
def certify_drill(drill: Drill, *, by: Actor, version: int | None = None) -> Drill:
    """Stand for it that it was held so. Raises NotAllowed, Stale or WrongState."""
    drill = _locked(drill, by, version)
    move(drill, CERTIFY, by=by, certified_by_id=by.pk, certified_at=now())
    return drill


@transaction.atomic
def take_out_drill(
    drill: Drill, *, by: Actor, reason: str, version: int | None = None
) -> Drill:
    """Call off what was planned, or take out what was recorded by mistake.

    It stays on record with the reason, and counts for no window. Raises NotAllowed,
    Stale or WrongState, or RuleBroken without a reason.
    """
    drill = _locked(drill, by, version)
    move(drill, TAKE_OUT, by=by, taken_out_because=reason, **NOBODY)
    tell_of_drill(drill, by)
    return drill


def _locked(drill: Drill, by: Actor, version: int | None) -> Drill:
    require(policy.can_keep_drills(by, drill.school))
    return lock(drill, version=version)


def _insert(drill: Drill) -> None:
    with constraints_as_rules(Drill):
        drill.save(force_insert=True)


def _as_said(
    drill: Drill, verb: Transition, by: Actor, said: Said, changes: Mapping[str, Any]
) -> Drill:
    fields: dict[str, Any] = {name: said[name] for name in OF_DRILL}  # type: ignore[literal-required]  # names of Said
    move(drill, verb, by=by, **fields, **changes)
    _keep_note(drill, reaction=said["reaction"], needs=said["needs"])
    tell_of_drill(drill, by)
    return drill


def _keep_note(drill: Drill, *, reaction: str, needs: str) -> None:
    """Of children, where something is said of them or was."""
    note = DrillNote.objects.filter(drill=drill).first()
    note = note or DrillNote(drill=drill, school=drill.school)
    if (note.reaction, note.needs) != (reaction, needs):
        note.reaction, note.needs = reaction, needs
        note.save()


def _refuse_misfit(drill: Drill, said: Said, *, meant: bool) -> None:
    here = _here(drill.school)
    on, ends, sro = said["on"], said["ends"], said["sro"]
    if (on, ends) > (here.date(), here.time()):
        raise RuleBroken(TO_COME)
    if sro and sro not in officers_to_name(drill.school, drill):
        raise RuleBroken(NOT_OF_HERE.format(name=sro.name))
    _ask_about_day(drill.school, on, meant=meant)


def _ask_about_day(school: School, on: date, *, meant: bool) -> None:
    """School drills are held on school days; another day wants to be meant."""
    status = day_status(school, on)
    if not (meant or status.is_instructional):
        day = f"{on:%A, %B} {on.day}"
        raise RuleBroken(NO_SCHOOL.format(day=day, why=status.label))


def _here(school: School) -> datetime:
    """What the clock on the wall of the school says."""
    return localtime(now(), school.district.zone)
