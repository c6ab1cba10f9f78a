"""The office imports a roster; nothing changes before it says so."""

import zipfile
from pathlib import Path

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor
from tests.factories.oneroster import CALLOWAY, PackagePlan, spread, write_zip

NOTHING_NEW = "nothing would change"


def upload(office: Visitor, file: Path) -> None:
    office.goto("/schools/imports/new/")
    office.page.get_by_label("OneRoster file").set_input_files(file)
    office.tap(office.button("Upload and check"))


def test_import(arrive: Arrive, tmp_path: Path) -> None:
    plan = PackagePlan(schools=spread(CALLOWAY, 250))
    roster = write_zip(tmp_path / "calloway.zip", plan)
    office = arrive("office", "phone")
    office.goto("/schools/imports/")
    office.look("imports")
    office.goto("/schools/imports/new/")
    office.look("upload")

    upload(office, roster)
    office.sees("What would change", "People")
    office.look("difference")
    office.tap(office.button("Apply these changes"))
    office.sees("These changes are made. The file is deleted.")
    office.look("applied")

    upload(office, roster)
    office.sees(NOTHING_NEW)
    office.look("second-time")


def test_broken_import(arrive: Arrive, tmp_path: Path) -> None:
    no_zip = tmp_path / "roster.zip"
    no_zip.write_bytes(b"\x00\x01 this is no zip at all")
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "There is no manifest in here.")
    office = arrive("office", "phone")

    upload(office, no_zip)
    office.sees("There is a problem", "zip")
    office.look("no-zip")
    upload(office, empty)
    office.sees("There is a problem", "manifest")
    office.look("no-manifest")
