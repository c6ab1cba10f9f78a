"""The kinds of files that we keep, and how to tell them apart by their content."""

import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.files.base import File

from sro_program.core.files.audio import (
    checked_m4a,
    checked_mp3,
    checked_ogg,
    checked_wav,
    is_mp3,
    is_mp4,
    is_ogg,
    is_wav,
)
from sro_program.core.files.checks import (
    MAX_RECORDING,
    MAX_SIZE,
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
    max_size: int = MAX_SIZE


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

MP3 = Kind("an MP3 recording", ".mp3", "audio/mpeg", checked_mp3, MAX_RECORDING)
M4A = Kind("an M4A recording", ".m4a", "audio/mp4", checked_m4a, MAX_RECORDING)
WAV = Kind("a WAV recording", ".wav", "audio/wav", checked_wav, MAX_RECORDING)
OGG = Kind("an OGG recording", ".ogg", "audio/ogg", checked_ogg, MAX_RECORDING)

KINDS = [PDF, POWERPOINT, WORD, IMPRESS, WRITER, PNG, JPEG]
"""What is taken wherever nothing else is said."""
SOUNDS = {MP3: is_mp3, M4A: is_mp4, WAV: is_wav, OGG: is_ogg}
ALL_KINDS = [*KINDS, *SOUNDS]
PLAIN = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
OFFICE = {"ppt/presentation.xml": POWERPOINT, "word/document.xml": WORD}
OPEN_DOCUMENT = {kind.media_type: kind for kind in (IMPRESS, WRITER)}
PICTURES = frozenset({PNG.extension, JPEG.extension})
PAPERS = PICTURES | {PDF.extension}
"""What a paper comes as: scanned, photographed, or printed to a file."""
RECORDINGS = frozenset(kind.extension for kind in SOUNDS)
EVIDENCE = PAPERS | RECORDINGS
"""What belongs to a report of police work: photos, papers, recordings."""


def kind_of(upload: File[bytes]) -> Kind | None:
    """What the content is, whatever the name says."""
    head = head_of(upload, HEAD)
    if head.startswith(ZIP):
        return office_kind(upload)
    plain = (PLAIN[mark] for mark in PLAIN if head.startswith(mark))
    sound = (kind for kind, is_it in SOUNDS.items() if is_it(head))
    return next(plain, None) or next(sound, None)


def kinds_of(allowed: Collection[str] | None) -> list[Kind]:
    """Those with these extensions; without any, what is taken everywhere."""
    if allowed is None:
        return KINDS
    return [kind for kind in ALL_KINDS if kind.extension in allowed]


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
