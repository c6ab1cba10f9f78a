"""The line that a drill writes into the log of the officer who was there."""

from typing import Any

from django.utils.timezone import now

from officers.actions.log import correct_activity, log_activity
from officers.models import ActivityEntry, Officer
from schools.models import Drill
from sro_program.core.db import Actor, briefly_as_clock

SOURCE = "drill"


def write_drill_line(drill: Drill, by: Actor) -> None:
    """One line for a drill, which follows it: led, observed or helped with.

    Nothing is entered twice (product.md §3). The principal records drills too, and
    writes no lines of officers by hand, so the clock writes this one. Where no officer
    was there after all, or the drill is taken out, the line is taken out with it.
    """
    with briefly_as_clock():
        lines = ActivityEntry.objects.filter(source_kind=SOURCE, source_id=drill.pk)
        entry = lines.first()
        officer = _who_was_there(drill)
        source: dict[str, Any] = {
            "source_kind": SOURCE,
            "source_id": drill.pk,
            "by": by,
        }
        if officer and entry:
            line = {**_line(drill), "officer": officer, "removed_at": None}
            correct_activity(**source, **line)
        elif officer:
            log_activity(officer, school=drill.school, **source, **_line(drill))
        elif entry and not entry.removed_at:
            correct_activity(**source, removed_at=now())


def _who_was_there(drill: Drill) -> Officer | None:
    if not (drill.was_held and drill.sro_id):
        return None
    return Officer.objects.filter(user_id=drill.sro_id).first()


def _line(drill: Drill) -> dict[str, Any]:
    return {
        "on": drill.on,
        "started_at": drill.begins_at,
        "function": ActivityEntry.Function.SCHOOL_ACTIVITY,
        "type": ActivityEntry.Type.DRILL,
        "minutes": drill.minutes,
        "audience_count": min(drill.students or 0, 32_767),
        "place": drill.title,
    }
