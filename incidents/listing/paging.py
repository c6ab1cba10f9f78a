"""The rows of the list as people read them, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from incidents.listing.choices import Choices
from incidents.models import CaseFile, Incident
from incidents.models.incidents import IncidentQuerySet, number_of
from incidents.states import Status
from sro_program.core.paging import cut
from sro_program.core.times import clock, school_year

PAGE_SIZE = 25
COUNT_UP_TO = 1_000
MOST_FOUND = 500
"""As many the door for search gives (migration `find`)."""
CUT_SEARCH = f"The newest {MOST_FOUND} that match; search for more words to see others"
SORTS = {
    "newest": ("-occurred_from", "-id"),
    "oldest": ("occurred_from", "id"),
}
HEADER = (
    *("id", "year", "serial", "occurred_from", "status", "school_id", "written_by_id"),
    *("school__name", "school__short_name", "place__label", "sub_place"),
    *("initiated_by", "outcome"),
)
POLICE = ("case_file__conduct", "case_file__disposition")
STATES, OUTCOMES = dict(Status.choices), dict(Incident.Outcome.choices)
KINDS, ASKERS = dict(Incident.SubPlace.choices), dict(Incident.Initiator.choices)
CLASSES = dict(CaseFile.Conduct.choices)
DISPOSITIONS = dict(CaseFile.Disposition.choices)


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a page begins: after, or before, the incident with these values."""

    occurred_from: datetime
    id: UUID
    backwards: bool = False

    def __str__(self) -> str:
        return f"{self.occurred_from.isoformat()}_{self.id}"

    @property
    def values(self) -> dict[str, object]:
        """Of the columns by which the list is ordered."""
        return {"occurred_from": self.occurred_from, "id": self.id}

    @classmethod
    def read(cls, text: str, *, backwards: bool) -> "Behind":
        """The place a link names. Raises ValueError when it is damaged."""
        moment_said, key = text.rsplit("_", 1)
        moment = datetime.fromisoformat(moment_said)
        if moment.tzinfo is None:
            raise ValueError(text)
        return cls(moment.astimezone(UTC), UUID(key), backwards)


class Row(NamedTuple):
    """One line of the list, ready to be shown; no name of a person is in it."""

    url: str
    iso: str
    when: str
    number: str
    school: str
    where: str
    asked_by: str
    status: str
    state: str
    outcome: str
    conduct: str
    disposition: str


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, and where the pages around it begin."""

    rows: list[Row]
    previous: str = ""
    next: str = ""


def page_of(
    rows: IncidentQuerySet, sort: str, choices: Choices, behind: Behind | None = None
) -> Page:
    """One page of rows, beginning at a place."""
    found = cut(
        rows,
        SORTS[sort],
        _shown(choices),
        PAGE_SIZE,
        at=behind.values if behind else None,
        backwards=behind is not None and behind.backwards,
    )
    return Page(
        [row_of(values, choices) for values in found.rows],
        _place_of(found.rows[0]) if found.rows and found.begins_later else "",
        _place_of(found.rows[-1]) if found.rows and found.goes_on else "",
    )


def _place_of(values: dict[str, Any]) -> str:
    return str(Behind(values["occurred_from"], values["id"]))


def rows_of(
    rows: IncidentQuerySet, sort: str, choices: Choices, most: int
) -> list[Row]:
    """All rows in order, up to so many: for a file."""
    found: Iterable[dict[str, Any]] = rows.order_by(*SORTS[sort]).values(
        *_shown(choices)
    )[:most]
    return [row_of(values, choices) for values in found]


def _shown(choices: Choices) -> tuple[str, ...]:
    return (*HEADER, *POLICE) if choices.is_police else HEADER


def row_of(values: dict[str, Any], choices: Choices) -> Row:
    """A row's values as people read them; of the police side only to its readers."""
    reads = choices.reads_police_side(values["school_id"], values["written_by_id"])
    began = localtime(values["occurred_from"])
    place, kind = values["place__label"], KINDS[values["sub_place"]]
    return Row(
        url=reverse("incidents:incident", args=[values["id"]]),
        iso=began.isoformat(),
        when=in_words(began),
        number=number_of(values["year"], values["serial"]),
        school=values["school__short_name"] or values["school__name"],
        where=f"{place} ({kind.lower()})" if place else kind,
        asked_by=ASKERS[values["initiated_by"]],
        status=values["status"],
        state=STATES[values["status"]],
        outcome=OUTCOMES[values["outcome"]],
        conduct=CLASSES[values["case_file__conduct"]] if reads else "",
        disposition=DISPOSITIONS.get(values["case_file__disposition"], "")
        if reads
        else "",
    )


def in_words(began: datetime) -> str:
    """Its beginning; the year only when it is not this school year."""
    is_this_year = school_year(began) == school_year(localtime())
    year = "" if is_this_year else f", {began:%Y}"
    return f"{began:%a, %b %-d}{year}, {clock(began)}"


def count_of(
    rows: IncidentQuerySet, *, is_search: bool = False, is_wide: bool = False
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
        return f"{COUNT_UP_TO:,}+ incidents"
    return "1 incident" if number == 1 else f"{number:,} incidents"
