"""Where a sign-in came from: the visitor's address, also behind a proxy."""

import pytest
from django.core.cache import cache
from django.test import Client

from sro_program.accounts.models import User
from sro_program.audit.models import AuditEvent
from tests.accounts.conftest import LOGIN, is_signed_in
from tests.factories.accounts import PASSWORD


def attempt_from(address: str, email: str, password: str) -> Client:
    fields = {"login": email, "password": password, "acknowledged": "True"}
    client = Client(headers={"X-Forwarded-For": f"9.9.9.9, {address}"})
    client.post(LOGIN, fields)
    return client


@pytest.mark.parametrize(
    ("proxies", "source"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "9.9.9.9")]
)
def test_the_trail_names_the_address_that_the_proxy_saw(
    person: User, settings: object, proxies: int, source: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    attempt_from("198.51.100.7", person.email, "not-the-password")

    event = AuditEvent.objects.about(person).get(verb="wrong_password")
    assert event.detail == {"source": source}


def test_one_visitor_s_guesses_do_not_shut_out_another(
    person: User, settings: object
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "3/m/ip"}
    cache.clear()
    for number in range(4):
        attempt_from("203.0.113.9", f"nobody{number}@example.org", "wrong")

    other = attempt_from("198.51.100.7", person.email, PASSWORD)
    same = attempt_from("203.0.113.9", person.email, PASSWORD)

    assert is_signed_in(other)
    assert not is_signed_in(same)
    cache.clear()
