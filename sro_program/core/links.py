"""Signed links that let one person do one thing with one record, without signing in.

The link carries ids only. It is bound to the version of the record, so the first use,
or any later change, makes it dead; nothing has to be stored to keep it single-use.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing

from sro_program.core.errors import LinkUnusable

BROKEN = "The link is incomplete. Open it again from the e-mail."
EXPIRED = "The link has expired."


@dataclass(frozen=True, slots=True)
class SignedLink:
    """What a valid link says: who holds it, for which record, in which version."""

    user_id: int
    record_id: UUID
    version: int


def make_token(purpose: str, link: SignedLink) -> str:
    """The secret part of a link's address, good for this purpose only."""
    content = [link.user_id, link.record_id.hex, link.version]
    return signing.dumps(content, salt=f"sro_program.links.{purpose}")


def read_token(purpose: str, token: str, *, max_age: timedelta) -> SignedLink:
    """What the token says. Raises LinkUnusable when it is damaged or too old."""
    try:
        user_id, record_id, version = signing.loads(
            token, salt=f"sro_program.links.{purpose}", max_age=max_age
        )
        return SignedLink(int(user_id), UUID(record_id), int(version))
    except signing.SignatureExpired as error:
        raise LinkUnusable(EXPIRED) from error
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise LinkUnusable(BROKEN) from error
