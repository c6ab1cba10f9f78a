"""The second wall alone: who writes calendars, bells, places and where schools are."""

from datetime import date, time

import pytest

from schools.actions import keeping
from schools.models import (
    BellSchedule,
    Campus,
    Checklist,
    ChecklistItem,
    District,
    DrillRule,
    Period,
    Place,
    School,
    SchoolDay,
    SchoolYear,
    SpotKind,
)
from sro_program.accounts.models import PoliceAgency
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed
from tests.factories.schools import (
    CampusFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolDayFactory,
    SchoolFactory,
    SchoolYearFactory,
)
from tests.officers.past_verbs import refused_by_policy, removed, touched, write

KEEPERS = ["principal", "office", "commander", "district"]
IMPORTERS = ["office", "commander", "district"]
READERS = ["officer", "counselor", "teacher"]
EVERYBODY = [*KEEPERS, *READERS]
ON = date(2026, 11, 24)


@pytest.fixture
def day(school):
    return SchoolDayFactory(school=school)


@pytest.fixture
def whole_day(school):
    """A day of the whole district."""
    return SchoolDayFactory(school=None, district=school.district)


@pytest.fixture
def door(school):
    return PlaceFactory(school=school, kind="door")


@pytest.fixture
def period(school):
    return PeriodFactory(bell_schedule__school=school)


# Days


@pytest.mark.parametrize("role", READERS)
def test_who_does_not_keep_a_calendar_closes_and_opens_no_day(
    role, people, school, day, whole_day
):
    for of in (school, None):
        with refused_by_policy(), acting_as(people[role]):
            SchoolDay.objects.create(
                district=school.district, school=of, on=ON, kind="closed", label="x"
            )
    assert not write(people[role], SchoolDay.objects, label="x")
    assert not removed(people[role], SchoolDay)


@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_it_marks_changes_and_removes_days(role, people, school):
    by = people[role]
    with acting_as(by):
        keeping.add_days(school, by=by, first=ON, last=ON, kind="closed", label="Snow")
        day = SchoolDay.objects.get()
        keeping.change_day(day, by=by, kind="testing", label="Tests")
        keeping.remove_day(day, by=by)

    assert not SchoolDay.objects.exists()


@pytest.mark.parametrize("role", IMPORTERS)
def test_days_of_the_whole_district_are_its_own_and_the_agencys(
    role, people, school, whole_day
):
    by = people[role]
    with acting_as(by):
        keeping.add_days(
            school,
            by=by,
            first=ON,
            last=ON,
            kind="closed",
            label="Snow",
            whole_district=True,
        )
        keeping.change_day(whole_day, by=by, kind="closed", label="Ice")


def test_and_not_the_principals(people, school, whole_day):
    by = people["principal"]

    with refused_by_policy(), acting_as(by):
        SchoolDay.objects.create(
            district=school.district, on=ON, kind="closed", label="x"
        )
    assert not write(by, SchoolDay.objects.filter(school=None), label="x")
    assert not removed(by, SchoolDay)
    with pytest.raises(NotAllowed), acting_as(by):
        keeping.change_day(whole_day, by=by, kind="closed", label="x")


def test_nobody_keeps_the_calendar_of_strangers(people, stranger, other_school, day):
    foreign = SchoolDayFactory(school=other_school)
    mine = SchoolDay.objects.filter(pk=day.pk)

    for by in (people["principal"], people["commander"], people["district"]):
        assert not write(by, SchoolDay.objects.filter(pk=foreign.pk), label="x")
    with refused_by_policy():
        write(people["principal"], mine, school=other_school)
    assert not write(stranger, mine, label="x")


# Places and bells


@pytest.mark.parametrize("role", ["counselor", "teacher"])
def test_who_does_not_keep_places_adds_and_renames_none(role, people, school, door):
    with refused_by_policy(), acting_as(people[role]):
        PlaceFactory(school=school)
    assert not write(people[role], Place.objects, label="x")
    with pytest.raises(NotAllowed), acting_as(people[role]):
        keeping.archive_place(door, by=people[role])


