"""What `script/backup` saves can be read back, and damage is noticed."""

from pathlib import Path

import psycopg
import pytest

from sro_program.embedded import ServiceError, Urls, backup

TALLY = "SELECT count(*) FROM django_content_type"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.setenv("FILES_ROOT", str(folder))
    return folder


@pytest.fixture
def saved(files: Path, tmp_path: Path, service_urls: Urls) -> Path:
    """A backup of this worker's database and of one file."""
    (files / "handout.pdf").write_bytes(b"a handout")
    backup.back_up(tmp_path / "backup", service_urls.as_environment())
    return tmp_path / "backup"


def tally(url: str) -> tuple:
    with psycopg.connect(url) as database:
        return database.execute(TALLY).fetchone()


def test_a_backup_is_restored_whole(saved, files, empty, service_urls):
    (files / "handout.pdf").unlink()

    backup.restore(saved, empty.as_environment())

    assert tally(empty.app) == tally(service_urls.app)
    assert (files / "handout.pdf").read_bytes() == b"a handout"


def test_the_restored_tables_are_still_closed_to_the_product(saved, files, empty):
    (files / "handout.pdf").unlink()
    backup.restore(saved, empty.as_environment())

    with (
        psycopg.connect(empty.app) as database,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        database.execute("TRUNCATE django_content_type CASCADE")


def test_row_level_security_is_restored_too(saved, files, empty, service_urls):
    (files / "handout.pdf").unlink()
    backup.restore(saved, empty.as_environment())

    def forced(url: str) -> list:
        with psycopg.connect(url) as database:
            return database.execute(
                "SELECT relname FROM pg_class"
                " WHERE relrowsecurity AND relforcerowsecurity ORDER BY relname"
            ).fetchall()

    assert forced(empty.superuser) == forced(service_urls.superuser) != []


def test_damage_is_noticed_before_anything_is_written(saved, files, empty):
    (files / "handout.pdf").unlink()
    dump = saved / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1])

    with pytest.raises(ServiceError, match="damaged"):
        backup.restore(saved, empty.as_environment())


def test_nothing_is_restored_over_what_is_there(saved, service_urls):
    with pytest.raises(ServiceError, match="not empty"):
        backup.restore(saved, service_urls.as_environment())
