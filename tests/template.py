"""A Postgres data folder with every migration applied, made once and copied often."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sro_program.embedded import Urls, services
from sro_program.embedded.digest import of_migrations
from sro_program.embedded.places import ROOT
from sro_program.embedded.preparation import Demo, State, prepare, remember

CACHE = ROOT / ".cache"
MOST_KEPT = 4
TWO_HOURS = 7_200


@contextmanager
def migrated_services() -> Iterator[Urls]:
    """Postgres and a broker in a folder of their own, which is removed at the end."""
    forget_old_ones(Path(tempfile.gettempdir()), "sro-tests-*")
    with tempfile.TemporaryDirectory(prefix="sro-tests-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        copy(template(), folder)
        with services(folder, durable=False) as urls:
            yield urls


def template() -> Path:
    """The data folder of the present migrations; made when they have changed."""
    finished = CACHE / f"migrated-{os.geteuid()}-{of_migrations()}"
    if not finished.exists():
        forget_old_ones(CACHE, "*-*")
        make(finished)
    return finished


def make(finished: Path) -> None:
    """Migrate a fresh database, and publish its folder in one step."""
    draft = CACHE / f"draft-{os.getpid()}"
    try:
        with services(draft, durable=False) as urls:
            migrate(urls)
        if not finished.exists():  # another run may have been faster
            draft.rename(finished)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def migrate(urls: Urls) -> None:
    """As a first start does; one with the demo will load it where this is copied to."""
    with psycopg.connect(urls.owner, autocommit=True) as database:
        remember(database, State(demo=Demo.WANTED))
    environment = {
        **os.environ,
        **urls.as_environment(),
        "DJANGO_SETTINGS_MODULE": "sro_program.settings.test",
    }
    prepare(environment, demo=False, say=lambda said: None)


def forget_old_ones(place: Path, pattern: str) -> None:
    """Keep the newest few; one that another run is using is never among the rest."""
    folders = sorted(place.glob(pattern), key=lambda folder: folder.stat().st_mtime)
    long_ago = time.time() - TWO_HOURS
    for folder in folders[:-MOST_KEPT]:
        if folder.stat().st_mtime < long_ago:
            shutil.rmtree(folder, ignore_errors=True)


def copy(source: Path, target: Path) -> None:
    """Copy with owners and permissions: Postgres insists on both."""
    for name in ("postgres", "secrets.env"):
        subprocess.run(["cp", "-a", source / name, target / name], check=True)  # noqa: S603, S607  # cp of this system
