"""What the filter of the list offers, all read by one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from officers.models import Officer
from presentations.models import Topic
from sro_program.accounts.choices import (
    Choice,
    Found,
    Saved,
    as_choices,
    by_label,
    reach_as_choices,
    views_as_choices,
)
from sro_program.accounts.models import Role
from sro_program.accounts.reached import MOST_REACH, Reached
from sro_program.core.db import Actor

PAGE = "presentations:index"
MANY_OFFICERS = 60
MANY_TOPICS = 200


@dataclass(slots=True)
class Choices:
    """What a person can filter by, and the schools they reach with their roles."""

    schools: list[Choice] = field(default_factory=list)
    officers: list[Choice] = field(default_factory=list)
    topics: list[Choice] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    reached: Reached = field(default_factory=Reached)

    @property
    def has_many_schools(self) -> bool:
        """Too many for a list to choose from: the search finds schools by name."""
        return self.reached.is_many

    @property
    def has_many_officers(self) -> bool:
        return len(self.officers) > MANY_OFFICERS

    @property
    def sees_only_own(self) -> bool:
        """Is there nobody else's talk to tell from one's own?"""
        return self.reached.roles <= {Role.TEACHER}


def choices_for(user: Actor) -> Choices:
    """All of it in one query; a kind with too many to choose from is cut off."""
    choices, reach = Choices(), []
    for kind, key, label, extra in _choice_rows(user):
        if kind == "school":
            reach.append((key, extra))
            choices.schools.append(Choice(key, label))
        elif kind == "view":
            choices.saved.append(Saved(key, label, extra))
        else:
            bucket = choices.topics if kind == "topic" else choices.officers
            bucket.append(Choice(key, label))
    choices.reached = Reached.of(reach)
    choices.schools = sorted(set(choices.schools), key=by_label)
    choices.officers.sort(key=by_label)
    choices.topics.sort(key=by_label)
    choices.saved.sort(key=lambda saved: saved.name.lower())
    return choices


def _choice_rows(user: Actor) -> Iterable[Found]:
    officers = Officer.objects.visible_to(user).in_service()
    rows: Iterable[Found] = reach_as_choices(user)[:MOST_REACH].union(
        as_choices("officer", officers, "pk", "user__name")[: MANY_OFFICERS + 1],
        as_choices("topic", Topic.objects.active(), "pk", "title")[:MANY_TOPICS],
        views_as_choices(user, PAGE),
        all=True,
    )
    return rows
