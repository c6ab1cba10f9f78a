"""Sound recordings: is the content what it begins as, whole, and sound alone?

Recordings are kept as they came, bit by bit: drawn anew they would prove less.
"""

from collections.abc import Callable, Iterator
from functools import partial
from struct import error as TooShort
from struct import unpack, unpack_from

from django.core.files.base import File

from sro_program.core.files.checks import DAMAGED, MEGABYTE, Refused

IS_FILM = (
    "“%(name)s” holds moving pictures. Films stay in the agency’s evidence system; "
    "send the sound alone."
)
UNKNOWN_SOUND = (
    "“%(name)s” holds sound in a form that is not kept here. Send MP3, M4A with AAC, "
    "WAV or OGG."
)
LARGEST_INDEX = 16 * MEGABYTE
"""Of an MP4: its `moov` box is read whole."""
DEEPEST = 8
MOST_PIECES = 100_000
"""Boxes, chunks or pages: hours of sound have fewer, and each costs a read."""

# MP3 (ISO 11172-3)

ID3 = b"ID3"
ID3_HEAD = 10
FRAME_HEAD = 4
FRAMES = 4
"""So many frames in a row are no accident."""
LAYER_3 = 1
MPEG_1 = 3
KILOBITS = {
    MPEG_1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    0: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
HERTZ = {3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000]}


def is_mp3(head: bytes) -> bool:
    return head.startswith(ID3) or length_of_frame(head) > 0


def checked_mp3(upload: File[bytes]) -> File[bytes]:
    """A tag if there is one, then frames of sound one behind the other."""
    at, size = _behind_tag(upload), upload.size
    for _ in range(FRAMES):
        length = length_of_frame(_read(upload, at, FRAME_HEAD))
        if not length or at + length > size:
            raise Refused(DAMAGED)
        at += length
    return upload


def _behind_tag(upload: File[bytes]) -> int:
    head = _read(upload, 0, ID3_HEAD)
    if not head.startswith(ID3) or len(head) < ID3_HEAD:
        return 0
    sevens = head[6:10]
    length = sum(byte << 7 * place for place, byte in enumerate(reversed(sevens)))
    return ID3_HEAD + length


def length_of_frame(head: bytes) -> int:
    """In bytes, of the MPEG layer III frame that begins here; 0 when none does."""
    if len(head) < FRAME_HEAD or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, pitch, padded = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    is_known = version in HERTZ and layer == LAYER_3 and 0 < rate < 15 and pitch < 3
    if not is_known:
        return 0
    samples = 144 if version == MPEG_1 else 72
    kilobits = KILOBITS[MPEG_1 if version == MPEG_1 else 0][rate]
    return samples * kilobits * 1000 // HERTZ[version][pitch] + padded


# M4A: AAC in an MP4 (ISO 14496-12)

