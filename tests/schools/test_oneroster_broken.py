"""What a bad package gets: a sentence, a place, and nothing half-written."""

import zipfile

import pytest

from schools.models import Person
from schools.oneroster.run import examine
from tests.factories.oneroster import PackagePlan, SchoolPlan
from tests.schools.conftest import HIGH, Package, counts


def reasons(examined) -> list[str]:
    return [str(problem) for problem in examined.problems.first]


# As other software writes it


def test_what_other_software_writes_is_read(package, run):
    text = package.text("users")
    header, rest = text.split("\r\n", 1)
    extra = [
        line + ("," if n == 0 else ",x")
        for n, line in enumerate([f"{header},metadata.sis"])
    ]
    rows = [f"{line},ignored" for line in rest.strip().split("\r\n")]
    rows[0] = (
        rows[0]
        .replace("example.org", "example\n.org")
        .replace("T-SCH-1-0@example\n.org", '"T-SCH-1-0@example\n.org"')
    )
    content = "\r\n".join([extra[0].removesuffix(","), *rows, "", ""])
    package.raw["users"] = b"\xef\xbb\xbf" + content.encode()
    package.raw["orgs"] = package.text("orgs").replace("\r\n", "\n").encode()

    examined = run(package)

    assert reasons(examined) == []
    assert Person.objects.count() == 77


def test_files_may_lie_in_a_folder_of_the_zip(package, district, tmp_path):
    path = package.write(tmp_path / "p.zip", folder="export/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/export/._users.csv", b"\x00\x05")

    assert examine(path, district).problems.total == 0


def test_a_plain_folder_will_do(package, district, tmp_path):
    with zipfile.ZipFile(package.write(tmp_path / "p.zip")) as archive:
        archive.extractall(tmp_path / "folder")  # our own zip

    assert examine(tmp_path / "folder", district).problems.total == 0


# Bad rows


@pytest.mark.parametrize(
    ("file", "column", "value", "reason"),
    [
        ("users", "grades", "9th", "This value is not a grade; use PK, KG, 01 to 12."),
        ("users", "givenName", "", "is empty, but required."),
        ("users", "familyName", "x" * 101, "is longer than 100 characters."),
        ("users", "status", "gone", "This value is not one of: active, tobedeleted."),
        (
            "orgs",
            "type",
            "shop",
            "“shop” is not one of: department, district, local, "
            "national, school, state.",
        ),
        (
            "roles",
            "userSourcedId",
            "S-99",
            "refers to “S-99”, which users.csv does not have.",
        ),
        (
            "classes",
            "schoolSourcedId",
            "SCH-9",
            "refers to “SCH-9”, which orgs.csv does not have.",
        ),
        (
            "classes",
            "courseSourcedId",
            "C-9",
            "refers to “C-9”, which courses.csv does not have.",
        ),
        (
            "enrollments",
            "classSourcedId",
            "L-9",
            "refers to “L-9”, which classes.csv does not have.",
        ),
        (
            "enrollments",
            "endDate",
            "31.5.2027",
            "“31.5.2027” is not a date like 2026-08-12.",
        ),
        (
            "academicSessions",
            "startDate",
            "soon",
            "“soon” is not a date like 2026-08-12.",
        ),
        ("academicSessions", "endDate", "2026-08-12", "is not after startDate."),
        (
            "academicSessions",
            "endDate",
            "9999-12-31",
            "“9999-12-31” is not in the years 2000 to 2100.",
        ),
        (
            "academicSessions",
            "startDate",
            "1999-12-31",
            "“1999-12-31” is not in the years 2000 to 2100.",
        ),
        (
            "academicSessions",
            "endDate",
            "2027-09-17",
            "ends a school year of more than 400 days.",
        ),
    ],
)
def test_a_bad_value_is_named_by_file_line_and_column(
    package, run, file, column, value, reason
):
    package.cell(file, 1, column, value)

    examined = run(package, dry=True)

    assert reasons(examined)[0] == f"{file}.csv, line 2, {column}: {reason}"


