"""Whether a database has to be migrated, told without starting Django."""

import hashlib
from pathlib import Path

from sro_program.embedded.places import ROOT

# What the outcome of a migration can depend on (a test watches what they import).
SOURCES = (
    "*/migrations/*.py",
    "sro_program/*/migrations/*.py",
    "*/*.toml",
    "sro_program/core/ids.py",
    "sro_program/core/migrating.py",
    "sro_program/core/ranges.py",
    "sro_program/core/rls.py",
    "sro_program/embedded/roles.*",
    "requirements.txt",
)


def sources() -> list[Path]:
    return sorted(path for source in SOURCES for path in ROOT.glob(source))


def of_migrations() -> str:
    """A short text that changes when the migrated database could look different."""
    named = [(str(path.relative_to(ROOT)), path.read_bytes()) for path in sources()]
    blobs = [blob for name, content in named for blob in (name.encode(), content)]
    return hashlib.sha256(b"\0".join(blobs)).hexdigest()[:16]
