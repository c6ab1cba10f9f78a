"""Structured logs that hold ids and routes, never what a person typed."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_IN_PATH = re.compile(
    r"/(?:decide|feedback|feed|invitation|reset/key)/[^/\s?]+|\?\S*"
)
WHAT_A_ROW_SAYS = re.compile(
    r"\nDETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL
)
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


def without_rows(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop from a traceback what Postgres quotes of a row that it refused."""
    if "exception" in event:
        event["exception"] = WHAT_A_ROW_SAYS.sub("", str(event["exception"]))
    return event


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
                    structlog.processors.format_exc_info,
                    without_rows,
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
