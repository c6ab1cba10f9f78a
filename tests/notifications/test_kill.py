"""Workers die and the broker forgets: every message arrives (trust.md §14)."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from redis import Redis

from sro_program.accounts.models import User
from sro_program.core.db import acting_as
from sro_program.embedded import Urls
from sro_program.notifications.hints import listen_again
from sro_program.notifications.models import Notification
from sro_program.notifications.outbox import notify
from tests.factories.accounts import UserFactory
from tests.notifications.smtp_sink import Sink, smtp_sink

KILLS, FLUSHES, MESSAGES = 20, {5, 10, 15}, 300
PATIENCE = 300
"""Seconds; 20 on two idle cores, most of them for workers that get up."""
NURSERY = """
import os, signal, sys
from sro_program.celery import app
import django
django.setup()
import celery.bin.celery, celery.apps.worker, celery.worker.consumer
from django.core.checks import run_checks
run_checks()

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
for _ in sys.stdin:
    worker = os.fork()
    if not worker:
        os.dup2(2, 1)  # its greeting is no answer
        app.worker_main(sys.argv[1:])
    print(worker, flush=True)
"""
"""Reads the product once; each line it reads brings up a worker, whose number it says.

Reading it again for each of them took most of the time of this test.
"""
WORKER = (
    *("worker", "--pool", "solo", "--loglevel", "ERROR"),
    *("--without-mingle", "--without-gossip", "--without-heartbeat"),
)


class Workers:
    """One worker at work, and the next already getting up."""

    def __init__(self, urls: Urls, sink: Sink) -> None:
        self._nursery = subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, "-c", NURSERY, *WORKER],
            env={
                **os.environ,
                **urls.as_environment(),
                "DJANGO_SETTINGS_MODULE": "sro_program.settings.base",
                "SECRET_KEY": settings.SECRET_KEY,
                "MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
                "MAIL_LEASE_SECONDS": "2",
                "MAIL_HINT_GRACE_SECONDS": "1",
            },
            cwd=Path(settings.BASE_DIR),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._running = [self._start(), self._start()]

    def _start(self) -> int:
        self._nursery.stdin.write("one more\n")
        self._nursery.stdin.flush()
        return int(self._nursery.stdout.readline())

    def kill_one(self) -> None:
        """-9 for the elder; a newcomer takes its place."""
        os.kill(self._running.pop(0), signal.SIGKILL)
        self._running.append(self._start())

    def end(self) -> None:
        for worker in self._running:
            os.kill(worker, signal.SIGKILL)
        self._nursery.kill()
        self._nursery.communicate()


@contextmanager
def workers(urls: Urls, sink: Sink) -> Iterator[Workers]:
    crew = Workers(urls, sink)
    try:
        yield crew
    finally:
        crew.end()


def owe(recipient: User) -> None:
    """Owe every message in a transaction of its own, as requests do."""
    for number in range(MESSAGES):
        with acting_as(recipient):
            notify(recipient, "role_given", role=f"token-{number}", place="here")
        sleep(0.05)
    connection.close()


def wait_for(is_so: Callable[[], bool], until: float) -> None:
    """Look again and again; meanwhile be the clock that asks for a sweep."""
    asked = 0.0
    while not is_so() and monotonic() < until:
        if monotonic() - asked > 1:
            asked = monotonic()
            current_app.send_task("sro_program.notifications.tasks.sweep")
        sleep(0.05)


@pytest.mark.long
@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_twenty_kills_and_three_flushes_lose_nothing(service_urls: Urls) -> None:
    recipient = UserFactory()
    broker = Redis.from_url(service_urls.redis)
    listen_again()
    until = monotonic() + PATIENCE
    with smtp_sink() as sink, workers(service_urls, sink) as crew:
        owing = Thread(target=owe, args=[recipient])
        owing.start()
        for kill in range(KILLS):
            before = len(sink.mails)
            wait_for(lambda before=before: len(sink.mails) > before, until)
            crew.kill_one()
            if kill in FLUSHES:
                broker.flushdb()
        owing.join()
        wait_for(lambda: unsent(recipient) == 0, until)
        mails = list(sink.mails)

    notes = stored(recipient)
    assert Counter(note.context["role"] for note in notes) == Counter(
        f"token-{number}" for number in range(MESSAGES)
    )
    assert [note for note in notes if note.sent_at is None or note.gave_up_at] == []
    assert {mail["Message-ID"] for mail in mails} == {n.message_id for n in notes}
    subjects = {(mail["Message-ID"], mail["Subject"]) for mail in mails}
    assert len(subjects) == MESSAGES


def stored(recipient: User) -> list[Notification]:
    with acting_as(recipient):
        return list(Notification.objects.visible_to(recipient))


def unsent(recipient: User) -> int:
    return sum(note.sent_at is None for note in stored(recipient))
