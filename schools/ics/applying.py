"""Writing what a calendar says, in the transaction of whoever applies it."""

from schools.event_states import CANCEL, RESTORE
from schools.ics.differences import Differences, fields_of
from schools.ics.found import Found
from schools.ics.sorting import kind_of
from schools.models import SchoolDay, SchoolEvent, SchoolFeed
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.workflow import move

FIELDS = (
    *("recurrence_id", "title", "series"),
    *("starts_at", "ends_at", "is_whole_days", "place_text"),
)


def write_differences(
    found: Differences, feed: SchoolFeed, by: Actor | None
) -> list[SchoolEvent]:
    """Write them; the events that are otherwise now come back. `feed` is held.

    Raises RuleBroken for what the database refuses, such as a day of another century.
    """
    with constraints_as_rules(SchoolEvent, SchoolDay):
        SchoolEvent.objects.bulk_create(
            (_new(one, feed) for one in found.new), batch_size=500
        )
        for event, changes in found.changed:
            for name, value in changes.items():
                setattr(event, name, value)
            event.version += 1
        changed = [event for event, _ in found.changed]
        SchoolEvent.objects.bulk_update(changed, [*FIELDS, "version"], batch_size=500)
        _write_days(found, feed)
    for event, changes in found.restored:
        move(event, RESTORE, by=by, **changes)
    for event in found.cancelled:
        move(event, CANCEL, by=by)
    return [*changed, *(event for event, _ in found.restored), *found.cancelled]


def _new(one: Found, feed: SchoolFeed) -> SchoolEvent:
    return SchoolEvent(
        school_id=feed.school_id,
        feed=feed,
        uid=one.uid,
        kind=kind_of(one.title),
        **fields_of(one),
    )


def _write_days(found: Differences, feed: SchoolFeed) -> None:
    """Days that somebody else marked meanwhile stay theirs."""
    SchoolDay.objects.filter(pk__in=[day.pk for day in found.unmarked]).delete()
    for day, mark in found.remarked:
        day.label, day.early_release = mark.label, mark.early_release
    again = [day for day, _ in found.remarked]
    SchoolDay.objects.bulk_update(again, ["label", "early_release"])
    SchoolDay.objects.bulk_create(
        (
            SchoolDay(
                district_id=feed.school.district_id,
                school_id=feed.school_id,
                on=mark.on,
                kind=mark.kind,
                label=mark.label,
                early_release=mark.early_release,
                feed=feed,
            )
            for mark in found.marked
        ),
        ignore_conflicts=True,
    )
