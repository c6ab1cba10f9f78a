"""The random passwords of the embedded servers, in a file only its owner can read."""

import os
import secrets
from pathlib import Path

NAMES = ("POSTGRES", "SRO_OWNER", "SRO_APP", "SRO_AUDIT", "BROKER", "SECRET_KEY")

type Passwords = dict[str, str]


def read_or_make(file: Path) -> Passwords:
    """The passwords in this file; what is missing is made up and kept."""
    known = read(file)
    missing = {name: secrets.token_urlsafe(48) for name in NAMES if name not in known}
    if missing:
        write(file, {**known, **missing})
    return {**known, **missing}


def read(file: Path) -> Passwords:
    lines = file.read_text().splitlines() if file.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(file: Path, values: Passwords) -> None:
    """Write a file of NAME=value lines, whole or not at all, for its owner only."""
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.writelines(f"{name}={value}\n" for name, value in values.items())
    draft.replace(file)
