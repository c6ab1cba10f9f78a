"""Real servers for the tests: one Postgres and one broker for all workers of a run.

A migrated data folder is kept in `.cache/` and copied for each run, so that a run
starts in a second when no migration changed. Each worker gets its own copy of the
database and talks to it as `sro_app`, the role that the product itself runs with.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import TransactionTestCase

from sro_program.celery import app as celery_app
from sro_program.embedded import Urls
from tests.reset import Baseline
from tests.template import migrated_services

STACK = pytest.StashKey[ExitStack]()
URLS = pytest.StashKey[Urls]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[STACK] = ExitStack()
    shared = getattr(config, "workerinput", {}).get("services")
    if shared:
        config.stash[URLS] = Urls(**shared)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """The controller of a parallel run starts the servers and tells each worker."""
    node.workerinput["services"] = asdict(running(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[STACK].close()


def running(config: pytest.Config) -> Urls:
    """The servers of this run, started by whoever asks first."""
    if URLS not in config.stash:
        config.stash[URLS] = config.stash[STACK].enter_context(migrated_services())
    return config.stash[URLS]


@pytest.fixture(scope="session")
def service_urls(request: pytest.FixtureRequest) -> Urls:
    """Addresses of this worker's own database, for each role, and of its broker."""
    shared = running(request.config)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    database = f"test_{worker}"
    with psycopg.connect(shared.superuser, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {database} TEMPLATE sro OWNER sro_owner")
    number = int(worker.removeprefix("gw")) + 1
    return replace(
        shared,
        **{
            role: getattr(shared, role).rpartition("/")[0] + "/" + database
            for role in ("superuser", "owner", "app", "audit")
        },
        redis=shared.redis.rpartition("/")[0] + f"/{number}",
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, service_urls: Urls
) -> Iterator[None]:
    """Give Django this worker's database; put every changed table back afterwards."""
    baseline = Baseline(service_urls)
    with pytest.MonkeyPatch.context() as patch:
        point_django_at(service_urls, patch)
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda test: baseline.restore()
        )
        yield
        connections.close_all()
    baseline.close()


def point_django_at(urls: Urls, patch: pytest.MonkeyPatch) -> None:
    """Change the settings that were read before the servers had an address."""
    address = urlsplit(urls.app)
    database = settings.DATABASES["default"]
    database["HOST"] = address.hostname
    database["PORT"] = address.port
    database["USER"] = address.username
    database["PASSWORD"] = address.password
    database["NAME"] = address.path.removeprefix("/")
    database["OPTIONS"] = {**database["OPTIONS"], "connect_timeout": 30}
    connections["default"].settings_dict.update(database)

    settings.CACHES["default"]["LOCATION"] = urls.redis
    caches["default"].close()
    del caches["default"]
    patch.setattr(settings, "REDIS_URL", urls.redis)
    patch.setattr(settings, "CELERY_BROKER_URL", urls.redis)
    celery_app.conf.broker_url = urls.redis
    for name, value in urls.as_environment().items():
        patch.setenv(name, value)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that the product stands in."""
    return Path(settings.BASE_DIR)
