"""Structured logs that hold ids and routes, never what a person typed."""

import re
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

SECRET_IN_PATH = re.compile(
    r"/(?:decide|feedback|answer|feed|invitation|reset/key)/[^/\s?]+|\?\S*"
)
WHAT_CELERY_QUOTES = re.compile(r"(Task \S+\[\S+\] [\w ]+): .*", re.DOTALL)
KEPT_OUT = {"ip", "user_agent", "email", "username"}


def without_personal_data(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop addresses of people, and tokens and query strings in paths."""
    for key in KEPT_OUT & event.keys():
        del event[key]
    for key in {"request", "event"} & event.keys():
        event[key] = SECRET_IN_PATH.sub("/…", str(event[key]))
    return event


def error_in_frames(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Where an error came from and its kind, never its words.

    Those quote what a person typed, or the row that Postgres refused.
    """
    info = event.pop("exc_info", None)
    if error := info[1] if isinstance(info, tuple) else None:
        event["exception"] = "\n".join(_frames(error))
    if event.get("logger", "").startswith("celery."):
        event["event"] = WHAT_CELERY_QUOTES.sub(r"\1", str(event["event"]))
    return event


def _frames(error: BaseException) -> Iterator[str]:
    """The error first, then what it came from."""
    found: BaseException | None = error
    while found is not None:
        kind = type(found)
        yield f"{kind.__module__}.{kind.__qualname__}"
        yield "".join(traceback.format_tb(found.__traceback__)).rstrip()
        hidden = found.__suppress_context__
        found = found.__cause__ or (None if hidden else found.__context__)


PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_personal_data,
]


def logging_config(*, as_json: bool) -> dict[str, object]:
    """Django's LOGGING value; one line an event, JSON in production."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    error_in_frames,
                    renderer,
                ],
                "foreign_pre_chain": PROCESSORS,
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {
            "django.server": {"handlers": [], "propagate": True},
            "celery": {"level": "WARNING"},
        },
    }
