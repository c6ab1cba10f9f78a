"""What every part of the home page shares: its rows, and what waits for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

SHOWN = 5

type Rows = QuerySet[Any]


class Found(NamedTuple):
    """One row: which question it answers, what it is, and how many there are."""

    part: str
    pk: str
    title: str
    school: str
    starts_at: datetime
    ends_at: datetime
    status: str
    person: str
    since: datetime
    total: int


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for this person."""

    title: str
    text: str
    url: str
    label: str
    meta: str
    urgent: bool
