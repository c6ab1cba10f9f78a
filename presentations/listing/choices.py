"""What the filter of the list offers, all read by one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from officers.models import Officer
from presentations.models import Topic
from sro_program.accounts.models import Reach, Role, SavedView
from sro_program.accounts.reached import MOST_REACH, Reached
from sro_program.core.db import Actor

PAGE = "presentations:index"
MANY_OFFICERS = 60
MANY_TOPICS = 200


class Choice(NamedTuple):
    """Something to choose in the filter."""

    key: int
    label: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter that this person saved under a name."""

    pk: int
    name: str
    query: str


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


def by_label(choice: Choice) -> str:
    return choice.label.lower()


type Label = str | F | Coalesce


def _choice_rows(user: Actor) -> Iterable[tuple[str, int, str, str]]:
    school = Coalesce(NullIf("school__short_name", Value("")), "school__name")
    saved = SavedView.objects.filter(user_id=user.pk, page=PAGE)
    officers = Officer.objects.visible_to(user).in_service()
    reach = _as_choices("school", Reach.objects.of(user), "school_id", school, "role")
    rows: Iterable[tuple[str, int, str, str]] = reach[:MOST_REACH].union(
        _as_choices("officer", officers, "pk", "user__name")[: MANY_OFFICERS + 1],
        _as_choices("topic", Topic.objects.active(), "pk", "title")[:MANY_TOPICS],
        _as_choices("view", saved, "pk", "name", "query"),
        all=True,
    )
    return rows


def _as_choices(
    kind: str,
    rows: Any,  # noqa: ANN401  # a queryset of any model
    key: str,
    label: Label,
    extra: str = "",
) -> Any:  # noqa: ANN401  # values of that queryset
    said = F(extra) if extra else Value("", CharField())
    return rows.order_by().values_list(
        Value(kind, CharField()), key, Cast(label, CharField()), said
    )
