"""Where upper apps join in (architecture.md §3.5, way 3)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from officers.models import Absence, DutyReport, Officer
from sro_program.core.db import Actor

on_absence: list[Callable[[Absence, Actor], None]] = []
"""Called in the transaction that records an absence: what the officer had planned
there has to be told or moved. Filled by `AppConfig.ready` of the apps above."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Something an officer has promised to be at, as a link."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a line of the log can become, and the form in which it does.

    Lines of police work become only what the police side reads.
    """

    label: str
    route: str
    is_police: bool = False


promotions: list[Promotion] = []
"""Filled by `AppConfig.ready`; the form takes the line's id as `line`."""

type Plans = Callable[[Actor, Officer, datetime, datetime], Sequence[Planned]]

plans: list[Plans] = []
"""What an officer has planned between two moments, as far as this person sees it."""


def planned(
    user: Actor, officer: Officer, starts_at: datetime, ends_at: datetime
) -> list[Planned]:
    """Everything that an absence in this time would touch."""
    return [one for ask in plans for one in ask(user, officer, starts_at, ends_at)]


type Busy = tuple[int, datetime, datetime]
type Promised = Callable[[Sequence[Officer], datetime, datetime], Iterable[Busy]]

promised: list[Promised] = []
"""When these officers are taken between two moments: key of the officer, from, until.
Times alone and nothing of what it is, so whoever seeks a relief may know them."""


def busy(
    officers: Sequence[Officer], starts_at: datetime, ends_at: datetime
) -> list[Busy]:
    """Everything that the apps above have promised for these officers."""
    return [one for ask in promised for one in ask(officers, starts_at, ends_at)]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a duty report that no line of the log holds: under what, and which.

    `number` is in words where it is too small to be told.
    """

    heading: str
    words: str
    number: int | str
    for_school: bool


type Tells = Callable[[DutyReport], Iterable[Told]]

figures: list[Tells] = []
"""What a report says besides the log, as it stood when it was compiled; the clock asks.
Whatever is for the school must not depend on police work (`officers.lens`)."""


def told(report: DutyReport) -> list[Told]:
    """Everything that the apps above tell of this officer, school and time."""
    return [one for ask in figures for one in ask(report)]
