"""Which system account runs Postgres. Postgres refuses to run as root."""

import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sro_program.embedded.errors import ServiceError

STAND_INS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A system account; `key` when it needs help to walk through root's folders."""

    uid: int
    gid: int
    key: bool = False


def account_for(folder: Path, *needed: Path) -> Account | None:
    """Who runs Postgres on this folder: nobody special, unless we are root."""
    if os.geteuid() != 0:
        return None
    person = next(candidates(folder), None)
    if person is None:
        message = "Postgres does not run as root; start this as an ordinary user."
        raise ServiceError(message)
    key = any(is_closed(path) for path in (folder, *needed))
    return Account(person.pw_uid, person.pw_gid, key)


def candidates(folder: Path) -> Iterator[pwd.struct_passwd]:
    """The owner of the nearest existing folder, else an account made for services."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    owner = existing.stat().st_uid
    yield from (person for person in pwd.getpwall() if person.pw_uid == owner != 0)
    for name in STAND_INS:
        yield from (person for person in pwd.getpwall() if person.pw_name == name)


def is_closed(path: Path) -> bool:
    """Whether an ordinary account is kept from reaching this path."""
    existing = [step for step in (path, *path.parents) if step.exists()]
    return any(not step.stat().st_mode & stat.S_IXOTH for step in existing)
