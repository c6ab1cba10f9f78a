"""One mail a day, in each person's own afternoon."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives

from sro_program.accounts.models import User
from sro_program.notifications import digests, tasks
from sro_program.notifications.models import MailPreference, Notification
from sro_program.notifications.outbox import notify
from sro_program.settings.base import TIME_ZONE
from sro_program.settings.schedule import BEAT

NOON = datetime(2026, 10, 6, 17, 0, tzinfo=UTC)  # in Kentucky's west, a Tuesday
AFTERNOON = datetime(2026, 10, 6, 20, 30, tzinfo=UTC)
TOMORROW = datetime(2026, 10, 7, 20, 30, tzinfo=UTC)
At = Callable[[datetime], None]


@pytest.fixture
def outbox(db: None, mailoutbox: list[EmailMultiAlternatives]) -> list[str]:
    return mailoutbox


@pytest.fixture
def reader(teacher: User) -> User:
    MailPreference.objects.create(user=teacher, choice="daily")
    return teacher


def run(moment: datetime) -> None:
    """What beat does: make the daily mails; a worker sends what is owed."""
    with time_machine.travel(moment, tick=False):
        tasks.send_digests()
        for note in Notification.objects.owed():
            tasks.deliver(str(note.pk))


def test_what_happened_stands_in_one_mail(reader: User, outbox: list) -> None:
    for name in ["Ann", "Bob O'Hara"]:
        notify(reader, "invitation_accepted", name=name)

    run(AFTERNOON)

    (mail,) = outbox
    assert mail.subject == "Your day: 2 messages"
    assert "- Ann has accepted your invitation" in mail.body
    assert "- Bob O'Hara has accepted your invitation" in mail.body
    assert "http://testserver/notifications/" in mail.body


def test_before_the_afternoon_nothing_leaves(reader: User, outbox: list) -> None:
    notify(reader, "account_released")

    run(NOON)

    assert outbox == []


def test_run_often_it_is_one_mail_a_day(reader: User, outbox: list) -> None:
    notify(reader, "account_released")
    run(AFTERNOON)
    notify(reader, "account_released")

    run(AFTERNOON)
    assert len(outbox) == 1
    run(TOMORROW)
    run(TOMORROW)

    assert [mail.subject for mail in outbox] == ["Your day: 1 message"] * 2


def test_after_missed_days_one_mail_catches_up(reader: User, outbox: list) -> None:
    for _ in range(3):
        notify(reader, "account_released")

    run(TOMORROW)

    assert [mail.subject for mail in outbox] == ["Your day: 3 messages"]


def test_without_messages_no_mail(reader: User, outbox: list) -> None:
    run(AFTERNOON)

    assert outbox == []


@pytest.mark.parametrize("zone", ["New_York", "Chicago", "Denver", "Los_Angeles"])
def test_the_clock_rings_in_every_district_s_afternoon(
    reader: User, outbox: list, zone: str
) -> None:
    MailPreference.objects.update(time_zone=f"America/{zone}")
    notify(reader, "account_released")
    due = BEAT["notifications: the daily mail"]["schedule"]

    for hour in sorted(due.hour):
        for minute in sorted(due.minute):
            run(datetime(2026, 10, 6, hour, minute, tzinfo=ZoneInfo(TIME_ZONE)))

    assert len(outbox) == 1


def test_the_afternoon_is_the_district_s_own(reader: User, outbox: list) -> None:
    MailPreference.objects.update(time_zone="America/Los_Angeles")
    notify(reader, "account_released")

    run(AFTERNOON)
    assert outbox == []
    run(AFTERNOON.replace(hour=22))

    assert len(outbox) == 1


def test_who_comes_second_makes_no_second_mail_of_the_day(reader: User) -> None:
    notify(reader, "account_released")
    preference = MailPreference.objects.get()

    with time_machine.travel(AFTERNOON, tick=False):
        first = digests._make(preference)
        notify(reader, "account_released")
        second = digests._make(preference)

    assert (first, second) == (True, False)


def test_the_daily_mail_is_not_a_message_in_the_list(reader: User) -> None:
    notify(reader, "account_released")

    run(AFTERNOON)

    shown = Notification.objects.visible_to(reader)
    assert [note.template for note in shown] == ["account_released"]


def test_a_long_day_is_cut_with_a_word(
    reader: User, outbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "LONGEST", 2)
    for _ in range(5):
        notify(reader, "account_released")

    run(AFTERNOON)

    assert outbox[0].body.count("- Your account") == 2
    assert "… and 3 more." in outbox[0].body


def test_what_needs_a_decision_does_not_wait(reader: User, outbox: list) -> None:
    note = notify(reader, "account_released", needs_you=True)

    tasks.deliver(str(note.pk))
    run(AFTERNOON)

    assert len(outbox) == 1
