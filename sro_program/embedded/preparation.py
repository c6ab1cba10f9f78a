"""Brings a database to what the present code expects, before anything uses it.

What was done is remembered in the database itself, as its comment, so that a start
with nothing to do costs one query and not one more Python process.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import psycopg
from psycopg import sql

from sro_program.embedded.digest import of_migrations
from sro_program.embedded.errors import ServiceError
from sro_program.embedded.places import ROOT

COMMENT = """
    SELECT shobj_description(oid, 'pg_database') FROM pg_database
    WHERE datname = current_database()
"""
MIGRATION = ("--database", "owner", "--skip-checks", "--verbosity", "0")
APPLIED = "SELECT count(*) FROM django_migrations"


class Demo(StrEnum):
    """Whether the demo program stands in this database."""

    NONE = ""
    WANTED = "wanted"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class State:
    """What this database has been through: its migrations, and the demo."""

    digest: str = ""
    applied: int = 0
    demo: str = Demo.NONE


def prepare(
    environment: Mapping[str, str], *, demo: bool, say: Callable[[str], None]
) -> bool:
    """Migrate as the owner, fill an empty database; true if it holds the demo.

    Only a database that was empty is filled: one with people in it is never touched.
    """
    url = environment["DATABASE_OWNER_URL"]
    with psycopg.connect(url, autocommit=True) as database:
        if demo and applied(database) == 0:
            remember(database, State(demo=Demo.WANTED))
        state = migrated(database, environment, say)
        if demo and state.demo == Demo.WANTED:
            say("Loading the demo program (only this time)")
            manage(environment, "load_demo")
            state = replace(state, demo=Demo.LOADED)
            remember(database, state)
        return state.demo == Demo.LOADED


def migrated(
    database: psycopg.Connection,
    environment: Mapping[str, str],
    say: Callable[[str], None],
) -> State:
    """Apply what the code has and the database has not."""
    before = recall(database)
    wanted = replace(before, digest=of_migrations(), applied=applied(database))
    if before == wanted:
        return before
    say("Bringing the database up to date")
    manage(environment, "migrate", *MIGRATION)
    after = replace(wanted, applied=applied(database))
    remember(database, after)
    return after


def applied(database: psycopg.Connection) -> int:
    """How many migrations the database says it has seen."""
    try:
        row = database.execute(APPLIED).fetchone()
    except psycopg.errors.UndefinedTable:
        return 0
    return int(row[0]) if row else 0


def recall(database: psycopg.Connection) -> State:
    """What was remembered; nothing, when somebody else wrote the comment."""
    row = database.execute(COMMENT).fetchone()
    try:
        return State(**json.loads(row[0] if row and row[0] else "{}"))
    except (ValueError, TypeError):
        return State()


def remember(database: psycopg.Connection, state: State) -> None:
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
        sql.Identifier(database.info.dbname), sql.Literal(json.dumps(asdict(state)))
    )
    database.execute(statement)


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """Run a management command to its end; what it printed is returned."""
    done = subprocess.run(  # noqa: S603  # our own commands, no shell
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        said = f"{done.stdout}{done.stderr}".strip()
        raise ServiceError(f"manage.py {arguments[0]} failed.\n\n{said}")
    return done.stdout
