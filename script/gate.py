"""The gate behind script/test: each step by name and time, and a verdict at the end.

Every step is run, so that one look shows all that is wrong.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
SOURCES = (
    "sro_program",
    "schools",
    "officers",
    "presentations",
    "incidents",
    "referrals",
    "tests",
    "script",
)
NO_REASON = re.compile(r"#\s*noqa(:\s*[A-Z0-9, ]+)?\s*$")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "sro_program.settings.base",
    "SECRET_KEY": "only-to-check-the-settings-" + "0123456789abcdefghijklmnopqrst",
    "DATABASE_URL": "postgres://sro_app@127.0.0.1:1/sro",
    "ALLOWED_HOSTS": "sro.example.org",
    "SITE_URL": "https://sro.example.org",
}
DEPLOYED = ("--deploy", "--fail-level", "WARNING")
PARALLEL = ("-n", "auto", "--dist", "worksteal", "-W", "error", "-q")
# Machines may be told to keep no bytecode. The gate starts some hundred Pythons, and
# each would compile the product anew.
KEEP_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
TESTED = {"DJANGO_SETTINGS_MODULE": "sro_program.settings.test"}
MOST_LINES = 120
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # the folder in it gets a random name
ROOM = 3 * 1024**3
NO_BROWSER = """\
No Chromium was found, and the browser stories need one. On Debian and Ubuntu:
    apt-get install chromium
Elsewhere install Chromium or Google Chrome, or set CHROMIUM to its program."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the gate: true when it passed."""

    name: str
    check: Callable[[], bool]


def tool(*command: str, **environment: str) -> Callable[[], bool]:
    """A step that runs one of .venv's programs."""

    def check() -> bool:
        program, *arguments = command
        done = subprocess.run(  # noqa: S603  # our own tools, no shell
            [str(BIN / program), *arguments],
            cwd=ROOT,
            env={**os.environ, **KEEP_BYTECODE, **environment},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode == 0

    return check


def manage(*command: str, **environment: str) -> Callable[[], bool]:
    return tool("python", "manage.py", *command, **environment)


def exceptions_have_reasons() -> bool:
    """Every `noqa` says why, after its number."""
    files = [path for name in SOURCES for path in (ROOT / name).rglob("*.py")]
    bare = [
        f"{path.relative_to(ROOT)}:{number}: this noqa gives no reason"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if NO_REASON.search(line)
    ]
    print("\n".join(bare) or "Every exception has its reason.")
    return not bare


def templates_are_tidy() -> bool:
    """No tabs, no trailing spaces, a newline at the end, and at most 120 lines."""
    wrong = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for fault in faults_of(path.read_text())
    ]
    print("\n".join(wrong) or "Every template is tidy.")
    return not wrong


def faults_of(text: str) -> list[str]:
    lines = text.splitlines()
    found = {
        "holds a tab": "\t" in text,
        "has spaces at the end of a line": any(line != line.rstrip() for line in lines),
        "has no newline at its end": not text.endswith("\n"),
        f"has {len(lines)} lines": len(lines) > MOST_LINES,
    }
    return [fault for fault, present in found.items() if present]


def lint() -> list[Step]:
    return [
        Step("format", tool("ruff", "format", "--check", "--quiet", ".")),
        Step("rules", tool("ruff", "check", "--quiet", ".")),
        Step("exceptions", exceptions_have_reasons),
        Step("templates", tool("djlint", "templates", "--lint", "--quiet")),
        Step("tidy templates", templates_are_tidy),
        Step("types", tool("mypy")),
        Step("imports", tool("lint-imports")),
        Step("migrations", manage("makemigrations", "--check", "--dry-run", **TESTED)),
        Step("settings", manage("check", *DEPLOYED, **PRODUCTION)),
    ]


def unit(folder: str) -> list[Step]:
    own = {"COVERAGE_FILE": f"{folder}/coverage"}
    tests = ("tests", "--ignore", "tests/browser", "--cov", "--cov-report=")
    report = ("report", "--fail-under", "100")
    return [
        Step("tests", tool("pytest", *PARALLEL, *tests, **own)),
        Step("coverage of the rules", tool("coverage", *report, **own)),
    ]


def browser() -> list[Step]:
    return [Step("browser stories", stories)]


def stories() -> bool:
    if not os.environ.get("CHROMIUM"):
        print(NO_BROWSER)
        return False
    return tool("pytest", *PARALLEL, "tests/browser")()


def chosen(arguments: list[str], folder: str) -> list[Step]:
    """The steps that this command line asks for."""
    match arguments:
        case []:
            return [*lint(), *unit(folder), *browser()]
        case ["lint"]:
            return lint()
        case ["unit"]:
            return unit(folder)
        case ["browser"]:
            return browser()
    return [Step("tests", tool("pytest", "-W", "error", *arguments))]


def play(step: Step) -> tuple[str, bool, float]:
    print(f"\n── {step.name}", flush=True)
    started = time.monotonic()
    passed = step.check()
    seconds = time.monotonic() - started
    print(
        f"── {step.name}: {'ok' if passed else 'FAILED'}, {seconds:.0f} s", flush=True
    )
    return step.name, passed, seconds


def quickest_place() -> Path | None:
    """Memory, if it has the room: the tests make and remove many whole databases."""
    try:
        found = os.statvfs(IN_MEMORY)
    except OSError:
        return None
    has_room = found.f_bavail * found.f_frsize > ROOM
    runs_programs = not found.f_flag & os.ST_NOEXEC
    may_write = os.access(IN_MEMORY, os.W_OK)
    return IN_MEMORY if has_room and runs_programs and may_write else None


def main() -> int:
    with tempfile.TemporaryDirectory(
        prefix="sro-gate-", dir=quickest_place(), ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o711)  # the account of Postgres goes through it
        os.environ["TMPDIR"] = folder
        results = [play(step) for step in chosen(sys.argv[1:], folder)]
    failed = [name for name, passed, _ in results if not passed]
    minutes = sum(seconds for _, _, seconds in results) / 60
    verdict = f"failed: {', '.join(failed)}" if failed else "all passed"
    print(f"\n{len(results)} steps in {minutes:.1f} minutes, {verdict}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
