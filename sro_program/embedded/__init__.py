"""Postgres and a Redis-protocol broker that need no installation.

They come from Python wheels, keep their data in one folder, and live as long as the
runner that started them::

    with services(Path("var")) as urls:
        connect(urls.app)
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sro_program.embedded import broker, passwords, roles
from sro_program.embedded.errors import ServiceError
from sro_program.embedded.postgres import SUPERUSER, Postgres
from sro_program.embedded.processes import (
    Household,
    free_port,
    is_free,
    stop_leftovers,
    wait_until,
)

__all__ = ["ServiceError", "Urls", "is_running", "locked", "services"]


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the two servers are, one address for each role."""

    superuser: str
    owner: str
    app: str
    audit: str
    redis: str
    secret_key: str

    def as_environment(self) -> dict[str, str]:
        """The variables that the settings read (docs/operations.md)."""
        return {
            "DATABASE_URL": self.app,
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_AUDIT_URL": self.audit,
            "REDIS_URL": self.redis,
            "SECRET_KEY": self.secret_key,
        }


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One runner for one folder; what a killed one left behind is ended first.

    The system lets go of the lock when its runner dies, however it dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another server is running on {folder}. Stop it first."
            raise ServiceError(message) from None
        stop_leftovers(folder)
        yield


def is_running(folder: Path) -> bool:
    """Whether some runner holds this folder's servers at the moment."""
    file = folder / "lock"
    if not file.exists():
        return False
    with file.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def services(
    folder: Path, household: Household | None = None, *, durable: bool = True
) -> Iterator[Urls]:
    """Both servers, running on this folder until the block ends.

    Give a household to watch over them. Without `durable` they forget on a power cut.
    Raises ServiceError when the folder is in use or a server does not start.
    """
    folder = folder.resolve()
    household = household or Household(folder)
    with locked(folder):
        try:
            yield start(folder, household, durable=durable)
        finally:
            household.stop()


def start(folder: Path, household: Household, *, durable: bool) -> Urls:
    """Start both, wait for both, and bring the roles up to date."""
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    file = folder / "secrets.env"
    password_is_new = not file.exists()
    known = passwords.read_or_make(file)
    server = Postgres(folder, logs / "postgres.log", durable=durable)
    server.prepare(known, password_is_new=password_is_new)

    port = free_port()
    database = server.program(port)
    running = household.start(database)
    queue = start_broker(folder, household, known["BROKER"], durable=durable)
    wait_until(server.is_ready, running, database)
    urls = urls_for(known, port, queue)
    roles.set_up(urls.superuser, known)
    return urls


def start_broker(
    folder: Path, household: Household, password: str, *, durable: bool
) -> int:
    """Start it, and say on which port; when it cannot read its data, without them.

    A port may be taken after it was chosen: then another one is tried.
    """

    def attempt(port: int) -> None:
        log = folder / "log" / "valkey.log"
        program = broker.program(folder, log, port, password, durable=durable)
        process = household.start(program)
        wait_until(lambda: broker.is_ready(port, password), process, program)

    port = free_port()
    try:
        attempt(port)
    except ServiceError:
        if is_free(port):
            broker.set_aside(folder)
        port = free_port()
        attempt(port)
    return port


def urls_for(known: passwords.Passwords, database: int, queue: int) -> Urls:
    """Addresses with a password for each role; only this machine can reach them."""

    def url(role: str, password: str, name: str) -> str:
        return f"postgres://{role}:{password}@127.0.0.1:{database}/{name}"

    return Urls(
        superuser=url(SUPERUSER, known["POSTGRES"], "postgres"),
        owner=url("sro_owner", known["SRO_OWNER"], roles.DATABASE),
        app=url("sro_app", known["SRO_APP"], roles.DATABASE),
        audit=url("sro_audit", known["SRO_AUDIT"], roles.DATABASE),
        redis=f"redis://:{known['BROKER']}@127.0.0.1:{queue}/0",
        secret_key=known["SECRET_KEY"],
    )
