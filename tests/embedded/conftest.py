"""A database to restore into."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from sro_program.embedded import Urls, roles


@pytest.fixture
def empty(service_urls: Urls) -> Iterator[Urls]:
    """An empty database with the three roles set up, on the same server."""
    name = f"restored_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    roles.set_up(service_urls.superuser, words_of(service_urls), database=name)

    def there(url: str) -> str:
        return url.rpartition("/")[0] + "/" + name

    yield Urls(
        superuser=there(service_urls.superuser),
        owner=there(service_urls.owner),
        app=there(service_urls.app),
        audit=there(service_urls.audit),
        redis=service_urls.redis,
        secret_key=service_urls.secret_key,
    )
    with psycopg.connect(service_urls.superuser, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def words_of(urls: Urls) -> dict[str, str]:
    """The passwords of the three roles, by the names of their variables."""
    words = {}
    for url in (urls.owner, urls.app, urls.audit):
        role, _, word = url.removeprefix("postgres://").partition("@")[0].partition(":")
        words[role.upper()] = word
    return words
