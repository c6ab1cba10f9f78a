"""A line of the log on its way to become another record, without retyping."""

from datetime import datetime, timedelta

from officers.models import ActivityEntry
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.paging import is_key


def line_named(user: Actor, key: str) -> ActivityEntry | None:
    """The own line by hand that an address names; None when there is none.

    Nor is there one of a school that is not theirs today: what it becomes would be
    written at another school, or nowhere.
    """
    if not is_key(key):
        return None
    lines = ActivityEntry.objects.visible_to(user).standing()
    own = lines.filter(officer__user_id=user.pk or 0, source_kind="", pk=key)
    own = own.filter(school__in=schools_to_grow_at(user))
    return own.select_related("school__district", "officer").first()


def schools_to_grow_at(user: Actor) -> SchoolQuerySet:
    """Where a line of this officer can become more: the schools assigned today."""
    return School.objects.reached_as(user, Role.OFFICER)


def begun_at(line: ActivityEntry) -> datetime | None:
    """When it began: exactly, or reckoned back from when it was tapped."""
    if line.started_at:
        return line.started_at
    took = timedelta(minutes=line.minutes)
    return line.ended_at - took if line.ended_at else None
