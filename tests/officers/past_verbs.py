"""What somebody can do by SQL, past the verbs: the second wall alone."""

import pytest
from django.db import ProgrammingError, connection

from sro_program.core.db import acting_as


def write(user, rows, **said):
    """How many of these rows this person changed."""
    with acting_as(user):
        return rows.update(**said)


def touched(user, model):
    """How many rows of this table this person could have changed."""
    table, key = model._meta.db_table, model._meta.pk.column
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {key} = {key}")
        return cursor.rowcount


def removed(user, *models):
    """How many rows of these tables this person deleted."""
    with acting_as(user):
        return sum(model.objects.all()._raw_delete("default") for model in models)


def refused_by_policy():
    """Row-level security says no."""
    return pytest.raises(ProgrammingError, match="row-level")
