"""The demo's unit can be made again without making it twice."""

from officers.demo import make_unit
from officers.demo_directives import make_directives
from officers.demo_log import make_log
from officers.demo_reviews import make_reviews
from officers.directing import clashing
from officers.models import (
    Absence,
    ActivityEntry,
    Assignment,
    Directive,
    Officer,
    Review,
    ReviewComment,
    ReviewGoal,
    ReviewHalf,
)
from schools.demo import make_territory
from schools.models import Campus
from sro_program.accounts.models import Role
from tests.conftest import make_member


def test_the_demo_s_unit_covers_every_campus_and_is_made_once(agency):
    district = make_territory(agency)

    for _ in range(2):
        make_unit(agency, district, "a-long-password")

    assert Officer.objects.count() == Assignment.objects.count() == 6
    assert Absence.objects.count() == 4
    served = Campus.objects.filter(assignments__isnull=False).distinct()
    assert served.count() == Campus.objects.count() == 5
    assert Officer.objects.filter(user__email="officer@demo.example").exists()


def test_the_demo_s_log_is_written_once_and_no_two_lines_are_at_one_time(agency):
    district = make_territory(agency)
    make_unit(agency, district, "a-long-password")

    make_log(district)
    made = ActivityEntry.objects.count()
    make_log(district)

    assert ActivityEntry.objects.count() == made > 100
    assert ActivityEntry.objects.values("officer").distinct().count() >= 5


def test_the_demo_s_directives_come_from_both_sides_and_are_made_once(agency):
    district = make_territory(agency)
    officer, *_ = make_unit(agency, district, "a-long-password")
    make_member(Role.COMMANDER, agency)
    school = officer.assignments.get().campus.schools.order_by("pk")[0]
    make_member(Role.PRINCIPAL, school)

    for _ in range(2):
        make_directives(district)

    made = Directive.objects.order_by("given_at", "pk")
    assert sorted(made.values_list("side", "status")) == [
        ("command", "acknowledged"),
        ("command", "given"),
        ("school", "declined"),
        ("school", "given"),
    ]
    assert sum(bool(clashing(one)) for one in made) == 2


def test_without_superiors_the_demo_has_no_directives(agency):
    district = make_territory(agency)
    make_unit(agency, district, "a-long-password")

    make_directives(district)

    assert not Directive.objects.exists()


def test_the_demo_s_reviews_are_signed_for_last_year_and_begun_for_this(agency):
    district = make_territory(agency)
    officer, *_ = make_unit(agency, district, "a-long-password")
    school = officer.assignments.get().campus.schools.order_by("pk")[0]
    make_reviews(district)
    assert not Review.objects.exists()

    make_member(Role.COMMANDER, agency)
    make_member(Role.PRINCIPAL, school)
    for _ in range(2):
        make_reviews(district)

    assert Review.objects.count() == 4
    assert set(ReviewHalf.objects.values_list("status", flat=True)) == {"signed"}
    assert ReviewHalf.objects.count() == ReviewComment.objects.count() == 4
    assert set(ReviewGoal.objects.values_list("status", flat=True)) == {"agreed"}
