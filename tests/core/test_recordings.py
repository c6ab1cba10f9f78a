"""Recordings are known by their content and kept bit by bit."""

import hashlib
import re

import pytest
from django.core.exceptions import ValidationError

from sro_program.core.files import (
    EVIDENCE,
    RECORDINGS,
    CheckedFileField,
    audio,
    check,
)
from tests.core import recordings as made
from tests.core.test_files import PDF, picture, upload

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("content", "extension", "media_type"),
    [
        (made.mp3(), "mp3", "audio/mpeg"),
        (made.mp3(tag=b"TIT2" + bytes(200)), "mp3", "audio/mpeg"),
        (made.m4a(), "m4a", "audio/mp4"),
        (made.m4a(large=True, brand=b"isom"), "m4a", "audio/mp4"),
        (made.wav(), "wav", "audio/wav"),
        (made.wav() + b"\x00" * 3, "wav", "audio/wav"),
        (made.ogg(), "ogg", "audio/ogg"),
        (made.ogg(b"\x01vorbis"), "ogg", "audio/ogg"),
    ],
)
def test_a_recording_is_kept_as_it_came_under_a_name_of_ours(
    content, extension, media_type
):
    kept = check(upload(content, "holiday.jpg"), allowed=RECORDINGS)

    assert re.fullmatch(rf"[0-9a-f-]{{36}}\.{extension}", kept.name)
    assert kept.media_type == media_type
    assert kept.content.read() == content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (made.mp3(frames=2), "damaged or cut off"),
        (made.HEADER + b"MZ\x90\x00" + bytes(600), "damaged or cut off"),
        (made.id3(b"x" * 200) + b"MZ\x90\x00" + bytes(600), "damaged or cut off"),
        (made.m4a()[:-20], "damaged or cut off"),
        (made.m4a().replace(b"moov", b"free"), "damaged or cut off"),
        (made.m4a().replace(b"soun", b"meta"), "damaged or cut off"),
        (made.m4a()[:30], "damaged or cut off"),
        (made.m4a() + made.box(b"free")[:5], "damaged or cut off"),
        (made.m4a() + b"\x00\x00\x00\x02free", "damaged or cut off"),
        (made.m4a(sound=b"alac"), "in a form that is not kept here"),
        (made.film(), "holds moving pictures"),
        (made.wav()[:-20], "damaged or cut off"),
        (made.wav().replace(b"data", b"junk"), "damaged or cut off"),
        (made.wav().replace(b"fmt \x10\0\0\0\x01", b"fmt \x10\0\0\0\x55"), "in a form"),
        (made.ogg()[:-20], "damaged or cut off"),
        (made.ogg() + b"MZ\x90\x00" + bytes(60), "damaged or cut off"),
        (made.ogg(b"fishead\x00"), "in a form that is not kept here"),
        (made.ogg(b"\x80theora", b"\x01vorbis"), "holds moving pictures"),
        (b"MZ\x90\x00" + bytes(200), "looks like Windows Executable"),
        (PDF, "looks like a PDF"),
        (b"\xff\xfe" + "words".encode("utf-16-le"), "is not a file that can be kept"),
        (b"\xff\xf1\x50\x80" + bytes(400), "is not a file that can be kept"),
        (b"\xff\xfb\xf0\x00" + bytes(400), "is not a file that can be kept"),
    ],
)
def test_what_is_no_whole_recording_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(ValidationError, match=re.escape(sentence)) as refused:
        check(upload(content, "voice.mp3"), allowed=RECORDINGS)

    assert len(refused.value.messages) == 1


def test_boxes_in_boxes_in_boxes_are_not_followed_for_ever():
    nested = b""
    for _ in range(5_000):
        nested = made.box(b"trak", nested)

    with pytest.raises(ValidationError, match="damaged or cut off"):
        check(upload(made.mp4(nested), "voice.m4a"), allowed=RECORDINGS)


def test_a_recording_of_endless_pieces_is_refused(monkeypatch):
    monkeypatch.setattr(audio, "MOST_PIECES", 2)

    with pytest.raises(ValidationError, match="damaged or cut off"):
        check(upload(made.ogg() + made.ogg_page(b"x")), allowed=RECORDINGS)


@pytest.mark.parametrize("make", [made.mp3, made.m4a, made.wav, made.ogg])
def test_where_nobody_asks_for_recordings_none_is_taken(make):
    with pytest.raises(ValidationError, match="looks like an? (MP3|M4A|WAV|OGG) rec"):
        check(upload(make()))


def test_each_kind_has_its_own_limit():
    longer = made.mp3(frames=26 * MEGABYTE // len(made.FRAME) + 1)
    larger = picture("PNG") + bytes(26 * MEGABYTE)

    assert check(upload(longer), allowed=EVIDENCE).media_type == "audio/mpeg"
    with pytest.raises(
        ValidationError, match="has 26 MB; a PNG picture may have 25 MB"
    ):
        check(upload(larger, "photo.png"), allowed=EVIDENCE)


def test_a_form_for_evidence_offers_photos_papers_and_recordings():
    accepted = CheckedFileField(allowed=EVIDENCE).widget.attrs["accept"]

    assert accepted == ".pdf,.png,.jpg,.mp3,.m4a,.wav,.ogg"
