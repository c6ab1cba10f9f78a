"""Packages of files that a test can bend before they are zipped."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from officers.models import Officer
from schools.models import District, School
from schools.oneroster.applying import apply
from schools.oneroster.run import Examination, examine
from sro_program.accounts.models import User
from sro_program.core.db import acting_as_clock
from tests.conftest import make_user
from tests.factories.oneroster import PackagePlan, SchoolPlan
from tests.factories.schools import PersonFactory
from tests.schools.drilling import people_of

HIGH = SchoolPlan("SCH-1", "Calloway County High School", 9, 12, 40)
EAST = SchoolPlan("SCH-4", "East Calloway Elementary School", 0, 5, 30)

type Table = list[list[str]]
type Bend = Callable[["Package"], None]


class Package:
    """The tables of a package in memory, to be changed and written."""

    def __init__(self, plan: PackagePlan) -> None:
        self.tables: dict[str, Table] = {
            name: [list(row) for row in rows] for name, rows in plan.files().items()
        }
        self.raw: dict[str, bytes] = {}

    def cell(self, file: str, row: int, column: str, value: str) -> None:
        """Change one value; row 1 is the first below the header."""
        table = self.tables[file]
        table[row][table[0].index(column)] = value

    def drop(self, file: str) -> None:
        """Leave a file out and say so in the manifest."""
        del self.tables[file]
        for row in self.tables["manifest"]:
            if row[0] == f"file.{file}":
                row[1] = "absent"

    def text(self, file: str) -> str:
        written = io.StringIO(newline="")
        csv.writer(written).writerows(self.tables[file])
        return written.getvalue()

    def write(self, path: Path, folder: str = "") -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.tables:
                content = self.raw.get(name, self.text(name).encode())
                archive.writestr(f"{folder}{name}.csv", content)
        return path


@pytest.fixture
def administrator(db: None) -> User:
    user = make_user("administrator@example.org", "Ada Administrator")
    user.is_staff = True
    with acting_as_clock():
        user.save(update_fields=["is_staff"])
    return user


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    """Uploads of a test go where its other files are."""
    location = {"location": tmp_path / "files", "base_url": None}
    default = {**settings.STORAGES["default"], "OPTIONS": location}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def people(school: School, officer: Officer) -> dict[str, User]:
    """One in each role at the school."""
    with acting_as_clock():
        return people_of(school, officer)


@pytest.fixture
def enrolled(school):
    """An entry of the roster."""

    def entry(given="Ann", family="Lee", **said):
        with acting_as_clock():
            return PersonFactory(
                **{"school": school, "given_name": given, "family_name": family, **said}
            )

    return entry


@pytest.fixture
def plan() -> PackagePlan:
    return PackagePlan(schools=[HIGH, EAST])


@pytest.fixture
def package(plan: PackagePlan) -> Package:
    return Package(plan)


@pytest.fixture
def run(district: District, tmp_path: Path) -> Callable[..., Examination]:
    """Examine a package against the district, and apply it unless told otherwise."""

    def do(package: Package, *, dry: bool = False) -> Examination:
        examined = examine(package.write(tmp_path / "package.zip"), district)
        if not dry:
            apply(examined.differences, district)
        return examined

    return do


def counts(examined: Examination) -> dict[str, tuple[int, int, int]]:
    """New, changed and ending rows of each noun."""
    return {
        section.noun: (len(section.new), len(section.changed), len(section.ends))
        for section in examined.differences.sections
    }


NOTHING = {
    "Schools": (0, 0, 0),
    "School years": (0, 0, 0),
    "People": (0, 0, 0),
    "Classes": (0, 0, 0),
}
