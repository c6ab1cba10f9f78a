"""Whoever records an absence reads which talks it touches."""

from datetime import timedelta

import pytest
from django.urls import reverse

from officers.ports import planned
from presentations.states import Status
from sro_program.core.ids import uuid7
from tests.presentations.scene import TODAY, TUESDAY, at, schedule


@pytest.fixture
def today(topic, teacher, principal, officer, school):
    """A talk later this morning."""
    slot = at(TODAY.date(), 11)
    return schedule(teacher, principal, officer, school, topic, slot)


def span(on, first, last):
    return at(on, first).starts_at, at(on, last).starts_at


def test_only_scheduled_talks_in_that_time_count(scheduled, officer):
    me = officer.user

    assert len(planned(me, officer, *span(TUESDAY, 8, 12))) == 1
    assert planned(me, officer, *span(TUESDAY, 10, 12)) == []
    assert planned(me, officer, *span(TUESDAY, 7, 9)) == []


def test_a_stranger_reads_of_none(scheduled, officer, stranger, other_officer):
    for person in (stranger, other_officer.user):
        assert planned(person, officer, *span(TUESDAY, 8, 12)) == []


def test_an_absence_names_the_talks_in_that_time(sign_in, scheduled, officer):
    start, end = span(TUESDAY, 8, 12)
    sent = {
        "record_id": str(uuid7()),
        "reason": "court",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{end:%Y-%m-%dT%H:%M}",
    }
    page = sign_in(officer.user).post(
        reverse("officers:record_absence", args=[officer.pk]), sent, follow=True
    )

    words = "Vaping, High, Tuesday, December 15, 9:00 – 9:50 AM"
    assert f'<a href="{scheduled.get_absolute_url()}">{words}</a>' in page.text
    assert "In that time lie:" in page.text


def test_a_call_out_says_first_what_it_calls_off(sign_in, today, officer):
    there = reverse("officers:call_out")
    client = sign_in(officer.user)
    page = client.get(there).text
    assert "This calls off" in page
    assert today.get_absolute_url() in page

    done = client.post(there, {"record_id": str(uuid7())}, follow=True)

    today.refresh_from_db()
    assert today.status == Status.CANCELLED
    assert "Called off:" in done.text
    assert today.get_absolute_url() in done.text


def test_a_call_out_without_talks_says_nothing_of_them(sign_in, scheduled, officer):
    there = reverse("officers:call_out")
    client = sign_in(officer.user)
    assert "This calls off" not in client.get(there).text

    done = client.post(there, {"record_id": str(uuid7())}, follow=True)

    assert "Called off:" not in done.text


def test_names_in_the_message_are_text(sign_in, scheduled, officer, monday):
    scheduled.topic.title = "<b>Vaping</b>"
    scheduled.topic.save()
    monday.move_to(scheduled.starts_at - timedelta(hours=1))

    done = sign_in(officer.user).post(
        reverse("officers:call_out"), {"record_id": str(uuid7())}, follow=True
    )

    assert "&lt;b&gt;Vaping" in done.text
    assert "<b>Vaping" not in done.text
