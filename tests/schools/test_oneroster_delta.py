"""Files that hold changes only."""

from schools.models import Person, SchoolClass
from tests.schools.conftest import NOTHING, Package, counts


def test_a_delta_changes_only_what_it_names(plan, package, run):
    run(package)
    plan.mode = "delta"
    delta = Package(plan)
    for file in ("orgs", "roles", "courses", "classes", "enrollments"):
        delta.drop(file)
    delta.drop("academicSessions")
    users = delta.tables["users"]
    users[1:] = [row for row in users if row[0] in {"S-SCH-1-0", "S-SCH-1-1"}]
    delta.cell("users", 1, "grades", "11")
    delta.cell("users", 2, "status", "tobedeleted")

    examined = run(delta)

    assert examined.problems.total == 0
    assert counts(examined) == {**NOTHING, "People": (0, 1, 1)}
    kept = Person.objects.get(sourced_id="S-SCH-1-0")
    assert (kept.grade, kept.school.sourced_id, kept.kind) == (11, "SCH-1", "student")
    assert Person.objects.filter(active_until=None).count() == 76


def test_a_delta_cannot_change_class_sizes(plan, package, run):
    run(package)
    plan.mode = "delta"
    delta = Package(plan)
    delta.drop("enrollments")
    sizes = list(SchoolClass.objects.values_list("sourced_id", "size"))

    examined = run(delta)

    assert counts(examined) == NOTHING
    assert list(SchoolClass.objects.values_list("sourced_id", "size")) == sizes