@pytest.mark.parametrize("role", [*KEEPERS, "officer"])
def test_who_keeps_places_adds_renames_and_archives_and_removes_none(
    role, people, school, door
):
    by = people[role]
    with acting_as(by):
        keeping.add_place(school, by=by, kind="room", label="Gym")
        keeping.rename_place(door, by=by, label="Door 9")
        keeping.archive_place(door, by=by)

    assert not removed(by, Place)


@pytest.mark.parametrize("role", KEEPERS)
def test_places_of_strangers_stay(role, people, other_school, door):
    foreign = PlaceFactory(school=other_school)

    assert not write(people[role], Place.objects.filter(pk=foreign.pk), label="x")
    with refused_by_policy():
        write(people[role], Place.objects.filter(pk=door.pk), school=other_school)


@pytest.mark.parametrize("role", READERS)
def test_who_does_not_keep_the_bells_rings_none(role, people, school, period):
    bells = period.bell_schedule

    with refused_by_policy(), acting_as(people[role]):
        BellSchedule.objects.create(school=school, name="x")
    with refused_by_policy(), acting_as(people[role]):
        PeriodFactory(bell_schedule=bells, starts_at=time(9), ends_at=time(10))
    assert not write(people[role], BellSchedule.objects, name="x")
    assert not write(people[role], Period.objects, name="x")
    assert not removed(people[role], Period)


@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_the_bells_rings_them(role, people, school, period):
    by = people[role]
    with acting_as(by):
        keeping.add_period(school, by=by, name="2", starts_at=time(9), ends_at=time(10))
        keeping.change_period(
            period, by=by, name="1", starts_at=time(8), ends_at=time(8, 45)
        )
        keeping.remove_period(period, by=by)

    assert not removed(by, BellSchedule)


# What administrators keep


@pytest.fixture
def reference(school):
    """A row of each table that has only a page for administrators."""
    SchoolYearFactory(district=school.district)
    DrillRule.objects.create(district=school.district, window="year", kind="fire")
    return [SchoolYear, DrillRule, Checklist, ChecklistItem, SpotKind]


@pytest.mark.parametrize("role", EVERYBODY)
def test_what_is_asked_of_schools_is_written_by_administrators(
    role, people, reference, school
):
    for model in reference:
        assert model.objects.exists()
        assert not touched(people[role], model)
    assert not removed(people[role], DrillRule, ChecklistItem, SchoolYear)
    with refused_by_policy(), acting_as(people[role]):
        DrillRule.objects.create(district=school.district, window="year", kind="lock")
    with refused_by_policy(), acting_as(people[role]):
        Checklist.objects.create(scale="round", edition=9, title="x")


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_brings_a_school_into_their_own_reach(
    role, people, school, other_school
):
    user = people[role]
    for rows, said in (
        (School.objects, {"campus": school.campus}),
        (School.objects, {"district": school.district}),
        (District.objects, {"police_agency": school.district.police_agency}),
        (Campus.objects, {"district": school.district}),
        (PoliceAgency.objects, {"name": "x"}),
    ):
        with refused_by_policy():
            write(user, rows, **said)
    assert not removed(user, School, Campus, District, PoliceAgency)
    with refused_by_policy(), acting_as(user):
        SchoolFactory(campus=school.campus)
    with refused_by_policy(), acting_as(user):
        CampusFactory(district=school.district)


def test_an_administrator_keeps_them(administrator, reference, day, door, period):
    for model in (*reference, SchoolDay, Place, Period, School, District):
        assert touched(administrator, model), model
    with acting_as(administrator):
        SchoolFactory(campus=CampusFactory(district=day.district))
        Checklist.objects.create(scale="round", edition=9, title="Mine")
