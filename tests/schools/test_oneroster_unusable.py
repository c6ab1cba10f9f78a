"""Packages that are no packages, or dangerous: refused whole, with the reason."""

import io
import struct
import zipfile

import pytest

from schools.models import District, Person, School
from schools.oneroster.packages import open_package
from schools.oneroster.problems import Unreadable
from schools.oneroster.run import examine


def unreadable(path, district) -> str:
    with pytest.raises(Unreadable) as caught:
        examine(path, district)
    assert Person.objects.count() == 0
    return str(caught.value)


def test_what_is_not_a_zip_is_refused(district, tmp_path):
    path = tmp_path / "p.zip"
    path.write_bytes(b"%PDF-1.7 nonsense")

    assert "not a zip file" in unreadable(path, district)


def test_a_truncated_zip_is_refused(package, district, tmp_path):
    path = package.write(tmp_path / "p.zip")
    path.write_bytes(path.read_bytes()[:-600])

    assert "arrived incomplete" in unreadable(path, district)


def test_a_zip_with_damaged_bytes_is_refused(package, district, tmp_path):
    path = package.write(tmp_path / "p.zip")
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("users.csv")
    content = bytearray(path.read_bytes())
    start = info.header_offset + 60
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))

    assert "users.csv in the zip is damaged" in unreadable(path, district)


@pytest.mark.parametrize(
    "name", ["../users.csv", "/etc/users.csv", "a\\..\\users.csv", "C:users.csv"]
)
def test_a_name_that_points_outside_is_refused(package, district, tmp_path, name):
    path = package.write(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")

    assert "points outside" in unreadable(path, district)


def test_a_bomb_is_refused_before_it_goes_off(district, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("users.csv", b"0" * 20_000_000)

    assert "far more than its size" in unreadable(path, district)


def test_a_zip_that_says_it_unpacks_to_gigabytes_is_refused(district, tmp_path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.csv", b"x")
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 2**31)
    path.write_bytes(bytes(content))

    assert "larger than 1 GB" in unreadable(path, district)


def test_a_zip_of_very_many_files_is_refused(district, tmp_path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}.csv", "")

    assert "more than 200 files" in unreadable(path, district)


def test_a_zip_with_a_password_is_refused(package, district, tmp_path):
    path = package.write(tmp_path / "p.zip")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(mark)
        content[at + offset] |= 1
    path.write_bytes(bytes(content))

    assert "protected by a password" in unreadable(path, district)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_in_another_way_is_refused(district, tmp_path, packing):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("manifest.csv", "propertyName,value\n" * 200)
    content = bytearray(path.read_bytes())
    start = archive.getinfo("manifest.csv").header_offset + 54
    content[start : start + 18] = bytes(byte ^ 0xFF for byte in content[start:][:18])
    path.write_bytes(bytes(content))

    assert "packed in a way that we do not read" in unreadable(path, district)


def test_a_file_twice_is_refused(package, district, tmp_path):
    path = package.write(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other/users.csv", "x")

    assert "same name twice" in unreadable(path, district)


@pytest.mark.parametrize(
    ("bend", "sentence"),
    [
        (lambda p: p.tables.pop("manifest"), "manifest.csv is missing"),
        (
            lambda p: p.tables["manifest"].extend([["x", "y" * 998]] * 66),
            "manifest.csv is larger than 64 KB",
        ),
        (lambda p: p.tables.pop("users"), "promises users.csv, but it is not there"),
        (lambda p: p.cell("manifest", 2, "value", "3.0"), "OneRoster version “3.0”"),
        (
            lambda p: p.cell("manifest", 3, "value", "some"),
            "academicSessions.csv “some”",
        ),
        (
            lambda p: p.raw.update(users="sourcedId,giv\xe9n".encode("cp1252")),
            "users.csv is not written in UTF-8",
        ),
        (
            lambda p: p.raw.update(users=p.text("users").encode("utf-16")),
            "users.csv is written in UTF-16",
        ),
        (
            lambda p: p.raw.update(orgs=b'sourcedId,name,type\r\n1,"open,school\r\n'),
            "orgs.csv, line 2: the quotation marks do not match",
        ),
        (
            lambda p: p.raw.update(orgs=b"sourcedId,title\r\n"),
            "orgs.csv has no column name, type.",
        ),
        (lambda p: p.raw.update(orgs=b""), "orgs.csv has no column sourcedId"),
        (
            lambda p: p.tables["orgs"].append(
                ["D2", "", "", "Other", "district", "", ""]
            ),
            "names more than one district",
        ),
    ],
)
def test_an_unusable_file_is_refused_with_the_reason(
    package, district, tmp_path, bend, sentence
):
    bend(package)

    assert sentence in unreadable(package.write(tmp_path / "p.zip"), district)


@pytest.mark.parametrize("line", [1, 2, 5, 60])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("filling", [0, 400])
def test_a_letter_in_another_encoding_is_named_by_its_line(
    package, district, tmp_path, line, ends, filling
):
    lines = [one + " " * filling for one in package.text("users").splitlines()]
    lines[line - 1] = lines[line - 1].replace("e", "ë", 1)
    package.raw["users"] = ends.join(lines).encode("cp1252")

    said = unreadable(package.write(tmp_path / "p.zip"), district)

    assert f"(byte 0xEB in line {line})" in said


def test_another_districts_file_is_refused(package, district, tmp_path):
    District.objects.update(sourced_id="DIST-7")
    district.refresh_from_db()

    said = unreadable(package.write(tmp_path / "p.zip"), district)

    assert "not of Calloway County Schools" in said
    assert School.objects.count() == 0


def test_a_missing_path_is_said_to_be_missing(tmp_path):
    with pytest.raises(Unreadable, match="no such file"), open_package(tmp_path / "no"):
        pass


def test_an_empty_zip_has_no_manifest(district, tmp_path):
    path = tmp_path / "p.zip"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    path.write_bytes(empty.getvalue())

    assert "manifest.csv is missing" in unreadable(path, district)
