"""A start migrates whenever the migrated database could look different."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sro_program.embedded import digest
from sro_program.embedded.places import ROOT

OURS = ("sro_program", "schools", "officers", "presentations")
MIGRATIONS = [path for path in digest.sources() if path.parent.name == "migrations"]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_the_digest_covers_what_a_migration_imports(migration: Path):
    ours = {name for name in imported(migration) if name.split(".")[0] in OURS}
    # Names of callables in fields; a change to the field makes a migration of its own.
    without_models = {name for name in ours if ".models" not in name}
    files = {ROOT.joinpath(*n.split(".")).with_suffix(".py") for n in without_models}

    assert files <= set(digest.sources())


def test_the_digest_stays_while_nothing_changes():
    assert digest.of_migrations() == digest.of_migrations()
