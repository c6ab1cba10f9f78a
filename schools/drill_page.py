"""The pages about drills: what they say, and which verbs they offer to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from schools import drill_policy as policy
from schools.drill_states import (
    CERTIFY,
    CORRECT,
    HOLD,
    TAKE_OUT,
    DrillStatus,
)
from schools.models import Drill, DrillNote, School
from sro_program.core.db import Actor
from sro_program.core.offers import Offer
from sro_program.core.paging import page_behind

SIZE = 50
"""Drills of one page of the log."""
SENTENCES = {
    "plan_drill": "Planned it",
    "hold_drill": "Recorded it",
    "correct_drill": "Corrected it",
    "certify_drill": "Certified it",
    "take_out_drill": "Took it out",
}


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of a school's log, and behind which drill the next one begins."""

    drills: Sequence[Drill]
    after: str


def log_of(user: Actor, school: School, after: UUID | None = None) -> LogPage:
    """What was held at a school, the latest first. Two queries at most."""
    drills = Drill.objects.visible_to(user).held().filter(school=school).for_list()
    last = drills.filter(pk=after).first() if after else None
    return LogPage(*page_behind(drills, last, ("-on", "-id"), SIZE))


def facts_of(drill: Drill) -> list[tuple[str, object]]:
    """What the drill says, without what is about children."""
    minutes = f"{drill.minutes} min" if drill.was_held or drill.held_at else ""
    part = f"{drill.sro}: {drill.get_part_of_sro_display().lower()}"
    return [
        ("Day", f"{drill.on:%A, %B} {drill.on.day}, {drill.on.year}"),
        ("Time", " · ".join(filter(None, [drill.when, minutes]))),
        ("Announced", "Yes" if drill.is_announced else "No"),
        ("Students", drill.students),
        ("Staff", drill.staff),
        ("First responders", drill.get_responders_display() if minutes else ""),
        ("Officer", part if drill.sro else ""),
        ("Secure after", drill.secured_in),
        ("Doors missed", drill.doors_missed),
        ("Certified by", drill.certified_by),
        ("Taken out because", drill.taken_out_because),
    ]


def said_of(drill: Drill, note: DrillNote | None) -> dict[str, Any]:
    """What the drill says now, for the form that corrects it."""
    names = [
        *("kind", "on", "begins", "ends", "is_announced", "students", "staff"),
        *("responders", "part_of_sro", "sro", "doors_missed", "problems", "version"),
    ]
    said = {name: getattr(drill, name) for name in names}
    if drill.seconds_to_secure:
        said["minutes"], said["seconds"] = divmod(drill.seconds_to_secure, 60)
    if note:
        said |= {"reaction": note.reaction, "needs": note.needs}
    return said


def offers(user: Actor, drill: Drill) -> list[Offer]:
    """The verbs that fit the moment, for somebody who may keep drills here."""
    if not policy.can_keep_drills(user, drill.school):
        return []
    is_plan = drill.status == DrillStatus.PLANNED
    out = "Call it off" if is_plan else "Take it out"
    possible = [
        (HOLD, "Record how it went", False, "primary"),
        (CERTIFY, "Certify it", True, "primary"),
        (CORRECT, "Correct it", False, "secondary"),
        (TAKE_OUT, out, False, "danger"),
    ]
    return [
        Offer(one.verb, label, _url(one.verb, drill), is_post, kind)
        for one, label, is_post, kind in possible
        if one.possible(drill)
    ]


def _url(verb: str, drill: Drill) -> str:
    return reverse(f"schools:{verb}", args=[drill.school_id, drill.pk])
