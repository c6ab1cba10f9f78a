"""What the embedded database lets each role do, and how tests find it again."""

from pathlib import Path

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from sro_program.embedded import Urls

pytestmark = pytest.mark.django_db


def may(url: str, statement: str) -> bool:
    with psycopg.connect(url) as database:
        try:
            database.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return False
        except psycopg.errors.ReadOnlySqlTransaction:
            return False
        finally:
            database.rollback()
    return True


DELETE = "DELETE FROM django_session"
EMPTY = "TRUNCATE django_session"
CREATE = "CREATE TABLE intruder (id int)"
READ = "SELECT * FROM django_session"


def test_django_talks_to_the_database_as_the_product_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")

        assert cursor.fetchone() == ("sro_app",)


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [(READ, True), (DELETE, True), (EMPTY, False), (CREATE, False)],
)
def test_the_product_changes_rows_but_never_tables(
    service_urls: Urls, statement, allowed
):
    assert may(service_urls.app, statement) is allowed


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [(READ, True), (DELETE, False), (EMPTY, False), (CREATE, False)],
)
def test_the_auditor_reads_and_nothing_else(service_urls: Urls, statement, allowed):
    assert may(service_urls.audit, statement) is allowed


@pytest.mark.parametrize("statement", [READ, DELETE, EMPTY, CREATE])
def test_the_owner_may_change_tables(service_urls: Urls, statement):
    assert may(service_urls.owner, statement)


def test_only_the_auditor_passes_row_level_security(service_urls: Urls):
    with psycopg.connect(service_urls.superuser) as database:
        roles = database.execute(
            "SELECT rolname, rolbypassrls, rolsuper FROM pg_roles"
            " WHERE rolname LIKE 'sro_%' ORDER BY rolname"
        ).fetchall()

    assert roles == [
        ("sro_app", False, False),
        ("sro_audit", True, False),
        ("sro_owner", False, False),
    ]


@pytest.mark.parametrize("role", ["app", "owner", "audit"])
def test_the_log_of_the_server_repeats_nothing_of_what_it_refused(
    service_urls: Urls, role
):
    with psycopg.connect(service_urls.superuser) as database:
        (data,) = database.execute("SHOW data_directory").fetchone()
    log = Path(data).parent / "log" / "postgres.log"
    before = log.stat().st_size

    with psycopg.connect(getattr(service_urls, role)) as database:
        with pytest.raises(psycopg.Error):
            database.execute("SELECT 1/0, 'a-childs-name'")
        database.rollback()
        with pytest.raises(psycopg.Error):
            database.execute(
                "DO $$ BEGIN RAISE EXCEPTION 'refused' USING"
                " DETAIL = 'Failing row contains (a-childs-name).'; END $$"
            )

    said = log.read_bytes()[before:].decode()
    assert "division by zero" in said
    assert "refused" in said
    assert "a-childs-name" not in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_committed_change_is_undone_before_the_next_test(turn):
    known = ContentType.objects.filter(app_label="intruder").count()
    missing = ContentType.objects.filter(app_label="schools").count() == 0

    ContentType.objects.create(app_label="intruder", model=turn)
    ContentType.objects.filter(app_label="schools").delete()

    assert (known, missing) == (0, False)
