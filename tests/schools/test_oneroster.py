"""What a good package does, through the same door that page and command use."""

import time_machine

from schools.models import (
    BellSchedule,
    Campus,
    Period,
    Person,
    School,
    SchoolClass,
    SchoolYear,
)
from tests.factories.oneroster import PackagePlan
from tests.schools.conftest import EAST, HIGH, NOTHING, Package, counts


def test_a_package_brings_schools_year_people_and_classes(district, package, run):
    examined = run(package)

    assert examined.problems.total == 0
    assert counts(examined) == {
        "Schools": (2, 0, 0),
        "School years": (1, 0, 0),
        "People": (77, 0, 0),
        "Classes": (24, 0, 0),
    }
    high = School.objects.get(name=HIGH.name)
    assert (high.level, high.grade_low, high.grade_high) == ("high", 9, 12)
    assert (high.campus.name, high.enrolment) == (HIGH.name, 40)
    year = SchoolYear.objects.get()
    assert f"{year.starts_on} {year.ends_on}" == "2026-08-12 2027-05-26"
    kinds = [Person.objects.filter(kind=kind).count() for kind in ("student", "staff")]
    assert kinds == [70, 7]
    taught = SchoolClass.objects.get(sourced_id="L-SCH-1-0-1")
    assert (taught.size, str(taught.teacher.sourced_id)) == (16, "T-SCH-1-0")


def test_the_same_package_twice_changes_nothing(package, run):
    run(package)

    again = run(package)

    assert counts(again) == NOTHING
    assert again.differences.count == 0


def test_version_1_1_brings_the_same(plan, run):
    run(Package(plan))

    old = run(Package(PackagePlan(schools=plan.schools, version="1.1")))

    assert old.problems.total == 0
    changed = [row.was for row in old.differences.people.changed]
    assert counts(old)["People"][0] == 0
    assert all(set(was) == {"position"} for was in changed)  # 1.1 has fewer roles


def test_known_schools_are_matched_by_name_and_not_doubled(school, package, run):
    run(package)

    school.refresh_from_db()
    assert school.sourced_id == "SCH-1"
    assert school.short_name == "High"
    assert School.objects.count() == 2
    assert Campus.objects.filter(name=HIGH.name).count() == 0


def test_known_schools_are_matched_by_nces_number(school, package, run):
    school.name, school.nces_id = "Laker High", "210087000001"
    school.save()
    package.cell("orgs", 2, "identifier", "210087000001")

    run(package)

    school.refresh_from_db()
    assert (school.name, school.sourced_id) == (HIGH.name, "SCH-1")
    assert School.objects.count() == 2


def test_a_name_in_other_capitals_keeps_our_spelling(school, package, run):
    package.cell("orgs", 2, "name", "CALLOWAY COUNTY HIGH SCHOOL")

    run(package)

    school.refresh_from_db()
    assert school.name == "Calloway County High School"


def test_the_dry_run_says_what_was_and_what_becomes_without_names(package, run):
    run(package)
    first = package.tables["users"][0]
    row = next(row for row in package.tables["users"] if row[0] == "S-SCH-1-0")
    row[first.index("grades")] = "10"
    row[first.index("familyName")] = "Secretname"

    examined = run(package, dry=True)

    section = examined.differences.as_json()["sections"][2]
    assert section["examples"]["changed"] == [
        "Student S-SCH-1-0: name changed; grade 9 → 10"
    ]
    assert Person.objects.get(sourced_id="S-SCH-1-0").grade == 9


def test_who_is_missing_from_a_full_file_is_ended_not_deleted(package, run):
    run(package)
    for file in ("users", "roles", "enrollments"):
        package.tables[file] = [
            row
            for row in package.tables[file]
            if "S-SCH-1-0" not in " ".join(row) + " "
            or "S-SCH-1-0" not in row
            and not row[0].endswith("S-SCH-1-0")
        ]

    with time_machine.travel("2026-11-24 18:00:00+00:00"):
        examined = run(package)

    assert counts(examined)["People"] == (0, 0, 1)
    gone = Person.objects.get(sourced_id="S-SCH-1-0")
    assert str(gone.active_until) == "2026-11-24"


def test_who_comes_back_is_the_same_person(package, run):
    run(package)
    person = Person.objects.get(sourced_id="S-SCH-1-0")
    Person.objects.filter(pk=person.pk).update(active_until="2026-09-01")

    examined = run(package)

    person.refresh_from_db()
    assert counts(examined)["People"] == (0, 1, 0)
    assert person.active_until is None


