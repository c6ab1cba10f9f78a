"""Signing in as a browser does it."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from sro_program.accounts.models import User
from tests.factories.accounts import PASSWORD, AdministratorFactory, UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/"


def submit(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    """Send the sign-in form."""
    fields = {"login": email, "password": password, "acknowledged": "True"}
    return client.post(LOGIN, fields)


def code(offset: int = 0) -> str:
    """What the authenticator app shows now, or some steps later."""
    counter = int(time.time()) // 30 + offset
    return format_hotp_value(hotp_value(SECRET, counter))


def wrong_code() -> str:
    """Six digits that no step nearby has."""
    near = {code(n) for n in range(-3, 4)}
    return next(f"{n:06}" for n in range(100) if f"{n:06}" not in near)


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/me/").status_code == 200


@pytest.fixture(autouse=True)
def _as_if_nobody_had_tried(nobody_has_tried: None) -> None:
    """Each of these tests."""


@pytest.fixture
def person(db: None) -> User:
    return UserFactory(email="pat@example.org", name="Pat O'Brien")


@pytest.fixture
def administrator(db: None) -> User:
    return AdministratorFactory(email="ada@example.org", name="Ada Administrator")


@pytest.fixture
def half_minute() -> Iterator[None]:
    """The time of a code has just begun: none runs out in the middle of a test."""
    with time_machine.travel((int(time.time()) // 30 + 1) * 30):
        yield


@pytest.fixture
def with_app(half_minute: None) -> Callable[[User], Authenticator]:
    """Give someone an authenticator app with a known secret, set up a while ago."""

    def add(user: User) -> Authenticator:
        app: Authenticator = TOTP.activate(user, SECRET).instance
        app.created_at -= timedelta(minutes=1)
        app.save(update_fields=["created_at"])
        return app

    return add
