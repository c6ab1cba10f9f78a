"""Talks at the school of the people in the main conftest, and counted queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from presentations.states import Status
from tests.factories.presentations import BookedFactory, PresentationFactory

FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")
GETS_ACTOR = "current_setting('app.user_id'"


@pytest.fixture
def talk(school, teacher, officer):
    """Asked for by the teacher of the same school, three weeks ahead."""
    return PresentationFactory(school=school, requested_by=teacher, officer=officer)


@pytest.fixture
def booked(school, teacher, principal, officer):
    """Signed by both, in two days."""
    starts_at = now() + timedelta(days=2)
    return BookedFactory(
        school=school,
        requested_by=teacher,
        officer=officer,
        school_signed_by=principal,
        starts_at=starts_at,
    )


@pytest.fixture
def unrecorded(school, teacher, principal, officer):
    """Given three days ago, and still only scheduled."""
    return BookedFactory(
        school=school,
        requested_by=teacher,
        officer=officer,
        school_signed_by=principal,
        starts_at=now() - timedelta(days=3),
        status=Status.SCHEDULED,
    )


@pytest.fixture
def queries_of():
    """How many statements a page asks, without the frame around transactions.

    The second look counts: the first one also begins the session.
    """

    def count(client, url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200
        asked = [query["sql"] for query in captured.captured_queries]
        return len([sql for sql in asked if not is_frame(sql)])

    return count


def is_frame(sql):
    return sql.strip().startswith(FRAME) or GETS_ACTOR in sql
