"""Log lines hold ids and routes: no secret of a link, no row that was refused."""

import logging
import sys

import pytest
import structlog
from django.db import IntegrityError
from django.urls import reverse

from sro_program.core.logs import logging_config

LINKS = [
    ("presentations:decide_by_link", ["SECRET:1:x"]),
    ("presentations:feedback_by_link", ["SECRET:1:x"]),
    ("accounts:accept", ["SECRET:1:x"]),
    ("calendar_feed", ["SECRET"]),
    ("referrals:answer_by_link", ["SECRET"]),
]


def line_of(record: logging.LogRecord) -> str:
    config = logging_config(as_json=True)["formatters"]
    assert isinstance(config, dict)
    made = {**config["line"]}
    return made.pop("()")(**made).format(record)


def written(
    message: str, *args: object, exc_info: object = None, name: str = "x"
) -> str:
    return line_of(
        logging.LogRecord(name, logging.ERROR, "x", 1, message, args, exc_info)  # type: ignore[arg-type]  # what sys.exc_info gives
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


def raised(error: Exception, cause: Exception | None = None) -> object:
    try:
        raise error from cause
    except type(error):
        return sys.exc_info()


def test_of_an_error_its_kind_and_place_are_written_down_and_never_its_words() -> None:
    refused = IntegrityError("violates check\nDETAIL:  Failing row contains (Ada).")

    line = written("broken", exc_info=raised(ValueError("not Lovelace"), refused))

    assert "builtins.ValueError" in line
    assert "django.db.utils.IntegrityError" in line
    assert "in raised" in line
    assert "Ada" not in line
    assert "Lovelace" not in line


def test_an_error_that_hides_another_says_nothing_of_it() -> None:
    try:
        try:
            raise KeyError("Ada")
        except KeyError:
            raise ValueError from None
    except ValueError:
        info = sys.exc_info()

    assert "KeyError" not in written("broken", exc_info=info)


def test_a_task_that_failed_is_named_without_what_it_worked_on() -> None:
    failed = "Task schools.tasks.check[3b] raised unexpected: ValueError('Ada')"

    line = written(failed, name="celery.app.trace")

    assert "schools.tasks.check[3b] raised unexpected" in line
    assert "Ada" not in line


def test_what_tells_who_someone_is_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    personal = {
        "ip": "203.0.113.9",
        "user_agent": "Mozilla/5.0",
        "email": "tess@example.org",
        "username": "tess",
    }

    structlog.get_logger("sign_in").warning("refused", user_id=7, **personal)

    line = line_of(caplog.records[-1])
    assert '"user_id": 7' in line
    assert not [value for value in personal.values() if value in line]
    assert not [name for name in personal if f'"{name}"' in line]
