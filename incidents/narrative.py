"""Two devices that write one account never overwrite each other.

The account saves itself without a new version, so that other parts of the report do not
go out of date with each sentence. It has a mark of its own instead: of the text that
somebody began from.
"""

import hashlib
from collections.abc import Iterable

from sro_program.core.errors import Stale

OTHER_TEXT = (
    "The account was changed meanwhile, in another window or on another device. Both "
    "texts are here: put together what is to stay, then save."
)


def mark_of(narrative: str) -> str:
    """Tells one text from another, and nothing of it."""
    return hashlib.sha256(narrative.encode()).hexdigest()


def refuse_overwriting(
    saved: str, narrative: str, began_from: str, unheard: Iterable[str] = ()
) -> None:
    """Raises Stale where another text was saved than the one that was begun from.

    `unheard` are marks of what this writer has sent and had no answer to: it may have
    been saved, and is their own.
    """
    if mark_of(saved) not in {began_from, mark_of(narrative), *unheard}:
        raise Stale(OTHER_TEXT)
