"""Looking changes nothing."""

from contextlib import contextmanager

import pytest
from django.db import connection

from tests.architecture.routes import our_routes
from tests.architecture.world import address, arguments, client_of, make_county

HARMLESS = (
    "SELECT",
    "(SELECT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK TO",
    "WITH",
    "DECLARE",
    "FETCH",
)
ALLOWED = (
    'INSERT INTO "audit_auditevent"',  # who opened a sensitive record, or exported
    'UPDATE "django_session"',  # the idle clock
    'INSERT INTO "django_session"',
)
PAGES = [route for route in our_routes() if not route.is_public]


@contextmanager
def read_only():
    def refuse_writes(execute, sql, params, many, context):
        harmless = sql.strip().startswith((*HARMLESS, *ALLOWED))
        assert harmless, f"a GET wrote to the database: {sql}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_writes):
        yield


@pytest.mark.parametrize(
    "who", ["commander", "office", "officer", "principal", "counselor", "teacher"]
)
def test_opening_a_page_writes_nothing(who, db):
    county = make_county()
    client = client_of(county.people[who])

    with read_only():
        for route in PAGES:
            client.get(address(route, arguments(route, county)))
