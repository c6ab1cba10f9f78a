"""`script/server`: killed, started again, stopped; what it does to which database."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from sro_program.embedded import Urls, passwords, services
from sro_program.embedded.preparation import prepare
from sro_program.embedded.processes import MARK, free_port
from sro_program.embedded.server import greet
from sro_program.overview.demo import table
from tests.browser.stack import Stack, environment, set_clock, wait_until_ready
from tests.template import copy, template

PEOPLE = "SELECT count(*) FROM accounts_user"
STRAYS = "SELECT count(*) FROM django_content_type WHERE app_label = 'stray'"
LEAVE_A_STRAY = (
    "INSERT INTO django_content_type (app_label, model) VALUES ('stray', 'x')"
)
MIGRATED, FILLED = "Bringing the database up to date", "Loading the demo program"
SECONDS = 30
pytestmark = pytest.mark.long


@dataclass
class Life:
    """What was seen of a server from its first start to its end."""

    strays: tuple[int, int]
    """Rows and files of earlier that the first start found and left."""
    said: tuple[str, str]
    people: tuple[int, int]
    backup: Path
    orphans: int
    still_there: list[int]
    code: int
    without_a_home: list[psutil.Process]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Life:
    """On a folder in use: reset, saved, killed, started again, stopped.

    One life for all that is asked of it, since each start takes seconds.
    """
    folder = used_folder(tmp_path_factory)
    log, kept = folder / "server.log", folder / "var" / "files"
    with started(folder, repository, "--reset") as first:
        strays = ask(folder, STRAYS), len(list(kept.glob("stray*")))
        said, people = log.read_text(), ask(folder, PEOPLE)
        kept.mkdir(exist_ok=True)
        (kept / "handout.pdf").write_bytes(b"a handout")
        run_backup(folder, repository, str(folder / "saved"))
        orphans = running_for(folder)
        first.kill()
        first.wait()
    with started(folder, repository) as second:
        still_there = [one.pid for one in orphans if one.is_running()]
        said_again, people_again = log.read_text(), ask(folder, PEOPLE)
        second.send_signal(signal.SIGINT)
        code = second.wait(SECONDS)
    return Life(
        strays=strays,
        said=(said, said_again),
        people=(people, people_again),
        backup=folder / "saved",
        orphans=len(orphans),
        still_there=still_there,
        code=code,
        without_a_home=running_for(folder),
    )


def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a server has been: migrated, with a row and a file of then."""
    folder = tmp_path_factory.mktemp("server")
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o711)
    (folder / "var" / "files").mkdir(mode=0o711, parents=True)
    (folder / "var" / "files" / "stray.pdf").write_bytes(b"of earlier")
    copy(template(), folder / "var")
    with (
        services(folder / "var", durable=False) as urls,
        psycopg.connect(urls.owner) as database,
    ):
        database.execute(LEAVE_A_STRAY)
        assert database.execute(STRAYS).fetchone() == (1,)
    return folder


def surroundings(folder: Path, port: int) -> dict[str, str]:
    """What a server of this folder and the scripts beside it are told."""
    stack = Stack(f"http://localhost:{port}", str(folder))
    set_clock(stack.clock, 0)
    return environment(folder, stack)


@contextmanager
def started(
    folder: Path, repository: Path, *options: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Start it, and wait until it says where it is; it never outlives the block."""
    port = free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "sro_program.embedded.server"]
    with log.open("w") as said:
        server = subprocess.Popen(  # noqa: S603  # our own server
            [*command, "--port", str(port), *options],
            cwd=repository,
            env=surroundings(folder, port),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(server, log)
        yield server
    finally:
        server.kill()
        server.wait()


def ask(folder: Path, query: str) -> int:
    """A number from the database of the server that runs on this folder."""
    urls = passwords.read(folder / "var" / "services.env")
    with psycopg.connect(urls["DATABASE_AUDIT_URL"]) as database:
        return database.execute(query).fetchone()[0]


def run_backup(folder: Path, repository: Path, *words: str, **more: str) -> None:
    """`script/backup` as a person types it."""
    done = subprocess.run(  # noqa: S603  # our own script
        [repository / "script" / "backup", *words],
        env={**surroundings(folder, 0), **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def running_for(folder: Path) -> list[psutil.Process]:
    """Every process that carries the mark of this data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(folder / "var"):
                found.append(process)
        except psutil.Error:
            continue
    return [one for one in found if one.status() != psutil.STATUS_ZOMBIE]


def test_a_reset_forgets_rows_and_files(life: Life) -> None:
    assert life.strays == (0, 0)


def test_an_empty_database_is_migrated_and_filled_once(life: Life) -> None:
    first, second = life.said

    assert (MIGRATED in first, FILLED in first) == (True, True)
    assert (MIGRATED in second, FILLED in second) == (False, False)
    assert life.people[0] == life.people[1] > 0
    assert "createsuperuser" not in first + second


def test_a_backup_of_the_running_server_is_read_back(
    life: Life, empty: Urls, repository: Path, tmp_path: Path
) -> None:
    where = {**empty.as_environment(), "FILES_ROOT": str(tmp_path / "files")}

    run_backup(tmp_path, repository, "--restore", str(life.backup), **where)

    with psycopg.connect(empty.audit) as database:
        assert database.execute(PEOPLE).fetchone() == (life.people[0],)
    assert (tmp_path / "files" / "handout.pdf").read_bytes() == b"a handout"


def test_killed_and_started_again_it_stops_without_a_trace(life: Life) -> None:
    assert life.orphans
    assert not life.still_there
    assert life.code == 0
    assert life.without_a_home == []


@pytest.fixture
def database(service_urls: Urls) -> Iterator[psycopg.Connection]:
    """A connection that makes and removes the databases of these tests."""
    with psycopg.connect(service_urls.superuser, autocommit=True) as server:
        yield server


def there(urls: Urls, name: str) -> dict[str, str]:
    changed = {
        key: value.rpartition("/")[0] + "/" + name if "DATABASE" in key else value
        for key, value in urls.as_environment().items()
    }
    return {
        **os.environ,
        **changed,
        "DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "sro_program.settings.test",
    }


@pytest.fixture
def named(database, service_urls) -> Iterator[str]:
    name = f"prepared_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    yield name
    database.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def people(urls: Urls, name: str) -> int:
    address = urls.superuser.rpartition("/")[0] + "/" + name
    with psycopg.connect(address) as connection:
        return connection.execute(PEOPLE).fetchone()[0]


@pytest.mark.parametrize("demo", [True, False])
def test_a_database_that_was_not_empty_is_never_filled(
    named, database, service_urls, demo
):
    database.execute(f"CREATE DATABASE {named} TEMPLATE sro OWNER sro_owner")

    assert not prepare(there(service_urls, named), demo=demo, say=lambda said: None)

    assert people(service_urls, named) == 0


def test_without_the_demo_one_reads_how_the_first_administrator_is_made(capsys):
    greet("http://localhost:8000", "")

    said = capsys.readouterr().out
    assert "manage.py createsuperuser" in said
    assert ". var/services.env" in said


def test_with_the_demo_one_reads_who_can_sign_in(capsys):
    greet("http://localhost:8000", f"{table()}\n")

    said = capsys.readouterr().out
    head, row = re.findall("^ *(?:Role|Teacher) .*", said, re.MULTILINE)
    assert "teacher@demo.example" in row
    assert head.index("Sign in as") == row.index("teacher@demo.example")
    assert "createsuperuser" not in said
