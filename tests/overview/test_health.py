"""The page that machines read."""

import socket
from datetime import timedelta
from time import monotonic

import psycopg
import pytest
from django.db import connection
from django.utils.timezone import now

from sro_program.core.db import acting_as_clock
from sro_program.notifications.models import Heartbeat, Notification
from tests.conftest import make_user

PATIENCE = 4
pytestmark = pytest.mark.django_db(transaction=True)


def beat(ago=timedelta()):
    with acting_as_clock():
        Heartbeat.objects.create(name="beat", at=now() - ago)


def test_all_is_well(client):
    beat()

    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "clock": "ok",
        "oldest_unsent_seconds": None,
    }
    assert "sessionid" not in response.cookies


def test_a_clock_that_stopped_is_told(client):
    beat(ago=timedelta(minutes=10))

    content = client.get("/health/").json()

    assert (content["status"], content["clock"]) == ("degraded", "late")


def test_a_clock_that_never_ran_is_awaited(client):
    assert client.get("/health/").json()["clock"] == "waiting"


def test_the_oldest_unsent_mail_is_told(client):
    beat()
    with acting_as_clock():
        Notification.objects.create(
            recipient=make_user("late@example.org", "Late"),
            template="officer_back",
            summary="x",
            mail_due_at=now() - timedelta(hours=1),
        )

    content = client.get("/health/").json()

    assert content["oldest_unsent_seconds"] >= 3600
    assert content["status"] == "degraded"


def test_without_the_broker_people_go_on(client, settings):
    beat()
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"

    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json()["broker"] == "away"
    assert response.json()["status"] == "degraded"
    assert "secret" not in response.content.decode()


def test_without_the_database_it_is_503_in_short(client, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)
    connection.close()

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.json() == {
        "status": "away",
        "database": "away",
        "broker": "ok",
        "clock": "away",
        "oldest_unsent_seconds": None,
    }


@pytest.fixture
def seconds():
    """How long it has been since the test began."""
    began = monotonic()
    return lambda: monotonic() - began


def test_a_database_that_hangs_is_away_within_seconds(client, monkeypatch, seconds):
    """It takes the connection and never says a word, as a stopped Postgres does."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", silent.getsockname()[1])
        connection.close()
        response = client.get("/health/")

    assert (response.status_code, response.json()["database"]) == (503, "away")
    assert seconds() < PATIENCE


def test_a_locked_table_is_not_waited_for(client, service_urls, seconds):
    with psycopg.connect(service_urls.owner) as migrating:
        migrating.execute("SET idle_in_transaction_session_timeout = '8s'")
        migrating.execute("LOCK TABLE notifications_heartbeat")
        response = client.get("/health/")

    assert (response.status_code, response.json()["database"]) == (503, "away")
    assert seconds() < PATIENCE
