"""Log lines hold ids and routes: no secret of a link, no row that was refused."""

import logging

import pytest
from django.db import IntegrityError
from django.urls import reverse

from sro_program.core.logs import logging_config

LINKS = [
    ("presentations:decide_by_link", ["SECRET:1:x"]),
    ("presentations:feedback_by_link", ["SECRET:1:x"]),
    ("accounts:accept", ["SECRET:1:x"]),
    ("calendar_feed", ["SECRET"]),
]


def line_of(record: logging.LogRecord) -> str:
    config = logging_config(as_json=True)["formatters"]
    assert isinstance(config, dict)
    made = {**config["line"]}
    return made.pop("()")(**made).format(record)


def written(message: str, *args: object, exc_info: object = None) -> str:
    return line_of(
        logging.LogRecord("x", logging.ERROR, "x", 1, message, args, exc_info)  # type: ignore[arg-type]  # what sys.exc_info gives
    )


@pytest.mark.parametrize(("route", "secret"), LINKS)
def test_a_refused_link_is_not_written_down(route: str, secret: list[str]) -> None:
    line = written("Unprocessable Content: %s", reverse(route, args=secret))

    assert "Unprocessable" in line
    assert "SECRET" not in line


def test_neither_is_the_link_to_a_new_password() -> None:
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": "a1", "key": "SECRET"}
    )

    assert "SECRET" not in written("Not Found: %s", path)


def test_an_ordinary_address_is_written_down() -> None:
    assert "/presentations/coverage/4/" in written("%s", "/presentations/coverage/4/")


def test_the_row_that_postgres_refused_is_not_written_down() -> None:
    refused = 'violates check "x"\nDETAIL:  Failing row contains (Ada,\n\nLovelace).'
    error = IntegrityError(refused)

    line = written("broken", exc_info=(type(error), error, None))

    assert "violates check" in line
    assert "Ada" not in line
    assert "Lovelace" not in line
