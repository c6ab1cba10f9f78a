"""The machine behind every change of state: one table of transitions, one writer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import Stale, WrongState
from sro_program.core.marks import mark_of, said_by

REMOVED = "Somebody has removed this meanwhile."
CHANGED = "This has changed since you opened it. Look at it again, then decide."


class HasStatus(Protocol):
    """A record with one life cycle."""

    status: str
    version: int

    def get_status_display(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb of a life cycle: from which states it leads to which."""

    verb: str
    sources: frozenset[str]
    target: str

    @classmethod
    def of(cls, verb: str, sources: Iterable[str], target: str) -> "Transition":
        return cls(verb, frozenset(sources), target)

    def possible(self, instance: HasStatus) -> bool:
        """Does this verb fit the record's state now?"""
        return instance.status in self.sources


def lock[M: models.Model](instance: M, *, version: int | None = None) -> M:
    """Re-read the row and hold it until the transaction ends.

    With a version, raises Stale if the row has changed since that version was shown;
    WrongState if somebody has removed it. What the model names in `locked_with` is read
    along, unlocked.
    """
    rows = type(instance)._base_manager.select_for_update(of=("self",))
    along: Sequence[str] = getattr(instance, "locked_with", ())
    try:
        locked = (rows.select_related(*along) if along else rows).get(pk=instance.pk)
    except ObjectDoesNotExist:
        raise WrongState(REMOVED) from None
    if version is not None and locked.version != version:  # type: ignore[attr-defined]  # workflow models have one
        raise Stale(CHANGED, address_of(instance))
    return locked


def refuse_unseen(
    held: models.Model, changes: Mapping[str, object], seen: str | None
) -> None:
    """For what keeps no version: raises Stale where it says neither what was seen in
    the form (`SeenForm`) nor what is wanted. `held` is locked; None: there was no form.
    """
    said = mark_of(said_by(held, changes))
    if seen is not None and said not in {seen, mark_of(changes)}:
        raise Stale(CHANGED)


def address_of(instance: Any) -> str:  # noqa: ANN401  # any model
    """The way back to it, for whoever was too late; empty where it has no page."""
    return instance.get_absolute_url() if hasattr(instance, "get_absolute_url") else ""


def move(
    instance: Any,  # noqa: ANN401  # any model with a status; Protocols cannot extend Model
    transition: Transition,
    *,
    by: Actor | None,
    why: str = "",
    **changes: object,
) -> None:
    """Carry out one transition on a locked row, and write it down.

    Raises WrongState when the verb does not fit, RuleBroken when the database
    refuses. `by` is None when a clock acts. `why` goes into the audit trail.
    """
    was = instance.status
    if not transition.possible(instance):
        label = instance.get_status_display().lower()
        faster = f"This is already {label}; someone may have been faster."
        raise WrongState(faster, address_of(instance))

    write(instance, **changes, status=transition.target)
    record(
        by, transition.verb, instance, was=was, now=transition.target, why=why or None
    )


def write(instance: Any, **changes: object) -> None:  # noqa: ANN401  # see move
    """Save these fields of a locked row as its next version."""
    for field, value in changes.items():
        setattr(instance, field, value)
    instance.version += 1
    with constraints_as_rules(type(instance)):
        instance.save(update_fields=["version", *changes])
