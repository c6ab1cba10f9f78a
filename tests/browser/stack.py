"""The whole product for the stories: database, broker, web, worker, clock and mails.

It is what `script/server` runs, in a folder of its own, on a port of its own, with the
demo programme in it. Its day is always the same ordinary Tuesday, so that a story can
have school, bells and a talk this afternoon whenever it is played.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sro_program.embedded.digest import ROOT
from sro_program.embedded.processes import free_port
from tests.template import copy, template

HERE = Path(__file__).parent
ZONE = ZoneInfo("America/Chicago")
THE_DAY = datetime(2026, 10, 20, 7, 40, tzinfo=ZONE)
SECONDS_TO_START = 240
SECONDS_TO_STOP = 30
READY = "Ctrl-C stops everything"


@dataclass(frozen=True)
class Stack:
    """Where the running product is, and the file that holds its clock."""

    address: str
    folder: str

    @property
    def clock(self) -> Path:
        return Path(self.folder, "clock")

    def now(self) -> datetime:
        """What time it is in the story, as the people of the district read it."""
        return datetime.fromtimestamp(
            time.time() + float(self.clock.read_text()), UTC
        ).astimezone(ZONE)

    def wait_until(self, moment: datetime) -> None:
        """Let the time of the story pass, at once and never backwards."""
        ahead = (moment - self.now()).total_seconds()
        if ahead > 0:
            set_clock(self.clock, float(self.clock.read_text()) + ahead)
            time.sleep(0.3)


def set_clock(file: Path, seconds: float) -> None:
    """Write in one step: somebody may be reading."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(str(seconds))
    draft.replace(file)


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Start everything, and end everything, whatever happens in between."""
    with tempfile.TemporaryDirectory(
        prefix="sro-stories-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        folder.chmod(0o711)
        (folder / "var").mkdir(mode=0o711)
        copy(template(), folder / "var")  # tests/embedded starts one from nothing
        port = free_port()
        stack = Stack(f"http://localhost:{port}", name)
        set_clock(stack.clock, THE_DAY.timestamp() - time.time())
        with (folder / "server.log").open("w") as log:
            server = subprocess.Popen(  # noqa: S603  # our own server
                [sys.executable, "-m", "sro_program.embedded.server"]
                + ["--port", str(port)],
                cwd=ROOT,
                env=environment(folder, stack),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until_ready(server, folder / "server.log")
            yield stack
        finally:
            stop(server)


def environment(folder: Path, stack: Stack) -> dict[str, str]:
    """A clean one: nothing of a server or of the tests that runs beside it."""
    ours = ("DATABASE_", "REDIS_", "DJANGO_", "SRO_", "MAIL_", "PYTEST_", "COV_")
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(ours)
    }
    var = folder / "var"
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "sro_program.settings.dev",
        "SRO_VAR": str(var),
        "FILES_ROOT": str(var / "files"),
        "MAIL_FOLDER": str(var / "mail"),
        "SITE_URL": stack.address,
        "SESSION_IDLE_MINUTES": "600",
        "STORY_CLOCK": str(stack.clock),
        "PYTHONPATH": str(HERE / "clock"),
        "PYTHONUNBUFFERED": "1",
    }


def wait_until_ready(server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while READY not in (said := log.read_text()):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server of the stories did not start.\n{said}")
        time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask it to stop as Ctrl-C does; insist, and the leash ends its programs."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
