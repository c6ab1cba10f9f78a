"""Page by page, found by key: the last page costs what the first does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Func, Model, Q, QuerySet

type Values = dict[str, Any]


def is_key(text: str) -> bool:
    """Can this be the key of a row, as an address hands it over?"""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class AmongKeys(Func):
    """Is this key in an array of keys, given as its text?

    Not a subquery: of that Postgres reads every row of the table to hash it.
    """

    template = "%(expressions)s::uuid[])"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of one page, and whether there are others on either side."""

    rows: list[Values]
    begins_later: bool
    goes_on: bool


def cut(
    rows: QuerySet[Any],
    order: Sequence[str],
    shown: Iterable[str],
    size: int,
    *,
    at: Mapping[str, object] | None = None,
    backwards: bool = False,
) -> Cut:
    """One page in this order: from behind a row, or the page that ends before it.

    `at` holds that row's values of the columns of the order; the last of them is
    unique.
    """
    if at is not None:
        order = reversed_order(order) if backwards else order
        rows = rows.filter(beyond(order, at))
    # Only the rows of the page are joined to others, not all that were in question.
    keys = rows.order_by(*order).values("pk")[: size + 1]
    page = rows.model._base_manager.filter(pk__in=keys).order_by(*order)
    found = list(page.values(*shown))
    has_more, found = len(found) > size, found[:size]
    if at is None or not backwards:
        return Cut(found, at is not None, has_more)
    return Cut(found[::-1], has_more, goes_on=True)


def page_behind[M: Model](
    rows: QuerySet[M], last: M | None, order: Sequence[str], size: int
) -> tuple[list[M], str]:
    """A page of rows that come in this order: behind `last`, or the first one.

    With it the key of the row behind which the next page begins; empty at the end.
    """
    if last:
        names = [name.removeprefix("-") for name in order]
        rows = rows.filter(beyond(order, {name: getattr(last, name) for name in names}))
    found = list(rows[: size + 1])
    goes_on = len(found) > size
    return found[:size], str(found[size - 1].pk) if goes_on else ""


def beyond(order: Sequence[str], at: Mapping[str, object]) -> Q:
    """The rows that come after this place in this order."""
    same, later = Q(), Q()
    for name in order:
        bare = name.removeprefix("-")
        side = "lt" if name.startswith("-") else "gt"
        later |= same & Q(**{f"{bare}__{side}": at[bare]})
        same &= Q(**{bare: at[bare]})
    first = order[0].removeprefix("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": at[first]}) & later


def reversed_order(order: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order
    )
