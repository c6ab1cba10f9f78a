"""What `script/server` runs: database, broker, web, worker and clock, in one command.

Ctrl-C ends all of them. When this process is killed they end as well, and the next
start cleans up whatever did not.
"""

import argparse
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

import psycopg

from sro_program.embedded import ServiceError, locked, passwords, services
from sro_program.embedded.places import ROOT, VAR
from sro_program.embedded.preparation import manage, prepare
from sro_program.embedded.processes import (
    MARK,
    Household,
    Program,
    is_free,
    tail,
    wait_until,
)

DATA = ("postgres", "valkey", "files", "mail", "beat*", "secrets.env")
RESTARTS = 5
PYTHON = sys.executable
WEB = "web"
FIRST_ADMINISTRATOR = (
    "Nobody can sign in yet. Make the first administrator in a second terminal:\n"
    "  set -a; . var/services.env; set +a; .venv/bin/python manage.py createsuperuser"
)


class Asked(BaseException):
    """Somebody asked this server to stop."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Starts the whole product on this machine.",
        epilog="With DATABASE_URL and REDIS_URL set, these servers are used. "
        "DATABASE_OWNER_URL may name the role that migrates.",
    )
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--no-demo", action="store_true", help="start without data")
    parser.add_argument("--reset", action="store_true", help="forget everything first")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    signal.signal(signal.SIGINT, stop_once)
    signal.signal(signal.SIGTERM, stop_once)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup leaves it
        signal.signal(signal.SIGHUP, stop_once)
    try:
        run(chosen)
    except ServiceError as error:
        sys.exit(str(error))
    except psycopg.Error as error:
        sys.exit(f"The database says: {error}\nSee docs/operations.md, Three roles.")
    except Asked:
        say("Stopped.")


def stop_once(number: int, frame: FrameType | None) -> None:
    """Begin to stop; being asked again does not interrupt the stopping."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise Asked


def run(chosen: argparse.Namespace) -> None:
    household, servers = Household(VAR), Household(VAR)
    check_port(chosen.port)
    with addresses(servers, reset=chosen.reset) as found:
        environment = environment_for(found, chosen)
        demo = prepare(environment, demo=not chosen.no_demo, say=say)
        environment["DEMO"] = str(demo and not chosen.no_demo).lower()
        try:
            open_doors(household, environment, chosen.port)
            watch(household, servers)
        finally:
            say("\nStopping …")
            household.stop()
            (VAR / "services.env").unlink()


def check_port(port: int) -> None:
    if not is_free(port):
        raise ServiceError(
            f"Port {port} is taken. Try: script/server --port {port + 1}"
        )


@contextmanager
def addresses(servers: Household, *, reset: bool) -> Iterator[Mapping[str, str]]:
    """The servers that the environment names, else the embedded ones."""
    given = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
    if any(given.values()):
        if not all(given.values()) or reset:
            raise ServiceError(
                "Set both DATABASE_URL and REDIS_URL, or neither; "
                "--reset is for the embedded servers only."
            )
        with locked(VAR):
            yield {"DATABASE_OWNER_URL": os.environ["DATABASE_URL"], **os.environ}
        return
    if reset:
        forget_everything()
    with services(VAR, servers) as urls:
        yield {**os.environ, **urls.as_environment()}


def forget_everything() -> None:
    """Remove all data, unless a server is using them."""
    with locked(VAR):
        for path in (path for name in DATA for path in VAR.glob(name)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def environment_for(
    found: Mapping[str, str], chosen: argparse.Namespace
) -> dict[str, str]:
    """What the settings read; what the person has set stays as it is."""
    environment = {
        "SITE_URL": f"http://localhost:{chosen.port}",
        "PYTHONUNBUFFERED": "1",
        **found,
        "DEMO": str(not chosen.no_demo).lower(),
        MARK: str(VAR),
    }
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_AUDIT_URL", "REDIS_URL")
    shared = {name: environment[name] for name in names if name in environment}
    passwords.write(VAR / "services.env", shared)
    return environment


def open_doors(household: Household, environment: Mapping[str, str], port: int) -> None:
    """Start everything at once; say where it is when the health page is good."""
    with ThreadPoolExecutor(1) as aside:
        sign_ins = aside.submit(sign_ins_of_the_demo, environment)
        programs = programs_for(environment, port)
        processes = [household.start(program) for program in programs]
        page = HealthPage(f"http://127.0.0.1:{port}/health/")
        try:
            wait_until(page.is_good, processes[0], programs[0])
        except ServiceError as error:
            raise ServiceError(f"{error}\n\n{page.address}: {page.said}") from None
        greet(environment["SITE_URL"], sign_ins.result())


def sign_ins_of_the_demo(environment: Mapping[str, str]) -> str:
    is_demo = environment["DEMO"] == "true"
    return manage(environment, "demo_sign_ins") if is_demo else ""


def programs_for(environment: Mapping[str, str], port: int) -> list[Program]:
    # The owner's rights are for migrations only.
    allowed = {**environment, "DATABASE_OWNER_URL": "", "DATABASE_AUDIT_URL": ""}
    celery = ("celery", "--app", "sro_program")
    commands = {
        WEB: ("granian", "--interface", "wsgi", "--port", str(port), *WEB_OPTIONS),
        "worker": (*celery, "worker", *WORKER_OPTIONS),
        "clock": (*celery, "beat", "--schedule", str(VAR / "beat"), *QUIET, *NO_PID),
    }
    return [
        Program(
            name=name,
            command=(PYTHON, "-m", *command),
            log=VAR / "log" / f"{name}.log",
            environment=allowed,
        )
        for name, command in commands.items()
    ]


QUIET = ("--loglevel", "warning")
NO_PID = ("--pidfile", "")
# A thread waits for as long as a phone takes to send its form, so there are many.
WEB_OPTIONS = (
    *("--workers", "2", "--blocking-threads", "16", "--no-ws"),
    "sro_program.wsgi:application",
)
WORKER_OPTIONS = (
    *("--concurrency", "2", "--without-mingle", "--without-gossip"),
    *QUIET,
)


class HealthPage:
    """The product's own word on whether it is well; remembers the last answer."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.said = "no answer"

    def is_good(self) -> bool:
        try:
            with urllib.request.urlopen(self.address, timeout=5) as answer:  # noqa: S310  # our own page
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            self.said = f"{error.code} {error.read(2000).decode(errors='replace')}"
        except OSError as error:
            self.said = str(error)
        return False


def greet(site: str, sign_ins: str) -> None:
    """Say where the product is, who can sign in, and where its mails go."""
    say(f"\nThe SRO Program runs at {site}/")
    say(sign_ins.rstrip() or FIRST_ADMINISTRATOR)
    say(f"Every mail it sends is shown at {site}/mail/")
    say(f"Logs are in {VAR / 'log'}. Ctrl-C stops everything.")


def watch(household: Household, servers: Household) -> None:
    """Start again whatever ends by itself; give up on what keeps ending."""
    falls: Counter[str] = Counter()
    while True:
        time.sleep(0.5)
        for members in (servers, household):
            for program in members.fallen():
                falls[program.name] += 1
                if falls[program.name] > RESTARTS:
                    message = f"{program.name} keeps ending.\n{tail(program.log)}"
                    raise ServiceError(message)
                say(f"{program.name} ended; starting it again.")
                members.restart(program)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
