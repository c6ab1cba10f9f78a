"""What the filter of the list offers, all read by one query."""

from dataclasses import dataclass, field

from officers.choices import OFFICERS
from sro_program.accounts.choices import (
    SCHOOLS,
    VIEWS,
    Choice,
    Saved,
    by_label,
    rows_of_choices,
)
from sro_program.accounts.models import Role
from sro_program.accounts.reached import Reached
from sro_program.core.db import Actor

PAGE = "presentations:index"
MANY_OFFICERS = 60
MANY_TOPICS = 200
TOPICS = """
SELECT 'topic', id, title, '' FROM presentations_topic WHERE is_active
LIMIT %(most_topics)s
"""


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
    offered = (SCHOOLS, OFFICERS, TOPICS, VIEWS)
    most = {"most_officers": MANY_OFFICERS + 1, "most_topics": MANY_TOPICS}
    for kind, key, label, extra in rows_of_choices(user, PAGE, *offered, **most):
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
