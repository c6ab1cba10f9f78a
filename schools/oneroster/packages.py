"""Opening a zip or a folder of CSV files without trusting it.

Nothing is ever unpacked to disk. Limits keep a small file from becoming a huge one.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from schools.oneroster.problems import Unreadable

MAX_FILES = 200
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 250
SMALL = 1024 * 1024
"""Below this size a high ratio harms nobody: repetitive CSV packs very well."""

PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The two ways to pack that every program knows, and that unpack piece by piece."""

HOW_TO = "Export it again and upload that file."


class Package(Protocol):
    """Named CSV files, whatever they are kept in."""

    def has(self, name: str) -> bool: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...


class ZipPackage:
    """The CSV files of a zip, found by name in whatever case, in one folder or none."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = _members_by_name(archive)

    def has(self, name: str) -> bool:
        return name.lower() in self._members

    def size(self, name: str) -> int:
        return self._members[name.lower()].file_size

    def open(self, name: str) -> IO[bytes]:
        try:
            return self._archive.open(self._members[name.lower()])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Unreadable(f"{name} in the zip is damaged. {HOW_TO}") from error


class FolderPackage:
    """The CSV files that lie directly in a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name.lower(): path for path in folder.glob("*.csv")}

    def has(self, name: str) -> bool:
        return name.lower() in self._files

    def size(self, name: str) -> int:
        return self._files[name.lower()].stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return self._files[name.lower()].open("rb")


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """The files at a path; raises Unreadable with a sentence when it is no package."""
    if path.is_dir():
        yield FolderPackage(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise Unreadable("There is no such file.") from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            f"This is not a zip file, or it arrived incomplete. {HOW_TO}"
        ) from error
    with archive:
        yield ZipPackage(archive)


def _members_by_name(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members = [info for info in archive.infolist() if _is_ours(info)]
    if len(archive.infolist()) > MAX_FILES:
        raise Unreadable(f"The zip holds more than {MAX_FILES} files.")
    if sum(info.file_size for info in members) > MAX_UNPACKED:
        raise Unreadable("Unpacked, the zip would be larger than 1 GB.")
    for info in archive.infolist():
        _refuse_the_dangerous(info)
    by_name = {PurePosixPath(info.filename).name.lower(): info for info in members}
    if len(by_name) < len(members):
        raise Unreadable("The zip holds a file of the same name twice.")
    return by_name


def _is_ours(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.lower() == ".csv" and not hidden and not info.is_dir()


def _refuse_the_dangerous(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise Unreadable("The zip holds a file whose name points outside the zip.")
    if info.flag_bits & 0x1:
        raise Unreadable("The zip is protected by a password. Export it without one.")
    if info.compress_type not in PLAIN:
        raise Unreadable(f"The zip is packed in a way that we do not read. {HOW_TO}")
    packed = max(info.compress_size, 1)
    if info.file_size > SMALL and info.file_size / packed > MAX_RATIO:
        raise Unreadable("The zip unpacks to far more than its size; that is refused.")
