"""The web server of the product: one slow sender is not everybody's."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sro_program.embedded import Urls
from sro_program.embedded.processes import (
    Household,
    Program,
    free_port,
    wait_until,
)
from sro_program.embedded.server import WEB_OPTIONS

STALLED = 12
"""Phones that have lost their network in the middle of a form."""
HALF_A_FORM = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
)
SECONDS = 5
pytestmark = pytest.mark.long


@pytest.fixture
def port(service_urls: Urls, tmp_path: Path) -> Iterator[int]:
    """Where a web server listens that was started as `script/server` starts it."""
    household, port = Household(tmp_path), free_port()
    settings = {"DJANGO_SETTINGS_MODULE": "sro_program.settings.test"}
    start = (sys.executable, "-m", "granian", "--interface", "wsgi")
    program = Program(
        name="web",
        command=(*start, "--port", str(port), *WEB_OPTIONS),
        log=tmp_path / "web.log",
        environment={**os.environ, **service_urls.as_environment(), **settings},
    )
    try:
        wait_until(lambda: answers(port), household.start(program), program)
        yield port
    finally:
        household.stop()


def answers(port: int) -> bool:
    """Does it answer within a time that people wait?"""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def test_forms_that_stall_halfway_hold_up_nobody_else(port: int) -> None:
    with ExitStack() as phones:
        for _ in range(STALLED):
            phone = socket.create_connection(("127.0.0.1", port))
            phones.enter_context(phone).sendall(HALF_A_FORM)

        assert [answers(port) for _ in range(4)] == [True] * 4