def test_a_student_who_moves_stays_one_person(package, run):
    run(package)
    for file, column in (("users", "primaryOrgSourcedId"), ("roles", "orgSourcedId")):
        table = package.tables[file]
        row = next(row for row in table if row[0].endswith("S-SCH-1-0"))
        row[table[0].index(column)] = "SCH-4"

    run(package)

    moved = Person.objects.get(sourced_id="S-SCH-1-0")
    assert moved.school.sourced_id == "SCH-4"


def test_a_sealed_person_is_left_alone(package, run):
    run(package)
    sealed = Person.objects.filter(sourced_id="S-SCH-1-0")
    sealed.update(sealed_at="2026-11-01T00:00:00Z", given_name="", family_name="")

    examined = run(package)

    assert counts(examined) == NOTHING
    assert sealed.get().family_name == ""


def test_only_users_may_come(plan, run):
    package = Package(plan)
    for file in ("academicSessions", "courses", "classes", "enrollments"):
        package.drop(file)

    examined = run(package)

    assert examined.problems.total == 0
    assert counts(examined)["People"] == (77, 0, 0)
    assert SchoolClass.objects.count() == 0


def test_overlapping_school_years_are_taken_as_one(package, run):
    package.tables["academicSessions"].append(
        ["Y2", "", "", "2026-27 East", "schoolYear", "2026-08-10", "2027-05-20", "", ""]
    )

    run(package)

    year = SchoolYear.objects.get()
    assert (f"{year.starts_on}", f"{year.ends_on}") == ("2026-08-10", "2027-05-26")


def test_people_of_the_district_office_are_left_out_and_said_so(package, run):
    package.tables["users"].append(
        ["D-1", "", "", "true", "d1", "", "Dee", "Office", *[""] * 15]
    )
    package.tables["roles"].append(
        [
            "R-D-1",
            "",
            "",
            "D-1",
            "primary",
            "districtAdministrator",
            "",
            "",
            "DIST-1",
            "",
        ]
    )

    examined = run(package)

    assert examined.problems.total == 0
    assert not Person.objects.filter(sourced_id="D-1").exists()
    assert "1 people belong to the district" in examined.differences.notes[-1]


def test_of_two_roles_the_primary_one_counts(package, run):
    package.tables["roles"].insert(
        1,
        ["R-x", "", "", "T-SCH-1-2", "secondary", "parent", "", "", "SCH-4", ""],
    )

    run(package)

    person = Person.objects.get(sourced_id="T-SCH-1-2")
    assert (person.kind, person.position, person.school.sourced_id) == (
        "staff",
        "Teacher",
        "SCH-1",
    )


def test_periods_are_matched_by_their_number(school, package, run):
    schedule = BellSchedule.objects.create(school=school, name="R", is_default=True)
    second = Period.objects.create(
        bell_schedule=schedule, name="2nd period", starts_at="09:00", ends_at="09:50"
    )

    run(package)

    taught = SchoolClass.objects.get(sourced_id="L-SCH-1-1-0")
    assert taught.period == second


def test_enrollments_that_ended_are_not_counted(package, run):
    rows = package.tables["enrollments"]
    ended = next(row for row in rows if row[0] == "E-L-SCH-1-0-1-S-SCH-1-30")
    ended[rows[0].index("endDate")] = "2026-10-01"

    with time_machine.travel("2026-11-24 18:00:00+00:00"):
        run(package)

    assert SchoolClass.objects.get(sourced_id="L-SCH-1-0-1").size == 15


def test_a_class_that_is_no_longer_in_the_file_is_ended(package, run):
    run(package)
    gone = "L-SCH-4-0-0"
    for file in ("classes", "enrollments"):
        package.tables[file] = [
            row for row in package.tables[file] if gone not in (row[0], row[3])
        ]

    examined = run(package)

    assert counts(examined)["Classes"] == (0, 0, 1)
    assert SchoolClass.objects.get(sourced_id=gone).active_until is not None


def test_a_school_that_is_no_longer_in_the_file_is_closed(package, run):
    run(package)
    plan = PackagePlan(schools=[HIGH])

    examined = run(Package(plan))

    assert counts(examined)["Schools"] == (0, 0, 1)
    assert School.objects.get(name=EAST.name).closed_on is not None
    assert "Is the file complete?" in examined.differences.notes[-1]
