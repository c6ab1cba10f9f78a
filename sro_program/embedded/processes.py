"""Starting, finding and ending the programs behind one folder.

Every program is tied to its runner by `leash.py`. Where that is not enough (another
system than Linux, or a program that ignored it), the next start finds what was left
behind by a mark in its environment, and ends it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from sro_program.embedded.accounts import Account
from sro_program.embedded.errors import ServiceError

LEASH = Path(__file__).with_name("leash.py")
MARK = "SRO_PROGRAM_RUNNER"
GRACE_SECONDS = 10.0
SHORT_GRACE_SECONDS = 2.0  # nothing is lost: unfinished work is done again
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Program:
    """Something to run: its command, and how to ask it to stop."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = GRACE_SECONDS


def leashed(program: Program) -> list[str]:
    """The command that runs this program tied to the present process."""
    account = program.account or Account(0, 0)
    numbers = (
        os.getpid(),
        program.stop_signal,
        account.uid,
        account.gid,
        int(account.key),
    )
    leash = [sys.executable, "-I", "-S", str(LEASH), *(str(int(n)) for n in numbers)]
    return [*leash, *program.command]


class Household:
    """The programs that one runner started, and ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.members: dict[str, tuple[Program, subprocess.Popen[bytes]]] = {}

    def start(self, program: Program) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches only the runner."""
        program.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **program.environment, MARK: str(self.folder)}
        with program.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  # our own programs, no shell
                leashed(program),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.members[program.name] = (program, process)
        return process

    def fallen(self) -> list[Program]:
        """The programs that ended by themselves."""
        members = self.members.values()
        return [program for program, process in members if process.poll() is not None]

    def restart(self, program: Program) -> None:
        """Start what ended by itself again, once its own children are gone."""
        _, process = self.members[program.name]
        kill_session(process.pid)
        self.start(program)

    def stop(self) -> None:
        """Ask them all to end; insist after each one's grace."""
        members = list(self.members.values())
        for program, process in members:
            if process.poll() is None:
                process.send_signal(program.stop_signal)
        for program, process in members:
            end(process, program.grace)
        self.members.clear()


def end(process: subprocess.Popen[bytes], grace: float) -> None:
    """Wait for a program that was asked to stop, and sweep up its children."""
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    finally:
        kill_session(process.pid)


def kill_session(leader: int) -> None:
    """Kill what a program left running in its session."""
    for other in psutil.process_iter():
        try:
            if os.getsid(other.pid) == leader:
                other.kill()
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue


def stop_leftovers(folder: Path) -> None:
    """End what an earlier runner of this folder left behind when it was killed."""
    leftovers = [other for other in psutil.process_iter() if is_marked(other, folder)]
    end_all(leftovers, grace=SHORT_GRACE_SECONDS)


def is_marked(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.environ().get(MARK) == str(folder)
    except (psutil.Error, OSError):
        return False


def end_all(
    processes: Iterable[psutil.Process],
    *signals: signal.Signals,
    grace: float = GRACE_SECONDS,
) -> None:
    """Send each signal in turn to those that are still there, SIGKILL at last."""
    remaining = list(processes)
    for number in (*(signals or (signal.SIGTERM,)), signal.SIGKILL):
        for process in remaining:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                continue
        _, remaining = psutil.wait_procs(remaining, timeout=grace)


def wait_until(
    ready: Callable[[], bool],
    process: subprocess.Popen[bytes],
    program: Program,
    seconds: float = 60,
) -> None:
    """Wait for a program to be ready; says what its log says when it is not."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise ServiceError(f"{program.name} did not start.\n{tail(program.log)}")
        if time.monotonic() > deadline:
            message = f"{program.name} was not ready after {seconds:.0f} seconds."
            raise ServiceError(f"{message}\n{tail(program.log)}")
        time.sleep(PAUSE_SECONDS)


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, for a person who has to find out what went wrong."""
    if not log.exists():
        return ""
    text = log.read_text(errors="replace").splitlines()
    return "\n".join(["", f"The end of {log}:", *text[-lines:]])


def free_port() -> int:
    """A port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Does nobody listen on this port of this machine?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
