from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from schools import models
from schools.models import District, Person, Place, School, SchoolClass, SchoolDay
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as, constraints_as_rules
from sro_program.core.errors import RuleBroken
from tests.conftest import make_member
from tests.factories.schools import (
    BellScheduleFactory,
    CampusFactory,
    DistrictFactory,
    OneRosterImportFactory,
    PeriodFactory,
    PersonFactory,
    PlaceFactory,
    SchoolClassFactory,
    SchoolDayFactory,
    SchoolFactory,
    SchoolYearFactory,
)

# What the database refuses, in words


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda s: SchoolFactory(campus=s.campus, name=s.name),
            "This district already has a school so named.",
        ),
        (
            lambda s: SchoolFactory(campus=s.campus, grade_low=9, grade_high=8),
            "The lowest grade is above the highest.",
        ),
        (
            lambda s: SchoolFactory(campus=s.campus, grade_low=9, grade_high=13),
            "Grades go from Pre-K to 12.",
        ),
        (
            lambda s: CampusFactory(district=s.district, name=s.campus.name),
            "This district already has a campus so named.",
        ),
        (
            lambda s: SchoolYearFactory(
                district=s.district,
                starts_on=date(2027, 5, 26),
                ends_on=date(2028, 1, 1),
            ),
            "Two school years of a district overlap.",
        ),
        (
            lambda s: SchoolYearFactory(
                district=s.district,
                starts_on=date(2029, 1, 1),
                ends_on=date(2028, 1, 1),
            ),
            "The last day must come after the first day.",
        ),
        (
            lambda s: SchoolYearFactory(
                district=s.district,
                starts_on=date(2028, 8, 1),
                ends_on=date(2029, 9, 5),
            ),
            "A school year has at most 400 days.",
        ),
        (
            lambda s: SchoolYearFactory(
                district=s.district,
                starts_on=date(1999, 12, 31),
                ends_on=date(2000, 5, 31),
            ),
            "Give a day from 2000 to 2100.",
        ),
        (
            lambda s: SchoolYearFactory(
                district=s.district,
                starts_on=date(2100, 8, 1),
                ends_on=date(2101, 1, 1),
            ),
            "Give a day from 2000 to 2100.",
        ),
        (
            lambda s: SchoolDayFactory(school=s, on=date(9999, 12, 31)),
            "Give a day from 2000 to 2100.",
        ),
        (
            lambda s: [SchoolDayFactory(school=s, label=label) for label in "ab"],
            "This day is already marked so.",
        ),
        (
            lambda s: [
                SchoolDayFactory(school=None, district=s.district) for _ in range(2)
            ],
            "This day is already marked so.",
        ),
        (
            lambda s: SchoolDayFactory(school=s, kind="early_release"),
            "Give the time of release for an early release, and only then.",
        ),
        (
            lambda s: SchoolDayFactory(school=s, early_release=time(12)),
            "Give the time of release for an early release, and only then.",
        ),
        (
            lambda s: [BellScheduleFactory(school=s) for _ in range(2)],
            "Another schedule already holds by default.",
        ),
        (
            lambda s: PeriodFactory(starts_at=time(9), ends_at=time(9)),
            "A period must end after it starts.",
        ),
        (
            lambda s: [PlaceFactory(school=s, label="Room 1") for _ in range(2)],
            "There is already a place so labelled here.",
        ),
        (
            lambda s: PersonFactory(school=s, grade=13),
            "Grades go from Pre-K to 12.",
        ),
        (
            lambda s: [PersonFactory(school=s, sourced_id="x") for _ in range(2)],
            "Another person has this OneRoster id.",
        ),
    ],
)
def test_the_database_refuses_in_words(school, make, sentence):
    tables = [getattr(models, name) for name in models.__all__]
    SchoolYearFactory(district=school.district)

    with (
        pytest.raises(RuleBroken, match=sentence),
        transaction.atomic(),
        constraints_as_rules(*tables),
    ):
        make(school)


def test_a_school_year_of_400_days_is_kept(district):
    year = SchoolYearFactory(
        district=district, starts_on=date(2028, 8, 1), ends_on=date(2029, 9, 4)
    )

    assert (year.ends_on - year.starts_on).days + 1 == 400


def test_an_import_that_is_over_keeps_no_file(office, district):
    with (
        pytest.raises(IntegrityError, match="import_keeps_no_file_when_over"),
        transaction.atomic(),
    ):
        OneRosterImportFactory(
            district=district, uploaded_by=office, status="failed", file="x.zip"
        )


