"""Who acts, and what the database lets them see."""

import pytest
from django.db import connection, transaction

from officers.models import ActivityEntry, Assignment
from schools.models import Person
from sro_program.accounts.models import Membership, Role
from sro_program.audit.log import record
from sro_program.audit.models import AuditEvent
from sro_program.core.db import (
    acting_as,
    acting_as_clock,
    briefly_as_clock,
    constraints_as_rules,
)
from sro_program.core.errors import RuleBroken
from tests.conftest import LONG_AGO
from tests.factories.officers import ActivityEntryFactory


def make_person(school):
    return Person.objects.create(
        school=school, kind="student", given_name="Ada", family_name="Token"
    )


def acting_user_id():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_user_id()")
        return cursor.fetchone()[0]


def test_only_who_reaches_the_school_sees_its_people(school, principal, stranger):
    make_person(school)

    with acting_as(principal):
        own = Person.objects.count()
    with acting_as(stranger):
        foreign = Person.objects.count()

    assert (own, foreign) == (1, 0)


def test_nobody_acting_sees_nothing(school, db):
    make_person(school)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.clock', '', true)")

    assert not Person.objects.exists()


def test_the_person_before_acts_again_afterwards(principal, teacher):
    with acting_as(principal):
        with acting_as(teacher):
            inner = acting_user_id()
        outer = acting_user_id()

    assert (inner, outer) == (teacher.pk, principal.pk)


def test_the_person_before_acts_again_after_a_failure(principal, teacher):
    with acting_as(principal):
        with pytest.raises(ZeroDivisionError), acting_as(teacher):
            raise ZeroDivisionError
        outer = acting_user_id()

    assert outer == principal.pk


def is_clock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_is_clock()")
        return cursor.fetchone()[0]


def test_the_clock_acts_for_a_moment_and_the_person_again_after_it(principal):
    with acting_as(principal):
        with briefly_as_clock():
            inside = is_clock(), acting_user_id()
        after = is_clock(), acting_user_id()

    assert (inside, after) == ((True, None), (False, principal.pk))


def test_a_failure_as_the_clock_leaves_no_clock_behind(principal):
    """The verb around it is rolled back, and who acts with it."""
    with acting_as(principal):
        failed = pytest.raises(ZeroDivisionError)
        with failed, transaction.atomic(), briefly_as_clock():
            raise ZeroDivisionError
        after = is_clock(), acting_user_id()

    assert after == (False, principal.pk)


@pytest.mark.django_db(transaction=True)
def test_the_setting_does_not_outlive_its_transaction():
    with acting_as_clock():
        pass

    with connection.cursor() as cursor:
        cursor.execute("SELECT app_is_clock()")
        assert cursor.fetchone()[0] is False


def test_a_named_constraint_becomes_a_sentence(principal, school):
    with (
        pytest.raises(RuleBroken, match="already has this role"),
        transaction.atomic(),
        constraints_as_rules(Membership),
    ):
        Membership.objects.create(
            user=principal, role=Role.PRINCIPAL, school=school, starts_on=LONG_AGO
        )


def test_an_exclusion_becomes_a_sentence(officer, campus):
    with (
        pytest.raises(RuleBroken, match="already has a primary campus"),
        transaction.atomic(),
        constraints_as_rules(Assignment),
    ):
        Assignment.objects.create(officer=officer, campus=campus, starts_on=LONG_AGO)


def test_audit_events_are_never_changed(principal):
    event = record(principal, "look", principal)

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(verb="nothing")


def test_history_knows_who_acted(officer, school):
    with acting_as(officer.user):
        line = ActivityEntryFactory(officer=officer, school=school, note="Ada")
        ActivityEntry.objects.filter(pk=line.pk).update(note="Grace")
        versions = list(
            line.history.order_by("pgh_id").values_list("note", "pgh_context")
        )

    assert versions == [
        ("Ada", {"user": officer.user_id}),
        ("Grace", {"user": officer.user_id}),
    ]
