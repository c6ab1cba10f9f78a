"""What an officer has promised to give, for the pages about absences."""

from collections.abc import Sequence
from datetime import datetime

from officers.models import Officer
from officers.ports import Busy, Planned
from presentations.actions.telling import when
from presentations.models import Presentation
from sro_program.core.db import Actor, briefly_as_clock

MOST = 25


def planned_talks(
    user: Actor, officer: Officer, starts_at: datetime, ends_at: datetime
) -> list[Planned]:
    """The officer's scheduled talks in this time that this person may see.

    Port of `officers`.
    """
    talks = Presentation.objects.visible_to(user).scheduled().filter(officer=officer)
    hit = talks.touching(starts_at, ends_at)
    rows = hit.select_related("topic", "school__district").order_by("starts_at", "pk")
    return [
        Planned(
            f"{talk.topic}, {talk.school.label}, {when(talk)}", talk.get_absolute_url()
        )
        for talk in rows[:MOST]
    ]


def promised_talks(
    officers: Sequence[Officer], starts_at: datetime, ends_at: datetime
) -> list[Busy]:
    """When these officers give talks; times alone, so at every school.

    Port of `officers`.
    """
    talks = Presentation.objects.scheduled().filter(officer__in=officers)
    with briefly_as_clock():
        return list(
            talks.touching(starts_at, ends_at).values_list(
                "officer", "starts_at", "ends_at"
            )
        )
