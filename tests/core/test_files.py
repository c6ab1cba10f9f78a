"""What is kept of a file, and what is refused, in words."""

import hashlib
import re
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.db.models.fields.files import FieldFile, FileField
from django.http import Http404, HttpResponseBase
from PIL import Image

from sro_program.core.files import (
    PICTURES,
    CheckedFileField,
    check,
    checks,
    download,
    safe_title,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def finish(response: HttpResponseBase) -> None:
    """Close the answer as a server does, but leave other tests' connections alone."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def upload(content: bytes, name: str = "talk.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(form: str, mode: str = "RGB", size=(8, 4), **options) -> bytes:
    drawn = BytesIO()
    Image.new(mode, size).save(drawn, form, **options)
    return drawn.getvalue()


def office(part: str = "ppt/presentation.xml", **more: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<p:presentation/>")
        for name, content in more.items():
            archive.writestr(name, content)
    return packed.getvalue()


def open_document(kind: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
    return packed.getvalue()


def with_place_and_time() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "camera-token"
    return picture("JPEG", exif=exif)


def encrypted() -> bytes:
    """The flag that says so, set in the directory of an ordinary file."""
    content = bytearray(office())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def cut(content: bytes) -> bytes:
    """A zip whose directory is whole and whose first member is not."""
    return content.replace(b"<p:presentation/>", b"<p:destruction?/>")


def stored(part: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(part, "<p:presentation/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "extension", "media_type"),
    [
        (PDF, "pdf", "application/pdf"),
        (picture("PNG"), "png", "image/png"),
        (picture("PNG", "P"), "png", "image/png"),
        (picture("JPEG"), "jpg", "image/jpeg"),
        (picture("JPEG", "CMYK"), "jpg", "image/jpeg"),
        (office(), "pptx", "presentationml.presentation"),
        (office("word/document.xml"), "docx", "wordprocessingml.document"),
        (open_document("presentation"), "odp", "opendocument.presentation"),
        (open_document("text"), "odt", "opendocument.text"),
    ],
)
def test_what_is_kept_has_a_name_of_ours_and_its_true_type(
    content, extension, media_type
):
    kept = check(upload(content, "..\\evil.exe"))

    assert re.fullmatch(rf"[0-9a-f-]{{36}}\.{extension}", kept.name)
    assert kept.media_type.endswith(media_type)
    assert kept.sha256 == hashlib.sha256(kept.content.read()).hexdigest()
    assert kept.size == kept.content.size


def test_a_picture_is_kept_upright_and_without_what_the_camera_wrote():
    kept = check(upload(with_place_and_time(), "photo.jpg"))

    content = kept.content.read()
    assert b"camera-token" not in content
    with Image.open(BytesIO(content)) as drawn:
        assert drawn.size == (4, 8)
        assert not drawn.getexif()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“talk.pdf” is empty."),
        (b"MZ\x90\x00" + bytes(200), "looks like Windows Executable"),
        (b"<html><script>alert(1)</script>", "looks like HTML File"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Scalable Vector Graphics"),
        (b"just some words", "looks like something unknown"),
        (OLD_WORD, "“talk.pdf” is not a file that can be kept here"),
        (b"\n" + PDF, "“talk.pdf” is not a file that can be kept here"),
        (b"PK\x03\x04 and no directory", "is not a file that can be kept here"),
        (office("data.bin"), "is not a file that can be kept here"),
        (PDF[:20], "“talk.pdf” is damaged or cut off"),
        (PDF.replace(b"<<>>", b"<</S/JavaScript>>"), "holds a script"),
        (PDF.replace(b"<<>>", b"<</S/J#61vaScript>>"), "holds a script"),
        (PDF.replace(b"<<>>", b"<</S/#4C#61unch>>"), "holds a script"),
        (picture("PNG")[:40], "“talk.pdf” is damaged or cut off"),
        (picture("JPEG", size=(64, 64))[:300], "“talk.pdf” is damaged or cut off"),
        (office(**{"ppt/vbaProject.bin": b"x"}), "holds macros"),
        (office(**{"ppt/zero.xml": bytes(9_000_000)}), "unpacks to far more"),
        (encrypted(), "is protected with a password"),
        (cut(stored("ppt/presentation.xml")), "is damaged or cut off"),
    ],
)
def test_what_is_refused_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(ValidationError, match=re.escape(sentence)) as refused:
        check(upload(content))

    assert len(refused.value.messages) == 1


def test_a_file_that_is_too_large_is_told_both_sizes():
    with pytest.raises(ValidationError) as refused:
        check(upload(bytes(3 * 1024 * 1024)), max_size=2 * 1024 * 1024)

    assert refused.value.messages == ["“talk.pdf” has 3 MB; the limit is 2 MB."]


def test_a_picture_that_claims_too_many_pixels_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(checks, "MAX_PIXELS", 10)

    with pytest.raises(ValidationError, match="too many pixels"):
        check(upload(picture("PNG"), "huge.png"))


def test_a_way_of_packing_that_nobody_knows_is_refused():
    content = bytearray(office())
    at = content.rindex(b"PK\x01\x02")
    content[at + 10] = 99  # a way to pack that nobody knows

    with pytest.raises(ValidationError, match="packed in a way"):
        check(upload(bytes(content)))


def packed(part: str, packing: int, content: str = "<p:presentation/>" * 99) -> bytes:
    """A zip of one part whose packed bytes no program can unpack."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", packing) as archive:
        archive.writestr(part, content)
    damaged = bytearray(written.getvalue())
    start = 30 + len(part) + 9  # after what LZMA says of itself
    damaged[start : start + 13] = b"\xff" * 13
    return bytes(damaged)


