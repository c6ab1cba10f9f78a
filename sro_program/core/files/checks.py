"""Is the content whole and harmless? One check for each kind of file."""

import re
import warnings
import zipfile
import zlib
from io import BytesIO

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
MAX_SIZE = 25 * MEGABYTE
MAX_RECORDING = 100 * MEGABYTE
"""An hour of speech in AAC has some 30, ten minutes of WAV have 100."""
MAX_PIXELS = 50_000_000
MAX_UNPACKED = 250 * MEGABYTE
MAX_RATIO = 200
MAX_MEMBERS = 5_000
HEAD = 512
TAIL = 2048
PLAIN_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What office programs use, and what unpacks piece by piece, never all at once."""
JPEG_QUALITY = 88
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a PDF name may be written as its number (ISO 32000-1, 7.3.5)."""

WRONG_KIND = (
    "“%(name)s” is not a file that can be kept here: it looks like %(what)s. "
    "Send %(allowed)s."
)
TOO_LARGE = "“%(name)s” has %(size)s MB; the limit is %(limit)s MB."
TOO_LARGE_FOR_ITS_KIND = "“%(name)s” has %(size)s MB; %(what)s may have %(limit)s MB."
EMPTY = "“%(name)s” is empty."
DAMAGED = "“%(name)s” is damaged or cut off: open it, save it again, and send that."
TOO_MANY_PIXELS = "“%(name)s” has too many pixels; make the picture smaller."
BOMB = "“%(name)s” unpacks to far more than it should and was refused."
PACKED_ODDLY = (
    "“%(name)s” is packed in a way that office programs do not use: open it, save it "
    "again, and send that."
)
LOCKED = "“%(name)s” is protected with a password; send it without."
HAS_MACROS = "“%(name)s” holds macros (small programs); save it without them."
HAS_SCRIPT = "“%(name)s” holds a script or starts a program; send a plain PDF."

UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
UNREADABLE_PICTURE = (OSError, SyntaxError, ValueError, zlib.error)


class Refused(Exception):
    """Why a file cannot be kept: one of the sentences above."""


def head_of(upload: File[bytes], size: int) -> bytes:
    upload.seek(0)
    head: bytes = upload.read(size)
    return head


# PDF


def checked_pdf(upload: File[bytes]) -> File[bytes]:
    """A PDF that ends where it should and does not openly hold a script.

    This turns away what office work brings along by accident. It is no wall: names in
    compressed or encrypted parts are not read. What protects is that downloads are
    never shown inside our pages, and the reader's own sandbox.
    """
    content = head_of(upload, upload.size)
    if b"%%EOF" not in content[-TAIL:]:
        raise Refused(DAMAGED)
    names = ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if b"/JavaScript" in names or b"/Launch" in names:
        raise Refused(HAS_SCRIPT)
    return upload


# Pictures


def redrawn(upload: File[bytes], form: str, modes: tuple[str, ...]) -> File[bytes]:
    """The same picture, upright, without anything that was written beside it."""
    upload.seek(0)
    with warnings.catch_warnings(action="ignore"):
        try:
            with Image.open(upload, formats=[form]) as picture:
                check_pixels(picture)
                plain = ImageOps.exif_transpose(picture)
        except Image.DecompressionBombError as error:
            raise Refused(TOO_MANY_PIXELS) from error
        except UNREADABLE_PICTURE as error:
            raise Refused(DAMAGED) from error
    if plain.mode not in modes:
        plain = plain.convert(modes[-1])
    plain.info.clear()
    drawn = BytesIO()
    plain.save(drawn, form, optimize=True, quality=JPEG_QUALITY)
    return ContentFile(drawn.getvalue())


def check_pixels(picture: Image.Image) -> None:
    """Before a pixel is unpacked: a small file may claim a gigantic picture."""
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused(TOO_MANY_PIXELS)


def redrawn_png(upload: File[bytes]) -> File[bytes]:
    return redrawn(upload, "PNG", ("L", "RGB", "RGBA"))


def redrawn_jpeg(upload: File[bytes]) -> File[bytes]:
    return redrawn(upload, "JPEG", ("L", "RGB"))


# Office files are zips


def checked_office(upload: File[bytes]) -> File[bytes]:
    """An office file that is whole, no bomb, and brings no macros."""
    try:
        with zipfile.ZipFile(upload) as archive:
            check_members(archive.infolist(), upload.size)
            damaged = archive.testzip()
    except UNREADABLE_ZIP as error:
        raise Refused(DAMAGED) from error
    if damaged:
        raise Refused(DAMAGED)
    return upload


def check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > min(MAX_UNPACKED, packed * MAX_RATIO):
        raise Refused(BOMB)
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(LOCKED)
    if not all(is_plain(member) for member in members):
        raise Refused(PACKED_ODDLY)
    if any(re.search(r"vbaProject|^Basic/", member.filename) for member in members):
        raise Refused(HAS_MACROS)


def is_plain(member: zipfile.ZipInfo) -> bool:
    return member.compress_type in PLAIN_PACKING
