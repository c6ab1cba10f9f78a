"""Roles end: by whom, at once, and told to the person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from schools.models import School
from sro_program.accounts import actions
from sro_program.accounts.models import Membership, Role, User
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, WrongState
from sro_program.notifications.models import Notification
from tests.conftest import make_member
from tests.factories.accounts import AdministratorFactory
from tests.factories.schools import SchoolFactory

SignIn = Callable[[User], Client]


def held_by(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_an_ended_role_reaches_nothing_from_today(
    principal: User, teacher: User, school: School
) -> None:
    actions.end_membership(held_by(teacher), by=principal)

    assert held_by(teacher).ends_on == localdate()
    assert roles_at(teacher, school.pk) == frozenset()


def test_the_person_is_told_and_it_is_written_down(
    principal: User, teacher: User, school: School
) -> None:
    membership = held_by(teacher)

    actions.end_membership(membership, by=principal)

    note = Notification.objects.get(recipient=teacher)
    assert note.summary == f"Your role has ended: Teacher, {school}"
    event = AuditEvent.objects.about(membership).get()
    assert (event.verb, event.by) == ("end_role", principal)


def test_a_role_given_by_mistake_today_is_taken_back_wholly(
    principal: User, school: School
) -> None:
    mistaken = make_member(Role.TEACHER, school)
    Membership.objects.filter(user=mistaken).update(starts_on=localdate())

    actions.end_membership(held_by(mistaken), by=principal)

    assert not Membership.objects.filter(user=mistaken).exists()
    history = Membership.pgh_event_model.objects.filter(user=mistaken)
    assert list(history.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "update",
        "delete",
    ]


def test_a_stranger_ends_nothing(stranger: User, teacher: User) -> None:
    with pytest.raises(NotAllowed):
        actions.end_membership(held_by(teacher), by=stranger)


def test_a_role_ends_once(principal: User, teacher: User) -> None:
    membership = held_by(teacher)
    actions.end_membership(membership, by=principal)

    with pytest.raises(WrongState, match="ended already"):
        actions.end_membership(membership, by=principal)


def test_a_role_of_today_that_is_taken_back_twice_is_gone_once(
    principal: User, school: School
) -> None:
    mistaken = make_member(Role.TEACHER, school)
    Membership.objects.filter(user=mistaken).update(starts_on=localdate())
    membership = held_by(mistaken)
    actions.end_membership(membership, by=principal)

    with pytest.raises(WrongState, match="removed this"):
        actions.end_membership(membership, by=principal)


@pytest.mark.django_db(transaction=True)
def test_two_who_end_a_role_at_once_end_it_once() -> None:
    with acting_as_clock():
        membership = held_by(make_member(Role.TEACHER, SchoolFactory()))
    administrators = [AdministratorFactory(), AdministratorFactory()]
    both = Barrier(2)

    def end(administrator: User) -> str:
        both.wait()
        try:
            with acting_as(administrator):
                actions.end_membership(membership, by=administrator)
        except WrongState as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(end, administrators))

    assert sorted(map(bool, answers)) == [False, True]
    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="end_role").count() == 1


def test_the_list_shows_the_people_of_one_s_place(
    sign_in: SignIn, principal: User, teacher: User, stranger: User
) -> None:
    rows = sign_in(principal).get("/accounts/people/").context["rows"]

    assert {row.membership.user for row in rows} == {principal, teacher}


def test_the_commander_sees_the_unit_and_its_schools(
    sign_in: SignIn,
    commander: User,
    office: User,
    principal: User,
    district_user: User,
    stranger: User,
) -> None:
    rows = sign_in(commander).get("/accounts/people/").context["rows"]

    shown = {row.membership.user for row in rows}
    assert shown == {commander, office, principal, district_user}


def test_who_leads_nobody_has_no_list(sign_in: SignIn, teacher: User) -> None:
    response = sign_in(teacher).get("/accounts/people/")

    assert response.status_code == 403
    assert "who lead" in response.content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(
    sign_in: SignIn,
    principal: User,
    school: School,
    people: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(people):
        make_member(Role.TEACHER, school)
    client = sign_in(principal)

    with django_assert_max_num_queries(20) as queries:
        client.get("/accounts/people/")

    assert len([q for q in queries if "accounts_membership" in q["sql"]]) <= 6


def test_the_list_goes_on_after_fifty(
    sign_in: SignIn, principal: User, school: School
) -> None:
    for number in range(52):
        make_member(Role.TEACHER, school, f"Teacher {number:02}")
    client = sign_in(principal)

    first = client.get("/accounts/people/")
    second = client.get("/accounts/people/" + first.context["next"])

    names = [str(row.membership.user) for row in first.context["rows"]]
    rest = [str(row.membership.user) for row in second.context["rows"]]
    assert len(names) == 50
    assert rest == ["Teacher 49", "Teacher 50", "Teacher 51"]
    assert second.context["next"] == ""


def test_ending_asks_once_more_who_you_are_and_then_does_it(
    sign_in: SignIn, principal: User, teacher: User
) -> None:
    client = sign_in(principal)
    path = f"/accounts/people/{held_by(teacher).pk}/end/"
    asked = client.get(path)
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    client.post("/accounts/reauthenticate/", {"password": "a-long-password"})

    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == "/accounts/people/"
    assert roles_of(teacher) == frozenset()


def test_a_stranger_s_people_do_not_exist_for_one(
    confirmed: SignIn, stranger: User, teacher: User
) -> None:
    path = f"/accounts/people/{held_by(teacher).pk}/end/"

    assert confirmed(stranger).get(path).status_code == 404


def test_one_s_own_role_is_shown_with_the_reason_why_it_stays(
    confirmed: SignIn, principal: User
) -> None:
    client = confirmed(principal)

    page = client.get("/accounts/people/").content.decode()
    response = client.post(f"/accounts/people/{held_by(principal).pk}/end/")

    assert "You cannot end your own role" in page
    assert response.status_code == 403
