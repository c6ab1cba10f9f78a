"""Mails leave once, are tried again, and end as dead letters."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from sro_program.accounts.actions.invitations import ACCEPT_ROUTE
from sro_program.accounts.models import User
from sro_program.notifications import mailing, tasks
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import (
    GIVE_UP_AFTER,
    Heartbeat,
    Notification,
)
from sro_program.notifications.outbox import MailLink, notify
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.schools import SchoolFactory

Outbox = list[EmailMultiAlternatives]
MINUTE = timedelta(minutes=1)


def fresh(note: Notification) -> Notification:
    return Notification.objects.get(pk=note.pk)


@pytest.fixture
def outbox(db: None, mailoutbox: Outbox) -> Outbox:
    return mailoutbox


@pytest.fixture
def broken_server(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(monkeypatch, SMTPServerDisconnected("pat@example.org is not there"))


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(message: EmailMessage, *args: object, **kwargs: object) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


def test_a_mail_has_text_html_and_an_id_that_stays(
    outbox: Outbox, teacher: User
) -> None:
    note = notify(teacher, "role_given", url="/", role="Teacher", place="O'Hara High")

    tasks.deliver(str(note.pk))

    (mail,) = outbox
    html = mail.alternatives[0].content
    assert mail.subject == "You have a new role: Teacher, O'Hara High"
    assert mail.to == [teacher.email]
    assert mail.extra_headers["Message-ID"] == note.message_id
    assert "at O'Hara High" in mail.body
    assert "O&#x27;Hara High" in html
    assert "http://testserver/" in mail.body
    assert "http://testserver/" in html
    assert fresh(note).sent_at is not None


def test_a_name_with_line_breaks_stays_in_the_subject(
    outbox: Outbox, teacher: User
) -> None:
    note = notify(
        teacher, "role_given", url="/", role="Teacher", place="A\x0bB\nBcc: x"
    )

    tasks.deliver(str(note.pk))

    assert outbox[0].subject == "You have a new role: Teacher, A B Bcc: x"


def test_a_mail_leaves_once_however_often_it_is_hinted_at(outbox: Outbox) -> None:
    note = NotificationFactory()

    for _ in range(3):
        tasks.deliver(str(note.pk))

    assert len(outbox) == 1


def test_a_hint_to_nothing_does_nothing(outbox: Outbox) -> None:
    tasks.deliver(str(uuid4()))

    assert outbox == []


def test_while_one_worker_sends_another_keeps_off(outbox: Outbox) -> None:
    note = NotificationFactory(leased_until=now() + MINUTE)

    tasks.deliver(str(note.pk))

    assert outbox == []


def test_when_a_worker_died_its_lease_runs_out(outbox: Outbox) -> None:
    note = NotificationFactory(leased_until=now() - MINUTE, attempts=1)

    tasks.deliver(str(note.pk))

    assert len(outbox) == 1


def test_the_signed_link_is_made_when_the_mail_leaves(
    client: Client, outbox: Outbox
) -> None:
    invitation = InvitationFactory(school=SchoolFactory())
    link = MailLink(ACCEPT_ROUTE, UUID(str(invitation.pk)), 1)
    words = {"name": "Tim", "role": "Teacher", "place": "High", "days": 7}
    note = notify(invitation.user, "invitation", link=link, mail_only=True, **words)

    tasks.deliver(str(note.pk))

    start = outbox[0].body.index("http://testserver/accounts/invitation/")
    address = outbox[0].body[start:].split()[0]
    assert client.get(address).status_code == 200
    assert address.rpartition("/")[0][-20:] not in str(vars(fresh(note)))


@pytest.mark.usefixtures("nobody_has_tried")
def test_the_link_to_a_new_password_works(
    client: Client, outbox: Outbox, teacher: User
) -> None:
    client.post("/accounts/password/reset/", {"email": teacher.email})
    note = Notification.objects.get(recipient=teacher)

    tasks.deliver(str(note.pk))

    start = outbox[0].body.index("http://testserver/accounts/password/reset/key/")
    page = client.get(outbox[0].body[start:].split()[0], follow=True)
    fields = {"password1": "one-more-password", "password2": "one-more-password"}
    client.post(page.redirect_chain[-1][0], fields)
    teacher.refresh_from_db()
    assert teacher.check_password("one-more-password")


@pytest.mark.parametrize(
    ("template", "is_active", "is_locked", "arrives"),
    [
        ("account_released", True, False, True),
        ("account_released", False, False, False),
        ("account_released", True, True, False),
        ("account_locked", True, True, True),
        ("account_locked", False, False, False),
        ("invitation", False, False, True),
        ("invitation", False, True, True),
    ],
)
def test_closed_and_locked_accounts_get_no_mail_but_what_opens_them(
    outbox: Outbox, template: str, is_active: bool, is_locked: bool, arrives: bool
) -> None:
    person = UserFactory(is_active=is_active, locked_at=now() if is_locked else None)
    words = {"name": "x", "role": "", "place": "", "days": 7}
    note = NotificationFactory(recipient=person, template=template, context=words)

    tasks.deliver(str(note.pk))

    assert bool(outbox) is arrives
    assert bool(fresh(note).sent_at) is arrives


def test_a_locked_account_s_mail_waits_for_the_release(outbox: Outbox) -> None:
    person = UserFactory(locked_at=now())
    note = NotificationFactory(recipient=person)
    tasks.deliver(str(note.pk))
    User.objects.filter(pk=person.pk).update(locked_at=None)

    with time_machine.travel(now() + timedelta(hours=1, minutes=1), tick=True):
        tasks.sweep()

    assert len(outbox) == 1


def test_a_closed_account_s_mail_is_not_tried_again(outbox: Outbox) -> None:
    note = NotificationFactory(recipient=UserFactory(is_active=False))

    tasks.deliver(str(note.pk))

    assert fresh(note).mail_due_at is None


@pytest.mark.usefixtures("broken_server")
def test_a_failure_is_tried_again_later_and_names_nobody(db: None) -> None:
    note = NotificationFactory()
    before = now()

    tasks.deliver(str(note.pk))

    after = fresh(note)
    assert after.last_error == "SMTPServerDisconnected"
    assert after.leased_until is None
    assert after.mail_due_at is not None
    assert after.mail_due_at - before > MINUTE


@pytest.mark.usefixtures("broken_server")
def test_waits_grow_and_then_a_person_must_look(db: None) -> None:
    note, moment, waits = NotificationFactory(), now(), []
    for _ in range(GIVE_UP_AFTER):
        with time_machine.travel(moment, tick=False):
            tasks.deliver(str(note.pk))
        after = fresh(note)
        waits.append(int((after.mail_due_at - moment).total_seconds() // 60))
        moment = after.mail_due_at

    assert waits[:-1] == [2, 4, 8, 16, 32, 64, 120]
    assert fresh(note).gave_up_at is not None
    assert not Notification.objects.owed().exists()


@pytest.mark.parametrize(("code", "is_dead"), [(550, True), (450, False)])
def test_an_address_that_is_refused_for_good_is_a_dead_letter_at_once(
    db: None, monkeypatch: pytest.MonkeyPatch, code: int, is_dead: bool
) -> None:
    fail_with(monkeypatch, SMTPRecipientsRefused({"x@example.org": (code, b"no")}))
    note = NotificationFactory()

    tasks.deliver(str(note.pk))

    assert bool(fresh(note).gave_up_at) is is_dead


def test_the_sweep_finds_what_no_hint_reached(outbox: Outbox) -> None:
    NotificationFactory.create_batch(3, mail_due_at=now() - MINUTE)

    tasks.sweep()
    tasks.sweep()

    assert len(outbox) == 3


def test_the_sweep_leaves_the_newest_to_their_hints(outbox: Outbox) -> None:
    NotificationFactory()

    tasks.sweep()

    assert outbox == []


def test_one_bad_mail_does_not_stop_the_others(outbox: Outbox) -> None:
    due = now() - MINUTE
    NotificationFactory(template="no_such_template", mail_due_at=due - MINUTE)
    good = NotificationFactory(mail_due_at=due)

    tasks.sweep()

    assert [mail.to for mail in outbox] == [[good.recipient.email]]
    bad = Notification.objects.get(template="no_such_template")
    assert bad.last_error == "TemplateDoesNotExist"


def test_a_link_without_its_record_is_settled_like_any_failure(db: None) -> None:
    note = NotificationFactory(link_route=ACCEPT_ROUTE)

    tasks.deliver(str(note.pk))

    assert fresh(note).last_error == "ValueError"


def test_the_sweep_goes_on_past_one_batch(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "BATCH", 2)
    person = UserFactory()
    NotificationFactory.create_batch(5, recipient=person, mail_due_at=now() - MINUTE)

    tasks.sweep()

    assert len(outbox) == 5


def test_a_message_without_html_is_text_alone(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "html_of", lambda template, context: "")

    assert compose(NotificationFactory()).alternatives == []


def test_beat_shows_that_it_is_alive(db: None) -> None:
    tasks.tick()
    first = Heartbeat.objects.get().at

    tasks.tick()

    assert Heartbeat.objects.get(name="beat").at > first


@pytest.mark.parametrize("count", [1, 3])
def test_the_unread_count_is_one_question(
    teacher: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    NotificationFactory.create_batch(count, recipient=teacher)

    with django_assert_num_queries(1):
        unread = Notification.objects.visible_to(teacher).unread().count()

    assert unread == count
