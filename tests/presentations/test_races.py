"""Where two people meet: real threads, real Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from officers.actions import record_absence
from presentations import actions
from presentations.actions.telling import DECIDE
from presentations.models import Presentation
from presentations.states import Status
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import ProductError
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.schools import PlaceFactory
from tests.presentations.scene import TUESDAY, ask, at, make_scene
from tests.presentations.test_links import link

pytestmark = pytest.mark.django_db(transaction=True)


def together(*jobs):
    """Run each in a thread of its own, all at once; the results and refusals."""
    ready = Barrier(len(jobs))

    def run(job):
        try:
            ready.wait()
            return job()
        except ProductError as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def as_(user, act, *args, **kwargs):
    def job():
        with acting_as(user):
            return act(*args, by=user, **kwargs)

    return job


@pytest.fixture
def stage(transactional_db, request, monday):
    with acting_as_clock():
        people = ("teacher", "principal", "officer", "school")
        found = {name: request.getfixturevalue(name) for name in people}
        found["topic"] = make_scene(found["school"])
    return found


def asked(stage, *slots, **content):
    with acting_as_clock():
        return ask(stage["teacher"], stage["school"], stage["topic"], *slots, **content)


def test_two_approvals_sign_once(stage):
    talk = asked(stage)
    principal = stage["principal"]

    results = together(*[as_(principal, actions.approve, talk)] * 2)

    assert "The school has already signed this." in results
    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="approve").count() == 1


def ready_to_accept(stage, **content):
    talks = [asked(stage, **content) for _ in range(2)]
    with acting_as_clock():
        for talk in talks:
            actions.approve(talk, by=stage["principal"])
    return talks


def test_the_officer_is_booked_once(stage):
    talks = ready_to_accept(stage)
    user = stage["officer"].user

    results = together(*[as_(user, actions.accept, talk) for talk in talks])

    assert "That officer is already booked at that time." in results
    with acting_as_clock():
        assert Presentation.objects.filter(status=Status.SCHEDULED).count() == 1


def test_the_room_is_booked_once(stage, request):
    with acting_as_clock():
        room = PlaceFactory(school=stage["school"])
        second = request.getfixturevalue("second_officer")
    talks = ready_to_accept(stage, place=room)

    results = together(
        as_(stage["officer"].user, actions.accept, talks[0]),
        as_(second.user, actions.accept, talks[1]),
    )

    assert "That room is already booked at that time." in results
    with acting_as_clock():
        assert Presentation.objects.filter(status=Status.SCHEDULED).count() == 1


@pytest.fixture
def second_officer(agency, campus):
    return make_officer(agency, campus, "Ollie Officer")


def test_a_link_is_used_once(stage):
    talk = asked(stage)
    there = link(DECIDE, stage["principal"], talk)
    sent = {"verb": "approve", "version": talk.version}

    codes = together(*[lambda: Client().post(there, sent).status_code] * 2)

    assert sorted(codes) == [200, 410]


def test_recording_a_talk_and_an_absence_do_not_wait_for_each_other(stage, monday):
    officer = stage["officer"]
    talks = [asked(stage, at(TUESDAY + timedelta(days=days), 9)) for days in range(3)]
    with acting_as_clock():
        for talk in talks:
            actions.approve(talk, by=stage["principal"])
            actions.accept(talk, by=officer.user)
    monday.move_to(talks[-1].ends_at)

    for talk in talks:
        results = together(
            as_(officer.user, actions.deliver, talk, head_count=20, minutes=45),
            as_(
                officer.user,
                record_absence,
                officer,
                reason="court",
                starts_at=talk.starts_at,
                ends_at=talk.ends_at,
            ),
        )
        assert {type(result).__name__ for result in results} == {
            "Presentation",
            "Absence",
        }


def test_a_double_submit_makes_one(stage):
    job = as_(
        stage["teacher"],
        actions.request,
        school=stage["school"],
        slots=[at(TUESDAY, 9)],
        record_id=uuid7(),
        topic=stage["topic"],
        kind="classroom",
        staff_present="x",
    )

    first, second = together(job, job)

    assert [one.pk for one in first] == [one.pk for one in second]
    with acting_as_clock():
        assert Presentation.objects.count() == 1
