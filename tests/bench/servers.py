"""Two web servers, each with one worker and one thread: the product and the bare."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

from sro_program.embedded import Urls
from sro_program.embedded.processes import Household, Program, free_port, wait_until

ONE_WORKER = ("--workers", "1", "--blocking-threads", "1", "--no-ws")
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server of one worker."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """What it and its worker have used so far."""
        times = [one.cpu_times() for one in self.everyone()]
        return sum(one.user + one.system for one in times)

    def megabytes(self) -> float:
        """Memory of the worker, the largest of its processes."""
        return max(one.memory_info().rss for one in self.everyone()) / 2**20

    def everyone(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def environment(urls: Urls, settings: str, database: str) -> dict[str, str]:
    """Production's settings but for what a benchmark on one machine cannot have."""
    return {
        **urls.as_environment(),
        "DATABASE_URL": database,
        "DATABASE_OWNER_URL": "",
        "DJANGO_SETTINGS_MODULE": settings,
        "ALLOWED_HOSTS": LOOPBACK,
        "SECURE_SSL_REDIRECT": "false",
        "MFA_REQUIRED": "false",
    }


@contextmanager
def serving(folder: Path, urls: Urls) -> Iterator[tuple[Server, Server]]:
    """The product and the bare views, both on the same database."""
    household = Household(folder / "web")
    superuser = urls.superuser.rpartition("/")[0] + "/" + urls.app.rpartition("/")[2]
    programs = {
        "product": environment(urls, "tests.bench.settings", urls.app),
        # Row-level security shows nothing to a view that does not say who acts.
        "bare": environment(urls, "tests.bench.bare.settings", superuser),
    }
    try:
        product, bare = (
            start(household, name, chosen, folder) for name, chosen in programs.items()
        )
        yield product, bare
    finally:
        household.stop()


def start(
    household: Household, name: str, chosen: dict[str, str], folder: Path
) -> Server:
    port = free_port()
    command = (sys.executable, "-m", "granian", "--interface", "wsgi")
    place = ("--host", LOOPBACK, "--port", str(port), *ONE_WORKER)
    program = Program(
        name=name,
        command=(*command, *place, "sro_program.wsgi:application"),
        log=folder / f"{name}.log",
        environment={**os.environ, **chosen},
    )
    process = household.start(program)
    wait_until(lambda: answers(port), process, program)
    return Server(port, psutil.Process(process.pid))


def answers(port: int) -> bool:
    try:
        connection = HTTPConnection(LOOPBACK, port, timeout=5)
        connection.request("GET", "/nowhere/")
        connection.getresponse().read()
    except OSError:
        return False
    return True
