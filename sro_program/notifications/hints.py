"""Telling a worker that a mail is owed, without ever waiting long for the broker.

A hint may be lost: the sweep finds the mail. So a broker that does not answer within
a second is left alone for a while, and no request pays for it twice.
"""

import logging
from functools import lru_cache
from time import monotonic
from uuid import UUID

from celery import current_app
from kombu import Connection, pools
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

DELIVER = "sro_program.notifications.tasks.deliver"
PATIENCE = 1
"""Seconds to wait for the broker."""
LEFT_ALONE = 30
"""Seconds without hints after the broker did not answer."""
_silence = {"until": 0.0}


def hint(notification_id: UUID) -> None:
    """Tell a worker; never raises, and takes a second at most."""
    if monotonic() < _silence["until"]:
        return
    try:
        _send(str(notification_id))
    except (OperationalError, OSError):
        logger.warning("broker_unavailable")
        _silence["until"] = monotonic() + LEFT_ALONE


def listen_again() -> None:
    """Forget that the broker was away."""
    _silence["until"] = 0.0


def _send(notification_id: str) -> None:
    broker = _broker(current_app.conf.broker_url)
    with pools.producers[broker].acquire(block=True, timeout=PATIENCE) as producer:
        current_app.send_task(
            DELIVER,
            (notification_id,),
            producer=producer,
            retry=False,
            ignore_result=True,
        )


@lru_cache(maxsize=2)
def _broker(url: str) -> Connection:
    """Less patient than the workers' connection, which waits for work on purpose."""
    options = dict(current_app.conf.broker_transport_options)
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    broker: Connection = current_app.connection_for_write(
        url, transport_options={**options, **patience}
    )
    return broker
