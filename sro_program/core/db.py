"""Who acts in this transaction, and the database's refusals in words."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from sro_program.core.errors import USED_FORM, RuleBroken

SWAP_ACTOR = """
WITH before AS MATERIALIZED (
    SELECT coalesce(current_setting('app.user_id', true), '') AS person,
           coalesce(current_setting('app.clock', true), '') AS clock,
           coalesce(current_setting('app.link', true), '') AS link
)
SELECT person, clock, link,
       set_config('app.user_id', %s, true),
       set_config('app.clock', %s, true),
       set_config('app.link', %s, true),
       set_config('pghistory.context_metadata', %s, true)
FROM before
"""

TRIGGER_RULE = "rule_"
"""A trigger of ours that refuses raises a check violation of a name that begins so;
its message is the sentence for the person."""


class Actor(Protocol):
    """Whoever acts: a user (pk is an int), or someone not signed in (pk is None)."""

    @property
    def pk(self) -> Any: ...  # noqa: ANN401  # Django's own type of a primary key


@contextmanager
def acting_as(user: Actor) -> Iterator[None]:
    """Open a transaction in which row-level security sees this person.

    The setting is local to the transaction, so a pooled connection never carries
    it to the next request (trust.md §2). Outside of it, no content is visible.
    """
    with _acting("" if user.pk is None else str(user.pk)):
        yield


@contextmanager
def acting_as_clock() -> Iterator[None]:
    """Open a transaction for a beat task or a command: no person, all rows."""
    with _acting(clock="on"):
        yield


@contextmanager
def acting_by_link(record_id: UUID) -> Iterator[None]:
    """Open a transaction for someone without an account who holds a signed link.

    The second wall shows this one record, and what its own tables grant with it.
    """
    with _acting(link=str(record_id)):
        yield


@contextmanager
def briefly_as_clock() -> Iterator[None]:
    """Within someone's transaction, one statement about what is not theirs to see.

    For times and counts that say nothing of whose they are, and marks on what others
    were told. Without a savepoint of its own: what fails in here fails the verb.
    """
    with transaction.atomic(savepoint=False):
        before = _swap_actor(clock="on")
        yield
        _swap_actor(*before)


@contextmanager
def _acting(user_id: str = "", clock: str = "", link: str = "") -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _swap_actor(user_id, clock, link)
        yield
        if nested:
            _swap_actor(*before)


def _swap_actor(
    user_id: str = "", clock: str = "", link: str = ""
) -> tuple[str, str, str]:
    """Let this one act; who acted before comes back."""
    if link:
        who: dict[str, object] = {"link": link}
    else:
        who = {"user": int(user_id)} if user_id else {"clock": bool(clock)}
    with connection.cursor() as cursor:
        cursor.execute(SWAP_ACTOR, [user_id, clock, link, json.dumps(who)])
        person, was_clock, was_link, *_ = cursor.fetchone()
    return person, was_clock, was_link


@contextmanager
def constraints_as_rules(*tables: type[models.Model]) -> Iterator[None]:
    """Turn a named constraint refused by the database into words for a person.

    An id that is taken comes from a form that someone has used (trust.md §9). The
    verb around it is `transaction.atomic`: its savepoint undoes what was refused.
    """
    try:
        with transaction.atomic(savepoint=False):
            yield
    except IntegrityError as error:
        sentence = _sentence_for(error, tables)
        if sentence is None:
            raise
        raise RuleBroken(sentence) from error


def _sentence_for(
    error: IntegrityError, tables: tuple[type[models.Model], ...]
) -> str | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    refused = getattr(diagnosis, "constraint_name", None)
    if refused and refused.startswith(TRIGGER_RULE):
        return str(getattr(diagnosis, "message_primary", None))
    for table in tables:
        if refused == f"{table._meta.db_table}_pkey":
            return USED_FORM
        for constraint in table._meta.constraints:
            if constraint.name == refused:
                return str(constraint.get_violation_error_message())
    return None
