"""What the database refuses, and who sees which rows."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from officers.choices import OFFICERS, OFFICERS_AS_PEOPLE
from officers.models import Absence, ActivityEntry, Assignment, Officer
from sro_program.accounts.choices import rows_of_choices
from sro_program.accounts.models import Membership
from sro_program.core.db import acting_as, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import (
    AbsenceFactory,
    ActivityEntryFactory,
    AssignmentFactory,
    OfficerFactory,
)
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.officers.conftest import MONDAY, at

pytestmark = pytest.mark.django_db


def refused(make, table):
    with (
        pytest.raises(RuleBroken) as refusal,
        transaction.atomic(),
        constraints_as_rules(table),
    ):
        make()
    return refusal.value.sentence


def test_no_two_primary_campuses_at_a_time(officer):
    sentence = refused(lambda: AssignmentFactory(officer=officer), Assignment)

    assert sentence == "This officer already has a primary campus in that time."


def test_not_the_same_kind_twice_on_one_campus(officer, campus):
    def make():
        return AssignmentFactory(officer=officer, campus=campus, kind="relief")

    make()

    assert refused(make, Assignment) == (
        "This officer already has that assignment in that time."
    )


def test_a_relief_may_serve_many_campuses(officer):
    for _ in range(2):
        AssignmentFactory(officer=officer, kind="relief")

    assert officer.assignments.count() == 3


def test_an_assignment_may_begin_on_the_day_another_ends(officer):
    officer.assignments.update(ends_on=MONDAY)

    assert AssignmentFactory(officer=officer, starts_on=MONDAY).pk


@pytest.mark.parametrize("days", [0, -1])
def test_an_assignment_ends_after_it_starts(days):
    def make():
        AssignmentFactory(starts_on=MONDAY, ends_on=MONDAY + timedelta(days=days))

    assert refused(make, Assignment) == "The end must be after the start."


@pytest.mark.parametrize("hours", [0, -1])
def test_an_absence_ends_after_it_starts(hours):
    def make():
        AbsenceFactory(starts_at=at(8), ends_at=at(8) + timedelta(hours=hours))

    assert refused(make, Absence) == "The end must be after the start."


def test_absences_of_one_officer_do_not_overlap(officer):
    AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(12))

    def make():
        AbsenceFactory(officer=officer, starts_at=at(11), ends_at=at(13))

    assert refused(make, Absence) == (
        "This officer is already recorded as away in that time."
    )


def test_two_officers_of_an_agency_have_two_badges(officer):
    def make():
        OfficerFactory(police_agency=officer.police_agency, badge=officer.badge)

    assert refused(make, Officer) == "Another officer has this badge number."


@pytest.mark.parametrize("minutes", [0, 1441])
def test_a_line_takes_between_a_minute_and_a_day(minutes):
    sentence = refused(lambda: ActivityEntryFactory(minutes=minutes), ActivityEntry)

    assert sentence == "Minutes go from 1 to 1440."


def test_a_source_has_one_line():
    source = {"source_kind": "presentation", "source_id": uuid7()}
    ActivityEntryFactory(**source)

    sentence = refused(lambda: ActivityEntryFactory(**source), ActivityEntry)

    assert sentence == "This is already in the log."


def test_history_of_an_absence_is_kept(officer):
    absence = AbsenceFactory(officer=officer)

    Absence.objects.filter(pk=absence.pk).update(note="changed in bulk")

    assert absence.history.count() == 2


@pytest.fixture
def unit(officer, other_officer, agency, district, campus):
    """The officer, a colleague elsewhere in the district, and a stranger."""
    colleague = make_officer(agency, CampusFactory(district=district), "Cole Colleague")
    SchoolFactory(campus=colleague.assignments.get().campus)
    for one in (officer, colleague, other_officer):
        AbsenceFactory(officer=one, starts_at=at(8), ends_at=at(12))
    return {"own": officer, "colleague": colleague, "stranger": other_officer}


SEEN = [
    ("commander", {"own", "colleague"}),
    ("office", {"own", "colleague"}),
    ("principal", {"own"}),
    ("counselor", {"own"}),
    ("teacher", {"own"}),
    ("district_user", {"own", "colleague"}),
    ("stranger", {"stranger"}),
]


def names(unit, officers):
    return {name for name, officer in unit.items() if officer.pk in set(officers)}


@pytest.mark.parametrize(("who", "seen"), SEEN)
def test_officers_are_seen_by_their_unit_and_their_schools(
    request, unit, school, who, seen
):
    rows = Officer.objects.visible_to(request.getfixturevalue(who))

    assert names(unit, rows.values_list("pk", flat=True)) == seen


@pytest.mark.parametrize("kind", [OFFICERS, OFFICERS_AS_PEOPLE])
@pytest.mark.parametrize("who", [*(who for who, _ in SEEN), "officer", "other_officer"])
def test_a_filter_offers_the_officers_that_are_seen_and_in_service(
    request, unit, agency, district, who, kind
):
    gone = make_officer(agency, CampusFactory(district=district), "Gil Gone")
    type(gone).objects.filter(pk=gone.pk).update(in_service=False)
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)
    key = "pk" if kind is OFFICERS else "user"

    offered = rows_of_choices(person, "", kind, most_officers=100)

    seen = Officer.objects.visible_to(person).in_service()
    rows = seen.values_list(key, "user__name")
    assert sorted(offered) == sorted(("officer", *row, "") for row in rows)
    assert offered


@pytest.mark.parametrize(("who", "seen"), SEEN)
def test_each_wall_alone_shows_the_same_absences(request, unit, school, who, seen):
    user = request.getfixturevalue(who)

    first = Absence.objects.visible_to(user).values_list("officer", flat=True)
    first_wall = names(unit, first)
    with acting_as(user):
        second_wall = names(unit, Absence.objects.values_list("officer", flat=True))

    assert (first_wall, second_wall) == (seen, seen)


def test_an_officer_sees_the_unit_by_name_and_when_it_is_away(unit, school):
    user = unit["colleague"].user

    officers = Officer.objects.visible_to(user).values_list("pk", flat=True)
    first = Absence.objects.visible_to(user).values_list("officer", flat=True)
    with acting_as(user):
        second = set(Absence.objects.values_list("officer", flat=True))

    assert names(unit, officers) == {"own", "colleague"}
    assert set(first) == second == {unit["own"].pk, unit["colleague"].pk}


@pytest.mark.parametrize(
    ("ends_on", "seen"), [(date(2026, 11, 30), 0), (date(2026, 12, 1), 1)]
)
def test_a_school_sees_absences_of_the_time_the_officer_serves_it(
    officer, school, principal, ends_on, seen
):
    officer.assignments.update(ends_on=ends_on)
    AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(12))

    first_wall = Absence.objects.visible_to(principal).count()
    with acting_as(principal):
        second_wall = Absence.objects.count()

    assert (first_wall, second_wall) == (seen, seen)


def test_nobody_acting_sees_nothing(officer, school):
    AbsenceFactory(officer=officer)
    ActivityEntryFactory(officer=officer, school=school)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.clock', '', true)")

    assert not Absence.objects.exists()
    assert not ActivityEntry.objects.exists()


def test_the_office_that_left_sees_nothing(office, officer, school):
    AbsenceFactory(officer=officer)
    Membership.objects.filter(user=office).update(ends_on=date(2021, 1, 1))

    first_wall = Absence.objects.visible_to(office).count()
    with acting_as(office):
        second_wall = Absence.objects.count()

    assert (first_wall, second_wall) == (0, 0)


@pytest.mark.parametrize("who", ["principal", "teacher", "stranger"])
def test_the_database_lets_no_school_write_the_unit_s_records(
    request, officer, school, who
):
    user = request.getfixturevalue(who)
    absence = AbsenceFactory(officer=officer, starts_at=at(8), ends_at=at(12))

    with acting_as(user):
        changed = Absence.objects.filter(pk=absence.pk).update(note="mine now")
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            AbsenceFactory(officer=officer, starts_at=at(13), ends_at=at(14))
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            ActivityEntryFactory(officer=officer, school=school)

    assert changed == 0


def test_history_cannot_be_rewritten_by_the_product(officer):
    absence = AbsenceFactory(officer=officer)

    with (
        pytest.raises(Exception, match="permission denied|append"),
        transaction.atomic(),
    ):
        absence.history.all().delete()
