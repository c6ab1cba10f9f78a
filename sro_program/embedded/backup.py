"""What `script/backup` runs: one folder with the database, the files and checksums.

The database is read by the audit role, which sees every row and can change none; it
is restored by the owner, and only into an empty database.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg

from sro_program.embedded import ServiceError, is_running, passwords, services
from sro_program.embedded.places import VAR
from sro_program.embedded.postgres import binary
from sro_program.embedded.preparation import State, remember

DUMP, FILES, SUMS = "database.dump", "files.tar", "SHA256SUMS"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/backup", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="default: var/backups/…")
    parser.add_argument("--restore", action="store_true", help="read FOLDER back")
    chosen = parser.parse_args()
    if chosen.restore and not chosen.folder:
        parser.error("say which folder to restore")
    try:
        with addresses() as urls:
            if chosen.restore:
                restore(chosen.folder, urls)
            else:
                back_up(chosen.folder or VAR / "backups" / stamp(), urls)
    except (ServiceError, OSError, tarfile.TarError, psycopg.Error) as error:
        sys.exit(str(error))


def stamp() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"


@contextmanager
def addresses() -> Iterator[Mapping[str, str]]:
    """The environment's database, else the running server's, else the embedded one."""
    if "DATABASE_URL" in os.environ:
        yield os.environ
        return
    if is_running(VAR):
        yield passwords.read(VAR / "services.env")
        return
    with services(VAR) as urls:
        yield urls.as_environment()


def back_up(folder: Path, urls: Mapping[str, str]) -> None:
    """Dump, then files: a file that came in between is too many, never too few."""
    folder.mkdir(parents=True, mode=0o700)
    url = address(urls, "DATABASE_AUDIT_URL")
    run("pg_dump", url, "--format=custom", f"--file={folder / DUMP}")
    with tarfile.open(folder / FILES, "w") as archive:
        if files().exists():
            archive.add(files(), arcname=".")
    sums = [f"{checksum(folder / name)}  {name}\n" for name in (DUMP, FILES)]
    (folder / SUMS).write_text("".join(sums))
    print(f"Backed up to {folder}")


def restore(folder: Path, urls: Mapping[str, str]) -> None:
    """Check the checksums, then fill an empty database and an empty files folder."""
    check(folder)
    url = address(urls, "DATABASE_OWNER_URL")
    with psycopg.connect(url, autocommit=True) as database:
        if database.execute(TABLES).fetchone() != (0,):
            raise ServiceError("The database is not empty. Restore into an empty one.")
        if files().exists() and any(files().iterdir()):
            raise ServiceError(f"{files()} is not empty. Move it away first.")
        run("pg_restore", url, *AS_OWNER, str(folder / DUMP))
        remember(database, State())
    with tarfile.open(folder / FILES) as archive:
        archive.extractall(files(), filter="data")
    print(f"Restored from {folder}")


AS_OWNER = ("--no-owner", "--no-comments", "--exit-on-error", "--single-transaction")


def check(folder: Path) -> None:
    """Refuse a backup that is not, byte for byte, what was written."""
    for line in (folder / SUMS).read_text().splitlines():
        expected, name = line.split()
        if checksum(folder / name) != expected:
            raise ServiceError(f"{folder / name} is damaged: its checksum is wrong.")


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def address(urls: Mapping[str, str], name: str) -> str:
    if not urls.get(name):
        raise ServiceError(f"Set {name}: see docs/operations.md, Three roles.")
    return urls[name]


def files() -> Path:
    return Path(os.environ.get("FILES_ROOT") or VAR / "files")


def run(name: str, url: str, *arguments: str) -> None:
    """Run one of Postgres' programs; the password does not show in a process list."""
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@"))
    command = [str(binary(name)), f"--dbname={urlunsplit(bare)}", *arguments]
    secret = {"PGPASSWORD": unquote(parts.password or "")}
    done = subprocess.run(command, check=False, env={**os.environ, **secret})  # noqa: S603  # the wheel's programs
    if done.returncode != 0:
        raise ServiceError(f"{name} failed.")


if __name__ == "__main__":
    main()
