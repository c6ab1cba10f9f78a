"""What is late, and what was to be looked at again: on the home page and in lists."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from referrals import actions
from referrals.models import Referral
from sro_program.core.ids import uuid7

ZONE = ZoneInfo("America/Chicago")
TUESDAY = datetime(2026, 10, 20, 10, 5, tzinfo=ZONE)
AGAIN = "You wanted to look at it again."


@pytest.fixture
def noted(refer, counselor, time_machine):
    """Taken on by the counselor on Tuesday, to look again on Friday."""
    time_machine.move_to(TUESDAY)

    def note(**said):
        referral = refer(**said)
        actions.accept(referral, by=counselor)
        actions.write_note(
            referral,
            by=counselor,
            text="note",
            record_id=uuid7(),
            look_again_on=TUESDAY.date() + timedelta(days=3),
        )
        return referral

    return note


def at(time_machine, day, hour=8, minute=0):
    time_machine.move_to(datetime.combine(day, time(hour, minute), ZONE))


@pytest.mark.parametrize(
    ("day", "hour", "is_shown"),
    [(22, 12, False), (23, 0, True), (23, 23, True), (24, 8, True), (30, 8, True)],
)
def test_what_is_to_be_looked_at_again_is_on_the_home_page_from_its_day_on(
    sign_in, noted, counselor, time_machine, day, hour, is_shown
):
    referral = noted()
    at(time_machine, datetime(2026, 10, day).date(), hour)

    page = sign_in(counselor).get("/").text

    assert (AGAIN in page) is is_shown
    assert (f'href="{referral.get_absolute_url()}"' in page) is is_shown
    assert "Family-token" not in page
    assert ("since Fri, Oct 23" in page) is (day > 23)


def test_it_is_on_no_page_of_a_colleague_or_of_its_sender(
    sign_in, noted, colleague, officer, time_machine
):
    noted()
    at(time_machine, datetime(2026, 10, 24).date())

    for person in (colleague, officer.user):
        assert AGAIN not in sign_in(person).get("/").text


def test_what_was_closed_is_not_looked_at_again(
    sign_in, noted, counselor, time_machine
):
    actions.close(noted(), by=counselor, outcome="linked")
    at(time_machine, datetime(2026, 10, 24).date())

    assert AGAIN not in sign_in(counselor).get("/").text


def test_a_counselors_home_asks_as_many_for_three_as_for_one(
    sign_in, queries_of, noted, counselor, time_machine
):
    noted()
    at(time_machine, datetime(2026, 10, 24).date())
    client = sign_in(counselor)
    few = queries_of(client, "/")
    noted()
    noted()
    at(time_machine, datetime(2026, 10, 24).date())

    assert queries_of(client, "/") == few
    assert client.get("/").text.count(AGAIN) == 3
    assert few <= 12


def test_it_is_late_from_the_minute_on_and_not_from_the_next_day(
    sign_in, refer, counselor, time_machine
):
    time_machine.move_to(TUESDAY)
    referral = refer()
    due = referral.due_at

    time_machine.move_to(due - timedelta(minutes=1))
    client = sign_in(counselor)
    assert not Referral.objects.get().is_late
    assert "Urgent" not in client.get("/").text
    assert "Late" not in client.get("/referrals/").text

    time_machine.move_to(due + timedelta(minutes=1))
    assert Referral.objects.get().is_late
    assert "Urgent" in client.get("/").text
    assert "Late" in client.get("/referrals/").text

    actions.decline(referral, by=counselor, reason="No.")
    assert not Referral.objects.get().is_late
