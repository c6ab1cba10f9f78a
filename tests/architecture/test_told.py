"""Nothing of a class, a child or an absence in mails, logs and hints to workers.

The loop is played as people play it, with the county next door doing the same; then
everything that left the house is read.
"""

import json
import logging

import pytest
import redis
from django.conf import settings
from django.urls import reverse

from presentations.models import Presentation
from sro_program.core.ids import uuid7
from sro_program.notifications import hints
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import Notification
from tests.architecture.test_leaks import leaks, tokens
from tests.architecture.world import SHARED, client_of, make_county
from tests.presentations.scene import TODAY, TUESDAY, at

KEPT = {
    "wishes": "wishes-kept-token",
    "curriculum_link": "curriculum-kept-token",
    "note": "note-kept-token",
    "comment": "comment-kept-token",
}
"""What stays on the pages: no mail, log or hint carries it."""
CLASS = "class-name-kept-token"
"""Told by mail to those who sign, and written into no log."""


def post(person, verb, talk, **fields):
    talk.refresh_from_db()
    path = reverse(f"presentations:{verb}", args=[talk.pk])
    answer = client_of(person).post(path, {"version": talk.version, **fields})
    assert answer.status_code == 302, answer.content.decode()


def play_the_loop(county):
    """Asked for, signed twice, given, recorded, answered; and an officer falls ill."""
    people, school = county.people, county.school
    form = f"{reverse('presentations:request')}?school={school.pk}"
    asked = client_of(people["teacher"]).post(
        f"{form}&topic={county.records['topic'].pk}",
        {
            "record_id": str(uuid7()),
            "slots": [at(TUESDAY, 8).value],
            "class_name": CLASS,
            "expected_count": "24",
            "staff_present": "Tara",
            "kind": "classroom",
            "wishes": KEPT["wishes"],
            "curriculum_link": KEPT["curriculum_link"],
        },
    )
    assert asked.status_code == 302, asked.content.decode()
    talk = Presentation.objects.get(school=school, class_name=CLASS)
    post(people["principal"], "approve", talk)
    post(people["officer"], "accept", talk)
    record = {"head_count": "20", "minutes": "45", "note": KEPT["note"]}
    post(people["officer"], "deliver", county.records["past"], **record)
    answers = {"was_clear": 5, "fitted_the_class": 5, "would_ask_again": 5}
    post(
        people["teacher"],
        "give_feedback",
        county.records["past"],
        comment=KEPT["comment"],
        **answers,
    )
    sick = {
        "record_id": str(uuid7()),
        "reason": "sick",
        "starts_at": "2026-12-15T07:00",
        "ends_at": "2026-12-15T15:00",
        "note": KEPT["note"],
    }
    path = reverse("officers:record_absence", args=[county.officer.pk])
    assert client_of(people["commander"]).post(path, sick).status_code == 302


@pytest.fixture
def played(db, caplog, time_machine_at_monday, django_capture_on_commit_callbacks):
    """Both counties have played; the log and the workers' queue are kept."""
    hints.listen_again()
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete("celery")
    counties = make_county(), make_county()
    with (
        caplog.at_level(logging.DEBUG),
        caplog.at_level(logging.DEBUG, "django_structlog"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        for county in counties:
            play_the_loop(county)
    return counties


@pytest.fixture
def time_machine_at_monday(time_machine):
    time_machine.move_to(TODAY)


def mails_to(county):
    people = {person.pk for person in county.people.values()}
    for note in Notification.objects.filter(recipient__in=people):
        message = compose(note)
        html = "".join(str(part.content) for part in message.alternatives)
        head = f"{message.subject} {message.message().as_string()}"
        yield note.template, f"{head} {message.body} {html} {note.summary}"


def queued():
    """What the workers are told: the messages in the real broker."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        return [json.loads(raw) for raw in broker.lrange("celery", 0, -1)]


def everything_written(counties):
    own = {token for county in counties for token in tokens(county)}
    shared = {
        token for county in counties for token in tokens(county, SHARED | {"delivered"})
    }
    return own | shared | {*KEPT.values(), CLASS}


def test_no_mail_tells_of_the_county_next_door_or_what_is_kept(played):
    ours, next_door = played

    mails = list(mails_to(ours))

    assert len({template for template, _ in mails}) >= 7
    assert not leaks(mails, tokens(next_door) | set(KEPT.values()))


def test_the_log_names_nobody_and_quotes_nothing(played, caplog):
    said = [
        (record.name, str(record.__dict__)) for record in caplog.get_records("setup")
    ]

    assert any("request_finished" in text for _, text in said)
    assert not leaks(said, everything_written(played))


def test_workers_are_told_ids_and_nothing_else(played):
    told = queued()

    assert told
    assert not leaks(
        [(one["headers"]["task"], json.dumps(one)) for one in told],
        everything_written(played),
    )
    ids = {str(pk) for pk in Notification.objects.values_list("pk", flat=True)}
    assert {one["headers"]["argsrepr"].strip("(',)") for one in told} <= ids
