"""The register of agreements, and who has read the one that binds them."""

from datetime import date

import pytest
import time_machine
from django.db import ProgrammingError, connection

from schools.actions import agreements as actions
from schools.agreements import unread_by
from schools.models import Agreement, AgreementReading
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, Stale
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.schools import AgreementFactory
from tests.schools.drilling import NOW
from tests.schools.pages import text, url
from tests.threads import as_, together

READERS = ["officer", "principal"]
OVERSEERS = ["commander", "office", "district"]
OTHERS = ["counselor", "teacher"]


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agreement(district):
    with acting_as_clock():
        return AgreementFactory(district=district, review_on=date(2026, 12, 24))


def read(agreement, user):
    return actions.acknowledge_agreement(agreement, by=user, version=agreement.version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", READERS)
def test_whom_it_binds_says_so_once(role, people, agreement):
    user = people[role]
    with acting_as(user):
        assert list(unread_by(user)) == [agreement]
        read(agreement, user)
        read(agreement, user)

        assert not unread_by(user).exists()
        assert AgreementReading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_said_twice_at_once_it_is_said_once(people, agreement):
    job = as_(people["principal"], actions.acknowledge_agreement, agreement, version=1)

    assert together([job, job]) == [None, None]

    with acting_as_clock():
        assert AgreementReading.objects.count() == 1


@pytest.mark.parametrize("role", [*OVERSEERS, *OTHERS])
def test_nobody_else_says_it(role, people, agreement):
    with pytest.raises(NotAllowed, match="Officers and principals"):
        read(agreement, people[role])


def test_who_serves_elsewhere_is_not_bound_by_it(stranger, people, agreement):
    with pytest.raises(NotAllowed):
        read(agreement, stranger)


def test_what_no_longer_holds_is_read_by_nobody(people, agreement):
    agreement.valid_until = date(2026, 6, 30)
    agreement.save()

    with pytest.raises(NotAllowed, match="no longer holds"):
        read(agreement, people["officer"])
    assert not unread_by(people["officer"]).exists()


def test_what_says_something_else_by_now_is_to_be_read_again(people, agreement):
    user = people["officer"]
    read(agreement, user)
    Agreement.objects.update(version=2)

    with pytest.raises(Stale):
        actions.acknowledge_agreement(agreement, by=user, version=1)
    assert list(unread_by(user)) == [agreement]


def test_whom_it_binds_is_told_of_it_and_answered_it_waits_no_more(
    people, agreement, commander
):
    actions.tell_of_agreement(agreement, by=commander)
    told = {note.recipient for note in Notification.objects.filter(needs_you=True)}
    assert told == {people["officer"], people["principal"]}

    read(agreement, people["officer"])

    waiting = Notification.objects.filter(needs_you=True)
    assert {note.recipient for note in waiting} == {people["principal"]}


def test_of_one_that_does_not_hold_nobody_is_told(people, agreement, commander):
    agreement.valid_from = date(2027, 7, 1)
    agreement.save()

    actions.tell_of_agreement(agreement, by=commander)

    assert not Notification.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*READERS, *OVERSEERS, *OTHERS])
def test_each_wall_alone_shows_who_has_read_it_to_those_who_oversee(
    role, people, agreement
):
    with acting_as(people["officer"]):
        read(agreement, people["officer"])

    with acting_as(people[role]):
        second = AgreementReading.objects.count()
    with acting_as_clock():
        first = AgreementReading.objects.visible_to(people[role]).count()

    assert first == second == int(role in {"officer", *OVERSEERS})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("actor", "reader"),
    [("principal", "officer"), ("commander", "commander"), ("teacher", "teacher")],
)
def test_nobody_says_it_for_another_or_without_being_bound(
    actor, reader, people, agreement
):
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(people[actor]),
    ):
        AgreementReading.objects.create(
            agreement=agreement, version=1, reader=people[reader]
        )


@pytest.mark.django_db(transaction=True)
def test_what_was_said_stays(people, agreement):
    user = people["officer"]
    with acting_as(user):
        read(agreement, user)
        assert not AgreementReading.objects.update(version=7)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM schools_agreementreading")
            assert not cursor.rowcount


@pytest.mark.parametrize("role", [*READERS, *OVERSEERS, *OTHERS])
def test_everybody_reads_the_register_and_those_who_oversee_who_has_read(
    role, sign_in, people, agreement
):
    client = sign_in(people[role])

    register = text(client.get(url("agreements")))
    page = client.get(url("agreement", agreement.pk))

    assert agreement.title in register
    assert agreement.discipline_clause in text(page)
    assert ("I have read it" in text(page)) == (role in READERS)
    assert bool(page.context["readers"]) == (role in OVERSEERS)


def test_it_stands_on_the_home_page_until_it_is_read(sign_in, people, agreement):
    client = sign_in(people["principal"])
    assert f"Read: {agreement.title}" in text(client.get("/"))

    done = client.post(
        url("acknowledge_agreement", agreement.pk), {"version": 1}, follow=True
    )

    assert "Thank you" in text(done)
    assert f"Read: {agreement.title}" not in text(client.get("/"))
    page = sign_in(people["commander"]).get(url("agreement", agreement.pk))
    read_at = {one.person: one.read_at for one in page.context["readers"]}
    assert read_at[people["principal"]]
    assert read_at[people["officer"]] is None


@pytest.mark.parametrize("role", OVERSEERS)
def test_whoever_oversees_it_is_reminded_to_review_it(role, sign_in, people, agreement):
    home = text(sign_in(people[role]).get("/"))
    assert f"Review: {agreement.title}" in home
    assert "overdue" not in home

    with time_machine.travel("2026-12-28T15:00Z", tick=False):
        assert "overdue" in text(sign_in(people[role]).get("/"))


def test_an_old_page_acknowledges_nothing(sign_in, people, agreement):
    Agreement.objects.update(version=2)
    client = sign_in(people["officer"])

    answer = client.post(url("acknowledge_agreement", agreement.pk), {"version": 1})

    assert answer.status_code == 409
    assert not AgreementReading.objects.exists()


def test_of_another_district_there_is_no_page(sign_in, stranger, people, agreement):
    assert sign_in(stranger).get(url("agreement", agreement.pk)).status_code == 404


def test_more_readers_ask_no_more(sign_in, people, agreement, campus, queries_of):
    client = sign_in(people["commander"])
    page = url("agreement", agreement.pk)
    few = queries_of(client, page)

    for name in ("Ann", "Ben", "Cy"):
        make_officer(campus.district.police_agency, campus, name)

    assert queries_of(client, page) == few
