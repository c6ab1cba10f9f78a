"""What somebody can do by SQL, past the verbs: the second wall alone."""

import pytest
from django.db import ProgrammingError

from sro_program.core.db import acting_as


def write(user, rows, **said):
    """How many of these rows this person changed."""
    with acting_as(user):
        return rows.update(**said)


def removed(user, *models):
    """How many rows of these tables this person deleted."""
    with acting_as(user):
        return sum(model.objects.all()._raw_delete("default") for model in models)


def refused_by_policy():
    """Row-level security says no."""
    return pytest.raises(ProgrammingError, match="row-level")