FTYP = b"ftyp"
BRANDS = {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6"}
INSIDE = {b"trak", b"mdia", b"minf", b"stbl"}
SMALL_BOX, LARGE_BOX = 8, 16


def is_mp4(head: bytes) -> bool:
    return head[4:8] == FTYP and head[8:12] in BRANDS


def checked_m4a(upload: File[bytes]) -> File[bytes]:
    """Boxes to the very end, tracks of sound in AAC, and none of pictures."""
    found = {kind: (at, length) for kind, at, length in _outer_boxes(upload)}
    if b"moov" not in found or found[b"moov"][1] > LARGEST_INDEX:
        raise Refused(DAMAGED)
    leaves = list(_inner_boxes(_read(upload, *found[b"moov"])))
    handlers = {box[8:12] for kind, box in leaves if kind == b"hdlr"}
    sounds = {box[12:16] for kind, box in leaves if kind == b"stsd"}
    if b"vide" in handlers:
        raise Refused(IS_FILM)
    if b"soun" not in handlers:
        raise Refused(DAMAGED)
    if b"mp4a" not in sounds:
        raise Refused(UNKNOWN_SOUND)
    return upload


def _outer_boxes(upload: File[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of what is in each box of the file."""
    size = upload.size

    def head_at(at: int) -> tuple[int, bytes, int]:
        return _box_head(_read(upload, at, LARGE_BOX), size - at)

    for at in _pieces(size, 0, lambda at: head_at(at)[0]):
        length, kind, skip = head_at(at)
        yield kind, at + skip, length - skip


def _inner_boxes(content: bytes, deep: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each box that holds no others."""
    size = len(content)

    def head_at(at: int) -> tuple[int, bytes, int]:
        return _box_head(content[at : at + LARGE_BOX], size - at)

    for at in _pieces(size, 0, lambda at: head_at(at)[0]):
        length, kind, skip = head_at(at)
        inside = content[at + skip : at + length]
        if kind in INSIDE and deep < DEEPEST:
            yield from _inner_boxes(inside, deep + 1)
        else:
            yield kind, inside


def _box_head(head: bytes, rest: int) -> tuple[int, bytes, int]:
    """Its length with its head, its kind, and the length of its head."""
    try:
        length, kind = unpack_from(">I4s", head)
        skip = LARGE_BOX if length == 1 else SMALL_BOX
        if length == 1:
            (length,) = unpack_from(">8xQ", head)
    except TooShort as error:
        raise Refused(DAMAGED) from error
    length = length or rest
    if length < skip:
        raise Refused(DAMAGED)
    return length, kind, skip


def _pieces(size: int, at: int, length_at: Callable[[int], int]) -> Iterator[int]:
    """Where each piece begins, one behind the other to the very end."""
    for _ in range(MOST_PIECES):
        if at == size:
            return
        length = length_at(at)
        if length <= 0 or at + length > size:
            raise Refused(DAMAGED)
        yield at
        at += length
    raise Refused(DAMAGED)


# WAV (RIFF)

WAV_HEAD, CHUNK_HEAD = 12, 8
WAVE_FORMATS = {1, 3, 6, 7, 0xFFFE}
"""PCM, floating point, A-law, µ-law, and PCM with more said about it."""


def is_wav(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def checked_wav(upload: File[bytes]) -> File[bytes]:
    """Whole chunks: how it was sampled, then the samples."""
    found = set()
    for at in _pieces(upload.size, WAV_HEAD, partial(_length_of_chunk, upload)):
        kind = _read(upload, at, 4)
        if kind == b"fmt " and _format_of(upload, at + CHUNK_HEAD) not in WAVE_FORMATS:
            raise Refused(UNKNOWN_SOUND)
        found.add(kind)
    if not {b"fmt ", b"data"} <= found:
        raise Refused(DAMAGED)
    return upload


def _length_of_chunk(upload: File[bytes], at: int) -> int:
    """With its head and the byte that makes it even, which the last one may lack."""
    rest = upload.size - at
    if rest < CHUNK_HEAD:
        return rest
    (length,) = unpack("<4xI", _read(upload, at, CHUNK_HEAD))
    whole: int = CHUNK_HEAD + length
    return whole if whole >= rest else whole + length % 2


def _format_of(upload: File[bytes], at: int) -> int:
    return int.from_bytes(_read(upload, at, 2), "little")


# OGG (RFC 3533)

OGG = b"OggS"
OGG_HEAD = 27
SOUNDS = (b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC")
FILMS = (b"\x80theora", b"\x01video", b"BBCD\x00", b"OVP80")


def is_ogg(head: bytes) -> bool:
    return head.startswith(OGG)


def checked_ogg(upload: File[bytes]) -> File[bytes]:
    """Pages to the very end; each stream says first what it is."""
    pages = _pieces(upload.size, 0, lambda at: _ogg_page(upload, at)[0])
    streams = [first for at in pages if (first := _ogg_page(upload, at)[1])]
    if any(first.startswith(FILMS) for first in streams):
        raise Refused(IS_FILM)
    if not any(first.startswith(SOUNDS) for first in streams):
        raise Refused(UNKNOWN_SOUND)
    return upload


def _ogg_page(upload: File[bytes], at: int) -> tuple[int, bytes]:
    """The length of the page, and of a stream's first page how it begins."""
    head = _read(upload, at, OGG_HEAD)
    if len(head) < OGG_HEAD or not head.startswith(OGG):
        raise Refused(DAMAGED)
    begins, pieces = head[5] & 2, head[26]
    table = _read(upload, at + OGG_HEAD, pieces)
    content = at + OGG_HEAD + pieces
    first = _read(upload, content, 8) if begins else b""
    return OGG_HEAD + pieces + sum(table), first


def _read(upload: File[bytes], at: int, length: int) -> bytes:
    upload.seek(at)
    content: bytes = upload.read(length)
    return content
