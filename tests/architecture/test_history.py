"""History is written by the triggers of its table, and by nobody else."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from sro_program.core.db import acting_as

ELSEWHERE = {"schools_agreementevent"}
"""Between public bodies, published; kept by administrators (`NOT_WALLED`)."""
HISTORY = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if hasattr(model, "pgh_tracked_model")
)
CONDITION = "SELECT with_check FROM pg_policies WHERE tablename = %s AND cmd = 'INSERT'"


def asked(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def test_there_is_history():
    assert "officers_activityentryevent" in HISTORY
    assert set(HISTORY) > ELSEWHERE


@pytest.mark.parametrize("table", sorted({*HISTORY} - ELSEWHERE))
def test_nobody_adds_to_history_by_hand(table, teacher):
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(teacher):
        asked(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.parametrize("table", sorted({*HISTORY} - ELSEWHERE))
def test_not_even_who_sees_the_record(table, db):
    """An empty row, as above, would also be refused for being of no school."""
    conditions = [condition for (condition,) in asked(CONDITION, table)]

    assert len(conditions) == 1
    assert "pg_trigger_depth() > 0" in conditions[0]
