"""A bad row ends nobody: its id counts as mentioned, or nothing of its kind ends."""

import pytest

from schools.models import Person, School, SchoolClass
from tests.factories.oneroster import PackagePlan
from tests.schools.conftest import HIGH, Package, counts

STAYS = (
    "What {} does not mention stays, because the id of a bad row there cannot be read."
)


def ends(examined) -> dict[str, int]:
    """How many of each noun would end, without those where none would."""
    return {noun: of[2] for noun, of in counts(examined).items() if of[2]}


def row_of(package: Package, file: str, sourced_id: str) -> list[str]:
    return next(row for row in package.tables[file] if row[0] == sourced_id)


def without_second_school() -> Package:
    """33 people, the classes and the school of a package are not in this one."""
    return Package(PackagePlan(schools=[HIGH]))


def test_a_school_with_a_comma_too_many_stays_open(package, run):
    run(package)
    school = row_of(package, "orgs", "SCH-1")
    package.raw["orgs"] = (
        package.text("orgs")
        .replace(school[3], "Calloway County High School, Murray")
        .encode()
    )

    examined = run(package)

    assert "has 8 values" in str(examined.problems.first[0])
    assert ends(examined) == {}
    assert School.objects.get(sourced_id="SCH-1").closed_on is None


def test_a_student_with_cells_too_many_stays(package, run):
    run(package)
    row_of(package, "users", "S-SCH-1-0").extend(["x", "y"])

    examined = run(package)

    assert ends(examined) == {}
    assert Person.objects.get(sourced_id="S-SCH-1-0").active_until is None


def test_a_student_with_cells_missing_stays(package, run):
    run(package)
    del row_of(package, "users", "S-SCH-1-0")[5:]

    assert ends(run(package)) == {}


def test_a_class_with_a_nul_in_its_title_stays(package, run):
    run(package)
    row_of(package, "classes", "L-SCH-1-0-0")[3] = "Eng\0lish"

    examined = run(package)

    assert ends(examined) == {}
    assert SchoolClass.objects.get(sourced_id="L-SCH-1-0-0").active_until is None


def test_who_is_missing_ends_beside_a_bad_row_with_an_id(package, run):
    run(package)
    smaller = without_second_school()
    row_of(smaller, "users", "S-SCH-1-0").extend(["x", "y"])

    assert ends(run(smaller))["People"] == 33


def cut(row: list[str]) -> None:
    """As when a file ends in the middle of an id."""
    row[:] = [row[0][:-1]]


def without_id(row: list[str]) -> None:
    row[0] = ""


def nul_in_id(row: list[str]) -> None:
    row[0] += "\0"


def lines_swallowed(row: list[str]) -> None:
    """As when a quotation mark is missing until one comes in a later row."""
    row[6] = f"{row[6]},\r\nS-SCH-1-1"


@pytest.mark.parametrize("bend", [cut, without_id, nul_in_id, lines_swallowed])
def test_nobody_ends_when_an_id_cannot_be_read(package, run, bend):
    run(package)
    smaller = without_second_school()
    bend(row_of(smaller, "users", "S-SCH-1-0"))

    examined = run(smaller)

    assert "People" not in ends(examined)
    assert ends(examined)["Schools"] == 1
    assert STAYS.format("users.csv") in examined.differences.notes


def test_a_shifted_row_names_nobody_when_ids_are_not_first(package, run):
    run(package)
    smaller = without_second_school()
    for row in smaller.tables["classes"]:
        row.append(row.pop(0))
    smaller.tables["classes"][1].append("x")

    examined = run(smaller)

    assert "Classes" not in ends(examined)
    assert STAYS.format("classes.csv") in examined.differences.notes


def test_a_line_of_blanks_is_no_row(package, run):
    run(package)
    smaller = without_second_school()
    smaller.tables["users"].append([" "])

    examined = run(smaller)

    assert examined.problems.total == 0
    assert ends(examined)["People"] == 33


def works_for_the_district(package: Package, who: str) -> None:
    package.tables["roles"].append(
        [f"R-D-{who}", "", "", who, "secondary", "teacher", "", "", "DIST-1", ""]
    )


@pytest.mark.parametrize("bad", [["x"], ["x", "y"]])
def test_a_bad_role_at_a_school_does_not_end_who_also_has_a_good_one(package, run, bad):
    run(package)
    works_for_the_district(package, "T-SCH-1-3")
    row = row_of(package, "roles", "R-T-SCH-1-3")
    row[4:5] = bad

    examined = run(package)

    assert set(examined.problems.by_file) == {"roles.csv"}
    assert ends(examined) == {}
