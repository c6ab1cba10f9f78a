"""Sessions for the people of the benchmark, and what a page asks of the database."""

import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.measuring import CSRF, Page
from tests.bench.servers import LOOPBACK


def session_of(pk: int) -> str:
    """The key of a fresh session of this person."""
    user = get_user_model().objects.get(pk=pk)
    engine = import_module(settings.SESSION_ENGINE)
    session = engine.SessionStore()
    moment = int(time.time())
    session[SESSION_KEY] = str(pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update({"begun_at": moment, "seen_at": moment})
    session.create()
    return session.session_key


def queries_of(page: Page) -> int:
    """Ask once inside this process, where statements can be counted."""
    client = Client(headers={"host": LOOPBACK})
    client.cookies[settings.SESSION_COOKIE_NAME] = page.session
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    for _ in range(2):
        ask = next(page.asks)
        with CaptureQueriesContext(connection) as captured:
            if ask.post is None:
                client.get(ask.address)
            else:
                client.post(ask.address, ask.post)
    return len(captured)
