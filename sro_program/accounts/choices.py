"""What the filter of a list offers: schools one reaches, people, one's own views.

Each kind is a query of four columns; a list reads the union of all it offers at once.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from sro_program.accounts.models import Reach, SavedView
from sro_program.core.db import Actor

type Label = str | F | Coalesce
type Found = tuple[str, int, str, str]
"""A row of any kind: which, its key, what people read, and something more."""


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


def by_label(choice: Choice) -> str:
    return choice.label.lower()


def as_choices(
    kind: str,
    rows: Any,  # noqa: ANN401  # a queryset of any model
    key: str,
    label: Label,
    extra: str = "",
) -> Any:  # noqa: ANN401  # values of that queryset
    """These rows as one part of the union."""
    said = F(extra) if extra else Value("", CharField())
    return rows.order_by().values_list(
        Value(kind, CharField()), key, Cast(label, CharField()), said
    )


def reach_as_choices(user: Actor) -> Any:  # noqa: ANN401  # values of a queryset
    """Each school under its name, with a role that is held there."""
    name = Coalesce(NullIf("school__short_name", Value("")), "school__name")
    return as_choices("school", Reach.objects.of(user), "school_id", name, "role")


def views_as_choices(user: Actor, page: str) -> Any:  # noqa: ANN401  # as above
    """The saved views of this page, with their filters."""
    saved = SavedView.objects.filter(user_id=user.pk, page=page)
    return as_choices("view", saved, "pk", "name", "query")
