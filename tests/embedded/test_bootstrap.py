"""Which Python `script/bootstrap` finds, on machines of all sorts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FITS = f'#!/bin/sh\nexec "{os.path.realpath(sys.executable)}" "$@"\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"
STAND_IN = '#!/bin/sh\necho "pyenv: $0: command not found" >&2\nexit 127\n'


@pytest.fixture
def script(tmp_path: Path, repository: Path) -> Path:
    """A copy beside which there is no .venv yet."""
    copy = tmp_path / "checkout" / "script" / "bootstrap"
    copy.parent.mkdir(parents=True)
    copy.write_text((repository / "script" / "bootstrap").read_text())
    return copy


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """The few programs of the system that the script uses, and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("basename", "dirname", "sort"):
        (folder / name).symlink_to(Path("/usr/bin") / name)
    return folder


def find(script: Path, *path: Path, **environment: str) -> subprocess.CompletedProcess:
    places = ":".join(str(folder) for folder in path)
    return subprocess.run(  # noqa: S603  # our own script
        ["/bin/bash", str(script), "--find"],
        env={"PATH": places, "HOME": str(script.parent), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_newest_name_on_path_is_taken(script, tools, tmp_path):
    program(tmp_path / "bin" / "python3", FITS)
    newest = program(tmp_path / "bin" / "python3.13", FITS)

    assert find(script, tools, tmp_path / "bin").stdout.strip() == str(newest)


@pytest.mark.parametrize("text", [TOO_OLD, STAND_IN])
def test_a_name_that_does_not_do_is_passed_over(script, tools, tmp_path, text):
    program(tmp_path / "first" / "python3.14", text)
    program(tmp_path / "first" / "python3", text)
    good = program(tmp_path / "second" / "python3", FITS)

    found = find(script, tools, tmp_path / "first", tmp_path / "second")

    assert found.stdout.strip() == str(good)


def test_the_newest_of_pyenvs_versions_is_taken(script, tools, tmp_path):
    root = tmp_path / "pyenv"
    program(root / "shims" / "python3.13", STAND_IN)
    program(root / "versions" / "3.9.18" / "bin" / "python", TOO_OLD)
    program(root / "versions" / "3.12.9" / "bin" / "python", FITS)
    newest = program(root / "versions" / "3.12.10" / "bin" / "python", FITS)

    found = find(script, tools, root / "shims")

    assert found.stdout.strip() == str(newest)


@pytest.mark.parametrize("named", ["PYENV_ROOT", "HOME"])
def test_pyenv_is_found_without_being_on_path(script, tools, tmp_path, named):
    root = tmp_path / "place" / ".pyenv"
    version = program(root / "versions" / "3.13.0" / "bin" / "python", FITS)
    value = {"PYENV_ROOT": str(root), "HOME": str(root.parent)}[named]

    assert find(script, tools, **{named: value}).stdout.strip() == str(version)


def test_a_sentence_says_what_to_do_when_there_is_none(script, tools, tmp_path):
    program(tmp_path / "bin" / "python3", TOO_OLD)

    found = find(script, tools, tmp_path / "bin")

    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("No Python 3.12 or newer was found.")
