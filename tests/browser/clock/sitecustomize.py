"""The clock of the stories: every Python program of their server tells its time.

Python imports this by itself when its folder is on PYTHONPATH. The file named by
STORY_CLOCK holds the seconds between the real time and the stories'; when a story
writes another number, all programs follow within a tenth of a second.
"""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

FILE = Path(os.environ["STORY_CLOCK"])
A_MOMENT = 0.1


def distance() -> float:
    return float(FILE.read_text())


def follow(clock: time_machine.Traveller, shown: float) -> None:
    while True:
        threading.Event().wait(A_MOMENT)
        wanted = distance()
        if wanted != shown:
            clock.shift(wanted - shown)
            shown = wanted


def watch(clock: time_machine.Traveller, shown: float) -> None:
    threading.Thread(target=follow, args=(clock, shown), daemon=True).start()


def begin() -> None:
    """All programs agree to the microsecond: a mail is due at the moment it is owed."""
    shown, real, since = distance(), time.time(), time.monotonic()
    there = datetime.fromtimestamp(real, UTC) + timedelta(seconds=shown)
    clock = time_machine.travel(there, tick=True).start()
    clock.shift(real + shown + time.monotonic() - since - time.time())
    watch(clock, shown)
    os.register_at_fork(after_in_child=lambda: watch(clock, distance()))


begin()