def test_an_office_file_with_damaged_bytes_is_refused():
    content = packed("ppt/presentation.xml", zipfile.ZIP_DEFLATED)

    with pytest.raises(ValidationError, match="is damaged or cut off"):
        check(upload(content, "talk.pptx"))


@pytest.mark.parametrize("kept", [60, -1])
def test_an_office_file_that_was_cut_off_is_said_to_be(kept):
    content = office(**{"ppt/media/1.png": bytes(range(256))})[:kept]

    with pytest.raises(ValidationError, match="is damaged or cut off"):
        check(upload(content, "Talk.PPTX"))


def test_a_cut_zip_of_another_name_or_place_is_of_a_wrong_kind():
    with pytest.raises(ValidationError, match="is not a file that can be kept here"):
        check(upload(office()[:60], "talk.zip"))
    with pytest.raises(ValidationError, match="is not a file that can be kept here"):
        check(upload(office()[:60], "talk.pptx"), allowed=PICTURES)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_office_file_packed_in_another_way_is_refused(packing):
    content = packed("ppt/presentation.xml", packing)

    with pytest.raises(ValidationError, match="packed in a way that office programs"):
        check(upload(content, "talk.pptx"))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_a_zip_calls_itself_is_not_unpacked_in_another_way(packing):
    content = packed("mimetype", packing, "application/vnd.oasis.opendocument.text")

    with pytest.raises(ValidationError, match="is not a file that can be kept here"):
        check(upload(content, "talk.odt"))


def test_a_place_for_pictures_takes_no_documents():
    with pytest.raises(ValidationError) as refused:
        check(upload(PDF), allowed=PICTURES)

    assert refused.value.messages == [
        "“talk.pdf” is not a file that can be kept here: it looks like a PDF. "
        "Send a PNG picture or a JPEG picture."
    ]


def test_the_field_gives_a_checked_file_or_none():
    field = CheckedFileField(required=False, allowed=PICTURES)

    assert field.clean(None) is None
    assert field.clean(upload(picture("PNG"))).media_type == "image/png"
    assert field.widget.attrs["accept"] == ".png,.jpg"


def kept_in(folder, name: str) -> FieldFile:
    field = FileField(storage=FileSystemStorage(location=folder))
    return FieldFile(None, field, name)


def test_a_download_is_never_shown_inside_a_page(tmp_path):
    file = kept_in(tmp_path, "a.pdf")
    file.storage.save("a.pdf", ContentFile(PDF))

    response = download(
        file, title='Safety "in" cars/\r\nSet-Cookie: x', media_type="application/pdf"
    )

    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == (
        'attachment; filename="Safety in cars Set-Cookie x.pdf"'
    )
    finish(response)


def test_a_file_that_is_gone_is_not_found(tmp_path):
    with pytest.raises(Http404):
        download(kept_in(tmp_path, "gone.pdf"), title="x", media_type="text/plain")


def test_a_file_without_an_extension_keeps_none(tmp_path):
    file = kept_in(tmp_path, "plain")
    file.storage.save("plain", ContentFile(b"x"))

    response = download(file, title="...", media_type="text/plain")

    assert response["Content-Disposition"] == 'attachment; filename="file"'
    finish(response)


def test_a_title_becomes_a_file_name():
    assert safe_title("  Über / 9–12: „Vaping“  ") == "Über 9 12 Vaping"
