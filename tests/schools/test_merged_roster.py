"""Rosters that come after a merge: nobody comes back, leaves or splits."""

import pytest

from schools.actions.merging import merge_people, tell_apart
from schools.duplicates import pairs_at
from schools.models import Namesakes, Person, School, SchoolClass
from tests.schools.conftest import NOTHING, Package, counts

TAUGHT, OTHER = "T-SCH-1-0", "T-SCH-1-1"
"""Two rows of the file; the first one teaches."""


@pytest.fixture
def entry():
    def found(sourced_id):
        return Person.objects.get(sourced_id=sourced_id)

    return found


@pytest.fixture
def twice(package, run, entry, commander):
    """One teacher in two rows: the entry of the second row was the one to stay."""
    call_alike(package, TAUGHT, OTHER)
    run(package)
    return merge_people(entry(OTHER), entry(TAUGHT), by=commander)


def row_of(package: Package, file: str, key: str) -> int:
    return next(n for n, row in enumerate(package.tables[file]) if row[0] == key)


def call_alike(package: Package, *keys: str) -> None:
    for key in keys:
        row = row_of(package, "users", key)
        package.cell("users", row, "givenName", "Ann")
        package.cell("users", row, "familyName", "Lee")


def leave_out(package: Package, *keys: str) -> None:
    """As if the rows had never been in the file."""
    for file, column in (("users", 0), ("roles", 3), ("enrollments", 5)):
        rows = package.tables[file]
        package.tables[file] = [row for row in rows if row[column] not in keys]


def move(package: Package, key: str, school: str) -> None:
    row = row_of(package, "users", key)
    package.cell("users", row, "primaryOrgSourcedId", school)
    package.cell("roles", row_of(package, "roles", f"R-{key}"), "orgSourcedId", school)


def delta_of(package: Package, *keys: str) -> Package:
    """Changes of these people alone, without their roles."""
    for file in (
        *("academicSessions", "orgs", "roles", "courses", "classes"),
        "enrollments",
    ):
        package.drop(file)
    rows = package.tables["users"]
    package.tables["users"] = [rows[0], *(row for row in rows if row[0] in keys)]
    for row in package.tables["manifest"]:
        if row[0] == "file.users":
            row[1] = "delta"
    return package


def test_the_same_file_again_changes_nothing(twice, package, run):
    examined = run(package)

    assert counts(examined) == NOTHING
    classes = SchoolClass.objects.filter(school=twice.school)
    assert set(classes.values_list("teacher", flat=True)) == {twice.pk}


def test_a_new_class_is_given_to_the_entry_that_stays(twice, package, run):
    SchoolClass.objects.all().delete()

    run(package)

    taught = SchoolClass.objects.filter(school=twice.school)
    assert set(taught.values_list("teacher", flat=True)) == {twice.pk}


def test_whose_other_row_is_still_there_has_not_left(twice, package, run, entry):
    leave_out(package, OTHER)

    examined = run(package)

    assert counts(examined)["People"][2] == 0
    assert list(Person.objects.current().filter(family_name="Lee")) == [twice]
    assert counts(run(package)) == NOTHING


def test_who_moves_in_the_other_row_moves(twice, package, run):
    leave_out(package, OTHER)
    move(package, TAUGHT, "SCH-4")

    run(package)

    twice.refresh_from_db()
    assert (twice.school.sourced_id, twice.active_until) == ("SCH-4", None)


def test_who_is_in_neither_row_any_more_has_left(twice, package, run, entry):
    leave_out(package, TAUGHT, OTHER)

    examined = run(package)

    assert counts(examined)["People"] == (0, 0, 2)
    assert not Person.objects.current().filter(family_name="Lee").exists()


def test_a_delta_that_ends_one_of_two_rows_ends_nobody(twice, package, run):
    row = row_of(package, "users", OTHER)
    package.cell("users", row, "status", "tobedeleted")

    run(delta_of(package, OTHER))

    assert list(Person.objects.current().filter(family_name="Lee")) == [twice]


def test_a_delta_that_ends_the_last_row_ends_the_person(twice, package, run):
    for key in (OTHER, TAUGHT):
        package.cell("users", row_of(package, "users", key), "status", "tobedeleted")

    run(delta_of(package, OTHER, TAUGHT))

    assert not Person.objects.current().filter(family_name="Lee").exists()


def test_who_comes_back_by_the_other_row_is_back(twice, package, run, plan):
    without = Package(plan)
    leave_out(without, OTHER, TAUGHT)
    run(without)

    run(delta_of(package, TAUGHT))

    assert list(Person.objects.current().filter(family_name="Lee")) == [twice]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_entry_without_an_id_goes_by_the_row_of_the_other(
    is_there, twice, package, run
):
    """As when the demo's, or one from before the first file, was chosen to stay."""
    Person.objects.filter(pk=twice.pk).update(sourced_id="")
    leave_out(package, OTHER, *(() if is_there else (TAUGHT,)))

    run(package)

    assert Person.objects.current().filter(pk=twice.pk).exists() == is_there


def test_a_row_that_comes_again_brings_nobody_back(twice, package, run, entry):
    row = row_of(package, "users", TAUGHT)
    package.cell("users", row, "familyName", "Leigh")

    run(package)

    assert entry(TAUGHT).merged_into == twice
    assert not Person.objects.current().filter(family_name="Leigh").exists()


# ---- Two people of one name -------------------------------------------------


@pytest.fixture
def apart(package, run, entry, commander):
    """Two teachers of one name, told apart."""
    call_alike(package, TAUGHT, OTHER)
    run(package)
    return tell_apart(entry(TAUGHT), entry(OTHER), by=commander)


def test_one_of_two_namesakes_moves_to_another_school(apart, package, run, entry):
    move(package, OTHER, "SCH-4")

    run(package)

    assert entry(OTHER).school.sourced_id == "SCH-4"
    assert Namesakes.objects.get() == apart


def test_two_who_move_together_stay_told_apart(apart, package, run, commander):
    for key in (TAUGHT, OTHER):
        move(package, key, "SCH-4")

    run(package)

    there = School.objects.get(sourced_id="SCH-4")
    assert Namesakes.objects.get().school == there
    assert not pairs_at(commander, there)


# ---- How a name is written --------------------------------------------------


def test_a_letter_in_one_sign_or_in_two_is_one_name(package, run, commander, entry):
    """One program writes é as a letter, another as e with an accent on it."""
    call_alike(package, TAUGHT, OTHER)
    for key, given in ((TAUGHT, "Jos\u00e9"), (OTHER, "Jose\u0301")):
        package.cell("users", row_of(package, "users", key), "givenName", given)
    run(package)

    (pair,) = pairs_at(commander, School.objects.get(sourced_id="SCH-1"))

    assert {pair.one, pair.other} == {entry(TAUGHT), entry(OTHER)}
    assert merge_people(pair.one, pair.other, by=commander) == pair.one
