"""Sealing: where somebody's identity may stand, and taking it out (KRS 610.330).

"Deemed never to have occurred": each wing names its places in `AppConfig.ready`
(architecture.md §3.5, way 3). Which columns are texts is read from the models, so that
a new column is looked at without being named; an architecture test finds a model that
was forgotten. History is looked through with the rows that it tells of.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast

from sro_program.audit.names import Names

IN_OWN_WORDS = (models.CharField, models.TextField, models.JSONField)
OF_HISTORY = "pgh_"
"""Columns of history that say when and what; they hold nothing of the row itself."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose identity it is, by ids alone; of one agency's schools.

    `spared` are records and people of the same name who are somebody else.
    """

    schools: tuple[int, ...] = ()
    people: tuple[UUID, ...] = ()
    involved: tuple[UUID, ...] = ()
    incidents: tuple[UUID, ...] = ()
    alone_in: tuple[UUID, ...] = ()
    spared: tuple[UUID, ...] = ()
    spared_people: tuple[UUID, ...] = ()


EVERYTHING = r"^(?!\[sealed\]$).+$"
"""A whole text, unless it is sealed already."""

type Rows = Callable[[Subject], models.Q]


@dataclass(frozen=True, slots=True)
class Place:
    """A table in which identity may stand.

    `near` are rows about the person: there every form of the name goes, and the
    columns of `identity` are emptied (a yes-or-no becomes yes, a moment becomes now:
    they mark what is sealed). `wide` are rows about anybody: the full name is looked
    for, and where it stands every form goes.
    Of the texts of `whole` nothing is left: an address tells who it is, too. `kept`
    are columns with the names of others, or of which another place says more. `files`
    are columns of `identity` that name a stored file, which goes with them.
    """

    label: str
    model: type[models.Model]
    near: Rows | None = None
    wide: Rows | None = None
    identity: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """These columns of these rows; without a pattern they are emptied."""

    label: str
    table: str
    key: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    pattern: str = ""


PLACES: list[Place] = []


def register(places: Iterable[Place]) -> None:
    """Say where identity may stand; called by each wing when the program starts."""
    PLACES.extend(places)


def steps_for(subject: Subject, names: Names) -> list[Step]:
    """All that sealing would change now. The caller acts as the clock: others' rows."""
    return [step for place in PLACES for step in _steps_at(place, subject, names)]


def papers_of(subject: Subject) -> list[FieldFile]:
    """Stored files about the person, as the rows name them now: gone once those are."""
    return [
        paper
        for place in PLACES
        for row in (
            place.model._base_manager.filter(place.near(subject))
            if place.near and place.files
            else []
        )
        for name in place.files
        if (paper := getattr(row, name))
    ]


def counts_of(steps: Iterable[Step]) -> dict[str, int]:
    """How many rows at each place; nothing of what they say."""
    rows = {(step.label, step.table, key) for step in steps for key in step.keys}
    return dict(sorted(Counter(label for label, *_ in rows).items()))


def digest_of(found: object) -> str:
    """A mark of what was found, by which a later look is compared."""
    plain = json.dumps(found, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def without_names(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Which rows and columns, as the ledger keeps them: without a form of the name."""
    return [
        {name: value for name, value in asdict(step).items() if name != "pattern"}
        for step in steps
    ]


def as_statements(steps: Iterable[Step]) -> str:
    """What the database function `audit_seal` takes."""
    return json.dumps([asdict(step) for step in steps])


def texts_of(model: type[models.Model]) -> list[str]:
    """Columns in which people write in their own words, or programs for them."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, IN_OWN_WORDS)
        and not (field.choices or field.primary_key)
        and not field.name.startswith(OF_HISTORY)
    ]


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    """The table of a model's versions, if it has one."""
    kept = getattr(model, "pgh_event_model", None)
    return kept if kept is not model else None


def _steps_at(place: Place, subject: Subject, names: Names) -> Iterator[Step]:
    for model, label in _tables(place):
        texts = [name for name in texts_of(model) if name not in place.kept]
        near = place.near(subject) if place.near else models.Q(pk__in=[])
        yield from _emptied(model, label, near, place.identity)
        yield from _redacted(model, label, near, place.whole, EVERYTHING, EVERYTHING)
        own = [name for name in texts if name not in place.identity + place.whole]
        yield from _redacted(model, label, near, own, names.nearby, names.nearby)
        if place.wide:
            rows = place.wide(subject) & ~near
            yield from _redacted(
                model, label, rows, texts, names.anywhere, names.nearby
            )


def _tables(place: Place) -> Iterator[tuple[type[models.Model], str]]:
    yield place.model, place.label
    if history := history_of(place.model):
        yield history, f"{place.label}: history"


def _emptied(
    model: type[models.Model], label: str, rows: models.Q, columns: Sequence[str]
) -> Iterator[Step]:
    if columns:
        yield from _step(model, label, model._base_manager.filter(rows), columns, "")


def _redacted(
    model: type[models.Model],
    label: str,
    rows: models.Q,
    columns: Sequence[str],
    sought: str,
    pattern: str,
) -> Iterator[Step]:
    """Where what is sought stands, the pattern is taken out."""
    if not (columns and sought):
        return
    as_text = {f"text_{name}": Cast(name, models.TextField()) for name in columns}
    named = reduce(or_, (models.Q(**{f"{name}__regex": sought}) for name in as_text))
    found = model._base_manager.filter(rows).annotate(**as_text).filter(named)
    yield from _step(model, label, found, columns, pattern)


def _step(
    model: type[models.Model],
    label: str,
    rows: models.QuerySet[models.Model],
    columns: Sequence[str],
    pattern: str,
) -> Iterator[Step]:
    keys = tuple(sorted(str(key) for key in rows.values_list("pk", flat=True)))
    if keys:
        table, key = model._meta.db_table, str(model._meta.pk.column)
        yield Step(label, table, key, keys, tuple(columns), pattern)
