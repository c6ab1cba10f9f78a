"""The clock's reminders: at the right hour, and one bad row never stops the rest."""

from datetime import time, timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from presentations import actions, tasks
from sro_program.celery import app
from sro_program.settings.schedule import BEAT
from tests.presentations.scene import TUESDAY, ZONE, at, schedule
from tests.presentations.test_actions_signing import told

RECORD = BEAT["presentations: talks of the day without a record"]


def evening(monday, on):
    """The beats of one evening, each at its time on the school's clock."""
    due = RECORD["schedule"]
    for hour in sorted(due.hour):
        for minute in due.minute:
            monday.move_to(at(on, hour, minute).starts_at)
            app.tasks[RECORD["task"]]()
            yield time(hour, minute)


def test_the_clock_is_that_of_the_schools(settings):
    assert ZONE.key == settings.TIME_ZONE


def test_a_parent_night_is_asked_about_the_same_evening(
    topic, teacher, principal, officer, school, monday
):
    slot = at(TUESDAY, 18, minutes=90)
    schedule(teacher, principal, officer, school, topic, slot, kind="parent_night")

    heard = [when for when in evening(monday, TUESDAY) if told("record_reminder")]

    assert heard[0] == time(20, 10)
    assert told("record_reminder") == ["Owen Officer"]


@pytest.fixture
def two_talks(topic, teacher, principal, officer, school, monday):
    talks = [
        schedule(teacher, principal, officer, school, topic, at(TUESDAY, hour))
        for hour in (9, 10)
    ]
    monday.move_to(talks[1].ends_at + timedelta(hours=1))
    return talks


def test_one_failing_reminder_does_not_stop_the_next(two_talks, caplog):
    seen = []

    def remind(presentation):
        seen.append(presentation)
        if len(seen) == 1:
            raise ZeroDivisionError  # a fault that nobody thought of
        return actions.remind_to_record(presentation)

    tasks._each(actions.due_a_record, remind)

    assert (len(seen), told("record_reminder")) == (2, ["Owen Officer"])
    assert "reminder_failed" in caplog.text


def test_a_worker_that_must_stop_stops(two_talks):
    def remind(presentation):
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        tasks._each(actions.due_a_record, remind)
