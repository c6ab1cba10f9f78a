"""Public ids that sort by time and tell nothing else (trust.md §8)."""

from uuid import UUID

from uuid_utils import compat


def uuid7() -> UUID:
    """A new time-ordered id, made here so that an insert need not return it."""
    return compat.uuid7()
