"""The kinds of files that we keep, and how to tell them apart by their content."""

import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.files.base import File

from sro_program.core.files.checks import (
    UNREADABLE_ZIP,
    checked_office,
    checked_pdf,
    head_of,
    is_plain,
    redrawn_jpeg,
    redrawn_png,
)

HEAD = 512
ZIP = b"PK\x03\x04"
SHORT = 200

type Check = Callable[[File[bytes]], File[bytes]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we keep: how people call it, and how its content is checked."""

    name: str
    extension: str
    media_type: str
    checked: Check


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"

PDF = Kind("a PDF", ".pdf", "application/pdf", checked_pdf)
POWERPOINT = Kind(
    "a PowerPoint file (.pptx)",
    ".pptx",
    f"{OOXML}.presentationml.presentation",
    checked_office,
)
WORD = Kind(
    "a Word file (.docx)",
    ".docx",
    f"{OOXML}.wordprocessingml.document",
    checked_office,
)
IMPRESS = Kind(
    "an OpenDocument presentation (.odp)",
    ".odp",
    f"{ODF}.presentation",
    checked_office,
)
WRITER = Kind("an OpenDocument text (.odt)", ".odt", f"{ODF}.text", checked_office)
PNG = Kind("a PNG picture", ".png", "image/png", redrawn_png)
JPEG = Kind("a JPEG picture", ".jpg", "image/jpeg", redrawn_jpeg)

KINDS = [PDF, POWERPOINT, WORD, IMPRESS, WRITER, PNG, JPEG]
PLAIN = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
OFFICE = {"ppt/presentation.xml": POWERPOINT, "word/document.xml": WORD}
OPEN_DOCUMENT = {kind.media_type: kind for kind in (IMPRESS, WRITER)}
PICTURES = frozenset({PNG.extension, JPEG.extension})


def kind_of(upload: File[bytes]) -> Kind | None:
    """What the content is, whatever the name says."""
    head = head_of(upload, HEAD)
    if head.startswith(ZIP):
        return office_kind(upload)
    return next((PLAIN[mark] for mark in PLAIN if head.startswith(mark)), None)


def office_kind(upload: File[bytes]) -> Kind | None:
    """Which office program wrote this zip, if any did."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
            written = archive.read("mimetype") if is_short(archive, "mimetype") else b""
    except UNREADABLE_ZIP:
        return None
    by_part = (OFFICE[part] for part in OFFICE if part in names)
    return next(by_part, OPEN_DOCUMENT.get(written.decode("latin-1").strip()))


def is_cut_off(upload: File[bytes], kinds: Collection[Kind]) -> bool:
    """Does it begin and end its name as an office file, and is yet no whole zip?

    Without its end a zip does not tell what it holds; only here the name is believed,
    and only to find the right sentence.
    """
    extensions = tuple(
        kind.extension for kind in kinds if kind.checked is checked_office
    )
    is_called_so = (upload.name or "").lower().endswith(extensions)
    if not (is_called_so and head_of(upload, HEAD).startswith(ZIP)):
        return False
    try:
        zipfile.ZipFile(upload).close()
    except UNREADABLE_ZIP:
        return True
    return False


def is_short(archive: zipfile.ZipFile, name: str) -> bool:
    """It is there, and reading it costs nothing, whatever it says of its size."""
    member = archive.NameToInfo.get(name)
    return member is not None and member.file_size < SHORT and is_plain(member)
