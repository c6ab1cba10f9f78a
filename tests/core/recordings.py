"""Small recordings of each kind, made byte by byte as their standards say."""

import wave
from io import BytesIO
from struct import pack

HEADER = b"\xff\xfb\x90\x00"
FRAME = HEADER + bytes(413)
"""MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 26 ms of silence in 417 bytes."""


def mp3(frames: int = 6, tag: bytes = b"", frame: bytes = FRAME) -> bytes:
    return (id3(tag) if tag else b"") + frame * frames


def id3(content: bytes) -> bytes:
    size = len(content)
    return b"ID3\x03\x00\x00" + bytes([0, 0, size >> 7, size & 127]) + content


def box(kind: bytes, *inside: bytes, large: bool = False) -> bytes:
    content = b"".join(inside)
    if large:
        return pack(">I4sQ", 1, kind, len(content) + 16) + content
    return pack(">I4s", len(content) + 8, kind) + content


def track(handler: bytes, sound: bytes) -> bytes:
    return box(
        b"trak",
        box(
            b"mdia",
            box(b"hdlr", bytes(8), handler, bytes(12)),
            box(
                b"minf",
                box(
                    b"stbl",
                    box(b"stsd", bytes(4), pack(">I", 1), box(sound, bytes(28))),
                ),
            ),
        ),
    )


def mp4(*tracks: bytes, brand: bytes = b"M4A ", large: bool = False) -> bytes:
    return b"".join(
        [
            box(b"ftyp", brand, bytes(4), b"mp42isom"),
            box(b"moov", box(b"mvhd", bytes(100)), *tracks),
            box(b"mdat", bytes(200), large=large),
        ]
    )


def m4a(sound: bytes = b"mp4a", **how) -> bytes:
    return mp4(track(b"soun", sound), **how)


def film() -> bytes:
    return mp4(track(b"vide", b"avc1"), track(b"soun", b"mp4a"), brand=b"isom")


def wav(*, samples: int = 800) -> bytes:
    written = BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * samples))
    return written.getvalue()


def ogg_page(content: bytes, *, begins: bool = False, serial: int = 1) -> bytes:
    pieces = [255] * (len(content) // 255) + [len(content) % 255]
    head = pack("<4sBBqIIIB", b"OggS", 0, 2 * begins, 0, serial, 0, 0, len(pieces))
    return head + bytes(pieces) + content


def ogg(codec: bytes = b"OpusHead", *more: bytes) -> bytes:
    first = [ogg_page(one + bytes(11), begins=True) for one in (codec, *more)]
    return b"".join([*first, ogg_page(bytes(600))])
