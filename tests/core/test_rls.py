"""No table is without a wall by oversight."""

import pytest
from django.db import connection

from sro_program.core.rls import NOT_WALLED

TABLES = """
    SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""


@pytest.fixture
def walled(db):
    """Table → whether row-level security is on, for its owner as well."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return dict(cursor.fetchall())


def test_each_table_is_walled_or_listed_with_the_reason_why_not(walled):
    open_ones = {table for table, is_walled in walled.items() if not is_walled}

    assert open_ones == set(NOT_WALLED)


@pytest.mark.parametrize(
    "table", ["accounts_invitation", "accounts_savedview", "accounts_calendarfeed"]
)
def test_personal_rows_of_accounts_are_walled(walled, table):
    assert walled[table]


def test_who_only_reads_opens_no_door_of_the_database(db):
    doors = """
        SELECT proname FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef
          AND prorettype <> 'trigger'::regtype
          AND has_function_privilege('sro_audit', oid, 'EXECUTE')
    """
    with connection.cursor() as cursor:
        cursor.execute(doors)
        assert cursor.fetchall() == []
