"""Corners of rosters: schools by their grades, years, names, and old versions."""

import zipfile

import pytest
import time_machine

from schools.models import Period, Person, School, SchoolClass, SchoolYear
from schools.oneroster.problems import Unreadable
from schools.oneroster.run import examine
from tests.factories.oneroster import PackagePlan, SchoolPlan
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    SchoolYearFactory,
)
from tests.schools.conftest import HIGH, NOTHING, Package, counts


@pytest.mark.parametrize(
    ("low", "high", "level"),
    [
        (-1, -1, "preschool"),
        (0, 5, "elementary"),
        (6, 8, "middle"),
        (9, 12, "high"),
        (6, 12, "combined"),
    ],
)
def test_a_new_schools_level_follows_from_its_students(run, low, high, level):
    school = SchoolPlan("SCH-1", "New School", low, high, 20)

    run(Package(PackagePlan(schools=[school])))

    found = School.objects.get()
    assert (found.level, found.grade_low, found.grade_high) == (level, low, high)


def test_a_school_year_of_ours_takes_the_files_dates(district, package, run):
    ours = SchoolYearFactory(district=district, name="Year", ends_on="2027-06-11")

    examined = run(package)

    ours.refresh_from_db()
    told = examined.differences.as_json()["sections"][1]["examples"]["changed"]
    assert told == [
        "Year: name Year → 2026-2027; last day 2027-06-11 → 2027-05-26; "
        "OneRoster id none → YEAR-27"
    ]
    assert (str(ours.ends_on), ours.sourced_id) == ("2027-05-26", "YEAR-27")


def test_a_second_year_is_added(plan, package, run):
    run(package)
    plan.year = ("2027-2028", "2027-08-11", "2028-05-25")
    later = Package(plan)
    later.cell("academicSessions", 1, "sourcedId", "YEAR-28")

    examined = run(later)

    assert counts(examined)["School years"] == (1, 0, 0)
    assert SchoolYear.objects.count() == 2


def test_a_moved_student_is_told_by_the_schools_names(package, run):
    run(package)
    for file, column in (("users", "primaryOrgSourcedId"), ("roles", "orgSourcedId")):
        table = package.tables[file]
        row = next(row for row in table if row[0].endswith("S-SCH-1-0"))
        row[table[0].index(column)] = "SCH-4"

    examined = run(package, dry=True)

    told = examined.differences.as_json()["sections"][2]["examples"]["changed"]
    assert told == [
        "Student S-SCH-1-0: school Calloway County High School → East Calloway "
        "Elementary School"
    ]


def test_a_school_marked_for_deletion_is_closed_once(plan, package, run):
    run(package)
    plan.mode = "delta"
    delta = Package(plan)
    for file in ("academicSessions", "users", "roles", "courses", "classes"):
        delta.drop(file)
    delta.drop("enrollments")
    delta.cell("orgs", 2, "status", "tobedeleted")

    first, again = run(delta), run(delta)

    assert counts(first) == {**NOTHING, "Schools": (0, 0, 1)}
    assert counts(again) == NOTHING
    assert School.objects.get(sourced_id="SCH-1").closed_on is not None


def test_nobody_joins_a_school_that_is_to_be_deleted(package, run):
    package.cell("orgs", 2, "status", "tobedeleted")

    examined = run(package)

    assert examined.problems.by_file["roles.csv"] > 40
    assert not Person.objects.filter(sourced_id="S-SCH-1-0").exists()


def test_who_has_ended_ends_only_once(plan, package, run):
    run(package)
    smaller = Package(PackagePlan(schools=[HIGH]))

    first, again = run(smaller), run(smaller)

    assert counts(first)["People"][2] == 33
    assert counts(again) == NOTHING


def test_the_first_teacher_will_do_when_none_is_primary(package, run):
    table = package.tables["enrollments"]
    place = table[0].index("primary")
    for row in table[1:]:
        row[place] = "false"

    run(package)

    taught = SchoolClass.objects.get(sourced_id="L-SCH-1-0-0")
    assert taught.teacher.sourced_id == "T-SCH-1-0"


