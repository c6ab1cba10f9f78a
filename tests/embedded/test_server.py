"""`script/server`: killed, started again, stopped; what it does to which database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from sro_program.embedded import Urls, roles
from sro_program.embedded.preparation import prepare
from sro_program.embedded.processes import MARK, free_port
from sro_program.embedded.server import greet
from tests.browser.stack import Stack, environment, set_clock, wait_until_ready
from tests.template import copy, template

PEOPLE = "SELECT count(*) FROM accounts_user"
SECONDS = 30


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every migration applied, so that a start is short."""
    folder = tmp_path_factory.mktemp("server")
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o711)
    (folder / "var").mkdir(mode=0o711)
    copy(template(), folder / "var")
    return folder


def start(folder: Path, repository: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start it, and wait until it says where it is."""
    port = free_port()
    stack = Stack(f"http://localhost:{port}", str(folder))
    set_clock(stack.clock, 0)
    log = folder / "server.log"
    command = [sys.executable, "-m", "sro_program.embedded.server"]
    with log.open("w") as said:
        server = subprocess.Popen(  # noqa: S603  # our own server
            [*command, "--port", str(port), *options],
            cwd=repository,
            env=environment(folder, stack),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_until_ready(server, log)
    return server


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


def test_killed_and_started_again_it_stops_without_a_trace(folder, repository):
    first = start(folder, repository, "--no-demo")
    orphans = running_for(folder)
    first.kill()
    first.wait()

    second = start(folder, repository, "--no-demo")
    left = [one.pid for one in orphans if one.is_running()]
    second.send_signal(signal.SIGINT)
    code = second.wait(SECONDS)

    assert orphans
    assert not left
    assert code == 0
    assert running_for(folder) == []


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


def test_an_empty_database_is_migrated_and_filled_once(named, service_urls):
    words = dict.fromkeys(["SRO_OWNER", "SRO_APP", "SRO_AUDIT"], "")
    for url in (service_urls.owner, service_urls.app, service_urls.audit):
        role, _, word = url.removeprefix("postgres://").partition("@")[0].partition(":")
        words[role.upper()] = word
    roles.set_up(service_urls.superuser, words, database=named)
    said: list[str] = []
    where = there(service_urls, named)

    assert prepare(where, demo=True, say=said.append)
    assert len(said) == 2
    filled = people(service_urls, named)
    assert filled > 0

    assert prepare(where, demo=True, say=said.append)
    assert len(said) == 2
    assert people(service_urls, named) == filled


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
    greet("http://localhost:8000", "Sign in as teacher@demo.example\n")

    said = capsys.readouterr().out
    assert "Sign in as teacher@demo.example" in said
    assert "createsuperuser" not in said
