"""The embedded servers after a runner that did not get to say goodbye."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from sro_program.embedded import ServiceError, is_running, services
from sro_program.embedded.processes import MARK, free_port, stop_leftovers
from tests.template import copy, template

RUNNER = """
import sys, time
from pathlib import Path
from sro_program.embedded import services

with services(Path(sys.argv[1])) as urls:
    print(urls.owner, urls.redis, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that is ready: making a new one each time took most of the tests' time."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o711)
    copy(template(), folder)
    return folder


@contextmanager
def runner(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A separate process that holds the servers of this folder."""
    command = [sys.executable, "-c", RUNNER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own script
        try:
            assert process.stdout
            owner, queue = process.stdout.readline().split()
            yield process, owner, queue
        finally:
            process.kill()


def postgres_pid(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def write_down(owner: str, queue: str) -> None:
    with psycopg.connect(owner) as database:
        database.execute("CREATE TABLE kept (word text)")
        database.execute("INSERT INTO kept VALUES ('safe')")
    with redis.Redis.from_url(queue) as broker:
        broker.lpush("celery", "a hint")


def test_nothing_is_lost_when_the_runner_is_killed(folder: Path):
    with runner(folder) as (process, owner, queue):
        write_down(owner, queue)
        process.kill()

    with services(folder) as urls, psycopg.connect(urls.app) as database:
        words = database.execute("SELECT word FROM kept").fetchall()

    assert words == [("safe",)]


def test_a_server_killed_with_its_runner_recovers(folder: Path):
    with runner(folder) as (process, owner, queue):
        write_down(owner, queue)
        os.kill(postgres_pid(folder), signal.SIGKILL)
        process.kill()

    with services(folder) as urls, psycopg.connect(urls.app) as database:
        words = database.execute("SELECT word FROM kept").fetchall()

    assert words == [("safe",)]


def test_a_runner_that_ends_leaves_nothing_running(folder: Path):
    with services(folder):
        pid = postgres_pid(folder)
        assert psutil.pid_exists(pid)

    assert not psutil.pid_exists(pid)
    assert not is_running(folder)


def test_a_killed_runner_takes_its_servers_with_it(folder: Path):
    with runner(folder) as (process, _, _):
        server = psutil.Process(postgres_pid(folder))
        process.kill()

        gone, _ = psutil.wait_procs([server], timeout=20)

    assert gone or server.status() == psutil.STATUS_ZOMBIE


def test_two_runners_never_share_a_folder(folder: Path):
    with (
        runner(folder),
        pytest.raises(ServiceError, match="Another server is running"),
        services(folder),
    ):
        pass


def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(folder: Path):
    with services(folder):
        stale = (folder / "postgres" / "postmaster.pid").read_text()
    _, *rest = stale.splitlines(keepends=True)
    (folder / "postgres" / "postmaster.pid").write_text(
        f"{os.getpid()}\n{''.join(rest)}"
    )

    with services(folder) as urls, psycopg.connect(urls.app) as database:
        assert database.execute("SELECT 1").fetchone() == (1,)


def test_lost_passwords_are_replaced_and_the_data_kept(folder: Path):
    with services(folder) as urls:
        write_down(urls.owner, urls.redis)
    (folder / "secrets.env").unlink()

    with services(folder) as urls, psycopg.connect(urls.app) as database:
        words = database.execute("SELECT word FROM kept").fetchall()

    assert words == [("safe",)]


def test_a_broker_that_cannot_read_its_data_starts_without_them(folder: Path):
    with services(folder) as urls:
        write_down(urls.owner, urls.redis)
    for file in (folder / "valkey" / "appendonlydir").glob("*.aof"):
        file.write_bytes(b"not what was written")

    with services(folder) as urls, redis.Redis.from_url(urls.redis) as broker:
        assert broker.ping()


def test_a_broker_whose_port_was_taken_meanwhile_starts_on_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """With its data: they are not what was wrong."""
    with services(folder) as urls:
        write_down(urls.owner, urls.redis)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = [free_port(), taken.getsockname()[1]]
        monkeypatch.setattr(
            "sro_program.embedded.free_port",
            lambda: ports.pop(0) if ports else free_port(),
        )

        with services(folder) as urls, redis.Redis.from_url(urls.redis) as broker:
            assert broker.lrange("celery", 0, -1) == [b"a hint"]


def test_passwords_are_for_their_owner_only(tmp_path: Path):
    folder = tmp_path / "new" / "var"

    with services(folder):
        mode = (folder / "secrets.env").stat().st_mode

    assert mode & 0o777 == 0o600


def test_a_program_that_slipped_its_leash_is_found_by_its_mark(tmp_path: Path):
    environment = {**os.environ, MARK: str(tmp_path)}
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(command, env=environment) as straggler:  # noqa: S603  # our own script
        stop_leftovers(tmp_path / "elsewhere")
        assert straggler.poll() is None

        stop_leftovers(tmp_path)

        assert not psutil.pid_exists(straggler.pid)