def test_a_period_is_matched_by_its_name_or_not_at_all(school, package, run):
    period: Period = PeriodFactory(
        bell_schedule=BellScheduleFactory(school=school), name="Homeroom"
    )
    place = package.tables["classes"][0].index("periods")
    for row, label in zip(
        package.tables["classes"][1:4], ["HOMEROOM", "", "9"], strict=True
    ):
        row[place] = label

    run(package)

    found = SchoolClass.objects.filter(school=school).order_by("pk")[:3]
    assert [taught.period for taught in found] == [period, None, None]


def test_a_homeroom_is_a_class_type_and_a_workshop_is_not(package, run):
    package.cell("classes", 1, "classType", "homeroom")
    package.cell("classes", 2, "classType", "workshop")

    examined = run(package, dry=True)

    assert str(examined.problems.first[0]) == (
        "classes.csv, line 3, classType: “workshop” is not one of: homeroom, scheduled."
    )


def test_an_extended_role_is_another_person(package, run):
    package.cell("roles", 5, "role", "ext:volunteer")

    examined = run(package)

    assert examined.problems.total == 0
    person = Person.objects.get(sourced_id=package.tables["roles"][5][3])
    assert (person.kind, person.position) == ("other", "")


@pytest.mark.parametrize("role", ["guardian", "parent", "relative"])
def test_a_guardian_comes_as_one_and_ends_without_being_deleted(role, package, run):
    package.tables["users"].append(["G-1", *package.tables["users"][5][1:]])
    row = package.tables["roles"][5]
    package.tables["roles"].append(["R-G-1", *row[1:3], "G-1", *row[4:]])
    package.cell("roles", -1, "role", role)

    examined = run(package)

    assert examined.problems.total == 0
    person = Person.objects.get(sourced_id="G-1")
    assert (person.kind, person.position, person.grade) == ("guardian", "", None)
    for file in ("users", "roles"):
        package.tables[file].pop()
    assert counts(run(package))["People"] == (0, 0, 1)
    person.refresh_from_db()
    assert person.active_until


def test_version_1_1_must_name_a_known_school(plan, run):
    plan.version = "1.1"
    package = Package(plan)
    package.cell("users", 1, "orgSourcedIds", "SCH-9")
    package.cell("users", 2, "orgSourcedIds", "")
    package.cell("users", 3, "role", "wizard")

    examined = run(package, dry=True)

    assert [(p.line, p.column) for p in examined.problems.first[:3]] == [
        (2, "orgSourcedIds"),
        (3, "orgSourcedIds"),
        (4, "role"),
    ]


def test_a_user_without_any_role_is_rejected(package, run):
    package.tables["roles"].pop(4)

    examined = run(package, dry=True)

    assert str(examined.problems.first[0]) == (
        "users.csv, line 5, sourcedId: “T-SCH-1-3” has no usable role in roles.csv."
    )


def test_a_way_of_packing_that_nobody_knows_is_told(package, district, tmp_path):
    path = package.write(tmp_path / "p.zip")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("users.csv").header_offset
    entry = content.index(b"users.csv", content.index(b"PK\x01\x02")) - 46
    for place in (at + 8, entry + 10):
        content[place : place + 2] = b"\x62\x00"
    path.write_bytes(bytes(content))

    with pytest.raises(Unreadable, match="packed in a way that we do not read"):
        examine(path, district)


def test_a_differently_named_district_is_noted_and_then_known(district, plan, run):
    plan.district = ("DIST-1", "CALLOWAY CO SCHOOL DISTRICT")

    first, again = run(Package(plan)), run(Package(plan))

    assert first.differences.notes == [
        "The file calls its district “CALLOWAY CO SCHOOL DISTRICT”; it is taken for "
        "Calloway County Schools."
    ]
    assert again.differences.notes == []


def test_a_package_without_a_district_will_do(package, run):
    package.tables["orgs"].pop(1)

    assert run(package).problems.total == 0


def test_today_is_the_districts_today(district, package, run):
    district.time_zone = "Pacific/Honolulu"
    district.save()
    run(package)

    with time_machine.travel("2026-11-24 08:00:00+00:00"):  # still the 23rd there
        run(Package(PackagePlan(schools=[HIGH])))

    gone = Person.objects.get(sourced_id="S-SCH-4-0")
    assert str(gone.active_until) == "2026-11-23"
