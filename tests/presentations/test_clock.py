"""The clock's reminders: at the right hour, and one bad row never stops the rest."""

from datetime import time, timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from presentations import actions, tasks
from presentations.models import AdviceSlot
from presentations.states import Status
from sro_program.audit.models import AuditEvent
from sro_program.celery import app
from sro_program.core.sweeps import each
from sro_program.settings.schedule import BEAT
from tests.conftest import LONG_AGO
from tests.presentations.scene import TUESDAY, ZONE, ask, at, schedule
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

    each(actions.due_a_record, remind)

    assert (len(seen), told("record_reminder")) == (2, ["Owen Officer"])
    assert "clock_failed" in caplog.text


def test_a_worker_that_must_stop_stops(two_talks):
    def remind(presentation):
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        each(actions.due_a_record, remind)


def test_the_record_is_asked_of_the_commander_when_the_officer_has_left(
    scheduled, commander, officer, monday
):
    monday.move_to(scheduled.ends_at + timedelta(hours=1))
    officer.assignments.update(ends_on=LONG_AGO + timedelta(days=1))

    actions.remind_to_record(scheduled)

    assert told("record_reminder") == [commander.name]
    delivered = actions.deliver(scheduled, by=commander, head_count=20, minutes=50)
    assert delivered.status == Status.DELIVERED


def test_no_time_for_advice_is_kept_of_an_officer_who_has_left(
    scheduled, commander, officer, monday
):
    type(scheduled.topic).objects.update(sensitive=True)
    monday.move_to(scheduled.ends_at + timedelta(hours=1))
    officer.assignments.update(ends_on=LONG_AGO + timedelta(days=1))

    actions.deliver(scheduled, by=commander, head_count=20, minutes=50)

    assert not AdviceSlot.objects.exists()


def test_a_request_whose_time_has_come_is_closed_and_everyone_told(
    talk, officer, principal, teacher, monday
):
    monday.move_to(talk.starts_at)

    tasks.lapse()
    tasks.lapse()

    talk.refresh_from_db()
    assert (talk.status, talk.reason) == (Status.DECLINED, actions.TOO_LATE)
    assert told("lapsed") == ["Paula Principal", "Tara Teacher"]
    event = AuditEvent.objects.get(verb="lapse")
    assert (event.by, event.detail["was"]) == (None, Status.REQUESTED)


def test_a_request_that_is_still_to_come_or_signed_is_left_alone(
    talk, topic, teacher, principal, officer, school, monday
):
    later = ask(teacher, school, topic, at(TUESDAY, 10))
    actions.approve(talk, by=principal)
    actions.accept(talk, by=officer.user)
    monday.move_to(talk.starts_at + timedelta(minutes=1))

    tasks.lapse()

    assert actions.lapse(later) is False
    assert told("lapsed") == []


def test_a_talk_signed_just_now_is_not_announced_once_more(scheduled, monday):
    """Whoever signed on Monday for Thursday has not forgotten it by the evening."""
    monday.move_to(scheduled.starts_at - timedelta(days=3))
    type(scheduled).objects.update(school_signed_at=scheduled.starts_at)

    assert not actions.remind_a_week_before(scheduled)


def test_a_reminder_says_when_it_is(scheduled, monday):
    monday.move_to(scheduled.starts_at - timedelta(days=5))
    tasks.remind_of_coming()

    notes = scheduled.requested_by.notifications.filter(
        template="presentation_reminder"
    )
    (note,) = notes
    assert note.summary.startswith("Coming up: Vaping at Calloway County High School")
    assert note.summary.endswith("Tuesday, December 15, 9:00 – 9:50 AM")
