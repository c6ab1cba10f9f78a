"""The list of one's own messages, and the dead letters of the administrators."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import now

from sro_program.accounts.models import User
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as
from sro_program.notifications import actions
from sro_program.notifications.models import MailPreference, Notification
from tests.factories.accounts import AdministratorFactory
from tests.factories.notifications import NotificationFactory
from tests.officers.past_verbs import refused_by_policy, removed, write

SignIn = Callable[[User], Client]


def summaries(notes: list[Notification]) -> list[str]:
    return [note.summary for note in notes]


def test_new_messages_stand_first(sign_in: SignIn, teacher: User) -> None:
    seen = NotificationFactory(recipient=teacher, read_at=now())
    new = NotificationFactory(recipient=teacher, read_at=None)
    latest = NotificationFactory(recipient=teacher, read_at=now())

    page = sign_in(teacher).get("/notifications/").context["page"]

    assert summaries(page.new) == [new.summary]
    assert summaries(page.seen) == [latest.summary, seen.summary]


def test_every_page_counts_the_new_messages(
    sign_in: SignIn, teacher: User, stranger: User
) -> None:
    NotificationFactory(recipient=teacher, read_at=None)
    NotificationFactory(recipient=teacher, read_at=now())
    NotificationFactory(recipient=teacher, mail_only=True)
    NotificationFactory(recipient=stranger)

    counted = sign_in(teacher).get("/presentations/").context["unread_count"]

    assert counted == 1
    assert counted == Notification.objects.visible_to(teacher).unread().count()


def test_nobody_reads_another_s_messages(
    sign_in: SignIn, teacher: User, stranger: User
) -> None:
    note = NotificationFactory(recipient=teacher)
    client = sign_in(stranger)

    assert note.summary not in client.get("/notifications/").content.decode()
    assert client.post(f"/notifications/{note.pk}/open/").status_code == 404
    with acting_as(stranger):
        assert not Notification.objects.exists()


def test_opening_marks_it_read_and_goes_there(sign_in: SignIn, teacher: User) -> None:
    note = NotificationFactory(recipient=teacher, url="/accounts/me/")

    response = sign_in(teacher).post(f"/notifications/{note.pk}/open/")

    assert response["Location"] == "/accounts/me/"
    assert Notification.objects.get(pk=note.pk).read_at is not None


def test_opening_again_keeps_the_first_moment(sign_in: SignIn, teacher: User) -> None:
    note = NotificationFactory(recipient=teacher)
    client = sign_in(teacher)
    client.post(f"/notifications/{note.pk}/open/")
    first = Notification.objects.get(pk=note.pk).read_at

    client.post(f"/notifications/{note.pk}/open/")

    assert Notification.objects.get(pk=note.pk).read_at == first


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example/"])
def test_a_message_leads_nowhere_but_into_the_program(
    sign_in: SignIn, teacher: User, url: str
) -> None:
    note = NotificationFactory(recipient=teacher, url=url)

    response = sign_in(teacher).post(f"/notifications/{note.pk}/open/")

    assert response["Location"] == "/notifications/"


def test_looking_marks_nothing_read(sign_in: SignIn, teacher: User) -> None:
    note = NotificationFactory(recipient=teacher)
    client = sign_in(teacher)

    client.get("/notifications/")

    assert client.get(f"/notifications/{note.pk}/open/").status_code == 405
    assert Notification.objects.get(pk=note.pk).read_at is None


def test_all_are_marked_read_at_once(
    sign_in: SignIn, teacher: User, principal: User
) -> None:
    NotificationFactory.create_batch(2, recipient=teacher)
    other = NotificationFactory(recipient=principal)

    sign_in(teacher).post("/notifications/read/")

    unread = Notification.objects.unread()
    assert list(unread) == [other]


def test_the_list_goes_on_page_by_page(sign_in: SignIn, teacher: User) -> None:
    read = NotificationFactory.create_batch(40, recipient=teacher, read_at=now())
    new = NotificationFactory.create_batch(20, recipient=teacher)
    client = sign_in(teacher)

    shown, address = [], "/notifications/"
    pages = 0
    while address:
        page = client.get(address).context["page"]
        shown += summaries([*page.new, *page.seen])
        address = f"/notifications/{page.next}" if page.next else ""
        pages += 1

    expected = summaries(new[::-1]) + summaries(read[::-1])
    assert shown == expected
    assert pages == 3


@pytest.mark.parametrize(
    "after", ["nonsense", "0", "019a0000-0000-7000-8000-000000000000"]
)
def test_a_page_that_is_none_is_the_first(
    sign_in: SignIn, teacher: User, after: str
) -> None:
    note = NotificationFactory(recipient=teacher)

    page = sign_in(teacher).get(f"/notifications/?after={after}").context["page"]

    assert summaries(page.new) == [note.summary]


def test_an_empty_list_says_so(sign_in: SignIn, teacher: User) -> None:
    page = sign_in(teacher).get("/notifications/").content.decode()

    assert "No messages" in page


def dead_letter(recipient: User) -> Notification:
    return NotificationFactory(
        recipient=recipient, gave_up_at=now(), attempts=8, last_error="TimeoutError"
    )


def test_an_administrator_sees_only_dead_letters_and_not_what_they_say(
    sign_in: SignIn, teacher: User
) -> None:
    dead = dead_letter(teacher)
    alive = NotificationFactory(recipient=teacher)
    client = sign_in(AdministratorFactory())

    page = client.get("/admin/notifications/notification/").content.decode()
    detail = client.get(f"/admin/notifications/notification/{dead.pk}/change/")

    assert "TimeoutError" in page
    assert str(alive.pk) not in page
    assert dead.summary not in page + detail.content.decode()


def test_row_level_security_alone_shows_administrators_only_dead_letters(
    teacher: User,
) -> None:
    dead = dead_letter(teacher)
    NotificationFactory(recipient=teacher)

    with acting_as(AdministratorFactory()):
        assert list(Notification.objects.all()) == [dead]


def test_an_administrator_has_a_dead_letter_tried_again(
    sign_in: SignIn, teacher: User
) -> None:
    dead = dead_letter(teacher)
    administrator = AdministratorFactory()
    fields = {"action": "try_again", "_selected_action": [str(dead.pk)]}

    sign_in(administrator).post("/admin/notifications/notification/", fields)

    assert list(Notification.objects.owed()) == [dead]
    event = AuditEvent.objects.about(dead).get()
    assert (event.verb, event.by) == ("try_again", administrator)


def test_what_is_no_dead_letter_is_not_tried_again(teacher: User) -> None:
    assert not actions.try_again(NotificationFactory(recipient=teacher))


def test_a_teacher_has_no_dead_letters(sign_in: SignIn, teacher: User) -> None:
    dead_letter(teacher)

    response = sign_in(teacher).get("/admin/notifications/notification/", follow=True)

    assert response.status_code == 403


def test_when_mail_comes_is_chosen_by_whom_it_comes_to(
    teacher: User, stranger: User
) -> None:
    actions.set_mail_choice(teacher, choice="daily", time_zone="UTC")

    assert not write(stranger, MailPreference.objects, choice="app")
    assert not removed(stranger, MailPreference)
    with refused_by_policy(), acting_as(teacher):
        MailPreference.objects.create(user=stranger, choice="daily")
    with acting_as(teacher):
        actions.set_mail_choice(teacher, choice="at_once", time_zone="UTC")