def test_an_archived_label_can_be_used_again(school):
    PlaceFactory(school=school, label="Room 1", archived_at="2026-01-01T00:00Z")

    assert PlaceFactory(school=school, label="Room 1").pk


def test_a_time_zone_must_exist():
    district = DistrictFactory.build(time_zone="Mars/Olympus")

    with pytest.raises(ValidationError, match="not a known time zone"):
        district.clean_fields(exclude=["police_agency"])


# Words


def test_things_are_called_what_people_call_them(school):
    place = Place(label="Room 1")
    day = SchoolDay(on=date(2026, 11, 25), label="Thanksgiving")
    person = Person(given_name="Ada", family_name="Birch")

    assert [str(x) for x in (school, school.campus, place, day, person)] == [
        "Calloway County High School",
        "Main campus",
        "Room 1",
        "2026-11-25 Thanksgiving",
        "Ada Birch",
    ]
    assert (school.label, school.grades) == ("High", "Grades 9–12")
    assert SchoolFactory.build(grade_low=-1, grade_high=-1).grades == "Grade Pre-K"
    assert SchoolFactory.build(grade_low=0, grade_high=5).grades == "Grades K–5"
    assert School(phone="(270) 555-0101").phone_link == "2705550101"


# Who sees what, by each wall alone


EVERYONE = [
    "commander",
    "office",
    "principal",
    "counselor",
    "teacher",
    "district_user",
]
READERS_OF_NAMES = {"commander", "principal", "counselor"}


@pytest.fixture
def scene(school, other_school):
    for at in (school, other_school):
        PersonFactory(school=at)
        PersonFactory(school=at, kind="staff", grade=None)
        SchoolClassFactory(school=at)
        PlaceFactory(school=at)
        SchoolDayFactory(school=at)
        SchoolDayFactory(school=None, district=at.district)
    return school


@pytest.mark.parametrize("who", EVERYONE)
def test_schools_and_what_is_on_them_are_seen_by_who_reaches_them(request, scene, who):
    user = request.getfixturevalue(who)

    assert list(School.objects.visible_to(user)) == [scene]
    assert list(District.objects.visible_to(user)) == [scene.district]
    assert {place.school for place in Place.objects.visible_to(user)} == {scene}
    assert {x.school for x in SchoolClass.objects.visible_to(user)} == {scene}
    days = SchoolDay.objects.visible_to(user)
    assert {(day.district, day.school) for day in days} == {
        (scene.district, scene),
        (scene.district, None),
    }


@pytest.mark.parametrize("who", EVERYONE)
def test_names_of_students_are_read_only_by_roles_that_need_them(request, scene, who):
    user = request.getfixturevalue(who)
    expected = {"staff", "student"} if who in READERS_OF_NAMES else {"staff"}

    visible = Person.objects.visible_to(user)

    assert {person.kind for person in visible} == expected
    assert {person.school for person in visible} == {scene}


@pytest.mark.parametrize("who", EVERYONE)
def test_the_second_wall_alone_says_the_same(request, scene, who):
    user = request.getfixturevalue(who)
    expected = {"staff", "student"} if who in READERS_OF_NAMES else {"staff"}

    with acting_as(user):
        people = list(Person.objects.all())
        history = list(Person.pgh_event_model.objects.all())
        classes = list(SchoolClass.objects.all())

    assert {(p.kind, p.school_id) for p in people} == {(k, scene.pk) for k in expected}
    assert {h.kind for h in history} == expected
    assert {c.school_id for c in classes} == {scene.pk}


def test_the_officer_reads_names_at_their_campus(scene, officer):
    with acting_as(officer.user):
        kinds = {person.kind for person in Person.objects.all()}

    assert kinds == {"staff", "student"}


def test_imports_are_behind_both_walls(scene, district_user, principal, office):
    OneRosterImportFactory(district=scene.district, uploaded_by=office)
    model = OneRosterImportFactory._meta.model
    stranger = make_member(Role.DISTRICT, DistrictFactory())

    seen = {}
    for user in (office, district_user, principal, stranger):
        with acting_as(user):
            seen[user.name] = (
                model.objects.visible_to(user).count(),
                model.objects.count(),
            )

    assert list(seen.values()) == [(1, 1), (1, 1), (0, 0), (0, 0)]


def test_nobody_writes_a_person_into_a_strange_school(scene, principal, other_school):
    with (
        pytest.raises(Exception, match="row-level security"),
        acting_as(principal),
    ):
        PersonFactory(school=other_school)


def test_a_sealed_person_is_seen_by_nobody(scene, principal):
    Person.objects.update(sealed_at="2026-01-01T00:00Z")

    assert not Person.objects.visible_to(principal).exists()