def test_years_that_overlap_make_no_longer_year_than_one(package, run):
    year = package.tables["academicSessions"][1]
    second = ["YEAR-28", *year[1:4], "schoolYear", "2027-03-01", "2028-03-01", "", ""]
    package.tables["academicSessions"].append(second)

    examined = run(package, dry=True)

    assert reasons(examined) == [
        "academicSessions.csv, line 4, endDate: makes a year of more than 400 days "
        "with those it overlaps."
    ]


def test_lines_are_counted_over_quoted_newlines(package, run):
    package.cell("orgs", 1, "parentSourcedId", "Calloway\nCounty\nSchools")
    package.cell("orgs", 2, "type", "shop")

    examined = run(package, dry=True)

    assert reasons(examined)[0].startswith("orgs.csv, line 5, type:")


def test_an_id_that_is_there_twice_is_rejected_once(package, run):
    package.tables["users"].append(package.tables["users"][1])

    examined = run(package, dry=True)

    last = len(package.tables["users"])
    assert reasons(examined) == [
        f"users.csv, line {last}, sourcedId: “T-SCH-1-0” is there twice."
    ]


def test_a_row_of_another_width_is_rejected(package, run):
    package.tables["courses"][1] = ["C-Eng", "", ""]

    examined = run(package, dry=True)

    assert reasons(examined)[0] == (
        "courses.csv, line 2: has 3 values, but the first line names 10 columns."
    )


def test_a_nul_byte_is_rejected_with_its_row(package, run):
    package.cell("users", 1, "givenName", "A\0da")

    examined = run(package, dry=True)

    assert reasons(examined)[0] == "users.csv, line 2: holds a NUL character."


@pytest.mark.parametrize("mark", ["\n", "\r", "\x01", "\x0b", "\x1b", "\x85", "\u2028"])
@pytest.mark.parametrize(
    ("file", "column"),
    [("orgs", "name"), ("users", "givenName"), ("users", "familyName")],
)
def test_a_name_stays_on_one_line(package, run, file, column, mark):
    package.cell(file, 2, column, f"Ada{mark}Bcc: someone")

    examined = run(package, dry=True)

    assert reasons(examined)[0] == (
        f"{file}.csv, line 3, {column}: holds a line break or a control character."
    )


def test_good_rows_stand_and_a_bad_row_ends_nobody(package, run):
    run(package)
    package.cell("users", 4, "grades", "13th")
    package.cell("users", 5, "grades", "10")
    bad = package.tables["users"][4][0]

    examined = run(package)

    assert counts(examined)["People"][2] == 0
    assert Person.objects.get(sourced_id=bad).active_until is None


def test_two_schools_of_one_name_are_not_both_taken(package, run):
    package.cell("orgs", 3, "name", HIGH.name.upper())

    examined = run(package, dry=True)

    assert reasons(examined)[0] == (
        "orgs.csv, line 4, name: is the name of another school in this file."
    )


def test_what_refers_to_a_rejected_row_is_told_so(package, run):
    package.cell("orgs", 2, "name", "")

    examined = run(package, dry=True)

    assert reasons(examined)[0] == "orgs.csv, line 3, name: is empty, but required."
    assert any(
        "refers to “SCH-1”, whose own row in orgs.csv was rejected." in reason
        for reason in reasons(examined)
    )


def test_only_the_first_two_hundred_problems_are_kept(run):
    package = Package(PackagePlan(schools=[SchoolPlan("SCH-1", HIGH.name, 9, 12, 300)]))
    users = package.tables["users"]
    for row in range(1, len(users)):
        package.cell("users", row, "familyName", "")

    examined = run(package, dry=True)

    assert len(examined.problems.first) == 200
    assert examined.problems.total > 600


def test_no_name_of_a_person_reaches_the_report(package, run):
    for row in range(1, len(package.tables["users"])):
        package.cell("users", row, "grades", "Secretname")

    examined = run(package, dry=True)

    told = str(examined.problems.as_json()) + str(examined.differences.as_json())
    assert "Secretname" not in told
