"""Which content somebody saw, of a record that keeps no version of its own."""

import hashlib
from collections.abc import Iterable, Mapping


def said_by(record: object, names: Iterable[str]) -> dict[str, object]:
    """What a record says in these fields."""
    return {name: getattr(record, name) for name in names}


def mark_of(said: Mapping[str, object]) -> str:
    """Tells one content from another, and nothing of it."""
    pairs = sorted((name, str(value)) for name, value in said.items())
    return hashlib.sha256(repr(pairs).encode()).hexdigest()
