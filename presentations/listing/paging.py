"""Page by page, found by key: the last page costs what the first does."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from presentations.models import Presentation
from presentations.models.presentation import PresentationQuerySet
from presentations.states import Status
from sro_program.core.paging import cut
from sro_program.core.times import clock, school_year

PAGE_SIZE = 25
COUNT_UP_TO = 1_000
MOST_FOUND = 500
"""As many the door for search gives (migration `search_within_filters`)."""
CUT_SEARCH = f"The newest {MOST_FOUND} that match; search for more words to see others"
COMING = "coming"
SORTS = {
    COMING: ("starts_at", "id"),
    "newest": ("-starts_at", "-id"),
    "oldest": ("starts_at", "id"),
    "state": ("status", "-starts_at", "-id"),
}
SHOWN = (
    *("id", "starts_at", "status", "kind", "topic__title", "class_name"),
    *("school__name", "school__short_name", "officer__user__name"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after, or before, the row with these values."""

    status: str
    starts_at: datetime
    id: UUID
    backwards: bool = False

    @property
    def values(self) -> dict[str, object]:
        """Of the columns by which the list is ordered."""
        return {"status": self.status, "starts_at": self.starts_at, "id": self.id}

    def __str__(self) -> str:
        return f"{self.status}_{self.starts_at.isoformat()}_{self.id}"

    @classmethod
    def read(cls, text: str, *, backwards: bool) -> "Place":
        """The place a link names. Raises ValueError when it is damaged."""
        status, starts_at, key = text.rsplit("_", 2)
        moment = datetime.fromisoformat(starts_at)
        if moment.tzinfo is None or status not in Status.values:
            raise ValueError(text)
        return cls(status, moment.astimezone(UTC), UUID(key), backwards)


class Row(NamedTuple):
    """One line of the list, ready to be shown: templates do no work per cell."""

    url: str
    iso: str
    when: str
    topic: str
    school: str
    class_name: str
    officer: str
    status: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, and where the pages around it begin."""

    rows: list[Row]
    previous: str = ""
    next: str = ""


def page_of(rows: PresentationQuerySet, sort: str, place: Place | None = None) -> Page:
    """One page of rows, beginning at a place."""
    found = cut(
        rows,
        SORTS[sort],
        SHOWN,
        PAGE_SIZE,
        at=place.values if place else None,
        backwards=place is not None and place.backwards,
    )
    return Page(
        rows=[row_of(values) for values in found.rows],
        previous=str(place_of(found.rows[0]))
        if found.rows and found.begins_later
        else "",
        next=str(place_of(found.rows[-1])) if found.rows and found.goes_on else "",
    )


def rows_of(rows: PresentationQuerySet, sort: str, most: int) -> list[Row]:
    """All rows in order, up to so many: for a file."""
    return [
        row_of(values) for values in rows.order_by(*SORTS[sort]).values(*SHOWN)[:most]
    ]


def place_of(values: dict[str, object]) -> Place:
    return Place(values["status"], values["starts_at"], values["id"])  # type: ignore[arg-type]  # as the model says


def count_of(
    rows: PresentationQuerySet, *, is_search: bool = False, is_wide: bool = False
) -> str:
    """How many, in words that stay cheap: exact up to a thousand.

    For whoever reaches a whole region, the search looks at the newest rows first.
    """
    number = rows.order_by()[: COUNT_UP_TO + 1].count()
    if is_search and number == MOST_FOUND:
        return CUT_SEARCH
    if is_search and is_wide and number:
        return f"The newest {number:,} that match"
    if number > COUNT_UP_TO:
        return f"{COUNT_UP_TO:,}+ presentations"
    return "1 presentation" if number == 1 else f"{number:,} presentations"


LABELS = dict(Status.choices)
KINDS = dict(Presentation.Kind.choices)


def in_words(starts_at: datetime) -> str:
    """When, without the year in which this school year's days are."""
    is_this_year = school_year(starts_at) == school_year(localtime())
    year = "" if is_this_year else f", {starts_at:%Y}"
    return f"{starts_at:%a, %b %-d}{year}, {clock(starts_at)}"


def row_of(values: dict[str, object]) -> Row:
    """A row's values as people read them."""
    starts_at = localtime(values["starts_at"])  # type: ignore[arg-type]  # as the model says
    return Row(
        url=reverse("presentations:detail", args=[values["id"]]),
        iso=starts_at.isoformat(),
        when=in_words(starts_at),
        topic=str(values["topic__title"]),
        school=str(values["school__short_name"] or values["school__name"]),
        class_name=str(values["class_name"]),
        officer=str(values["officer__user__name"] or ""),
        status=str(values["status"]),
        state=LABELS[str(values["status"])],
        kind=KINDS[str(values["kind"])],
    )
