"""Owing a message: with the transaction, in the way the person chose."""

from time import monotonic

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from sro_program.accounts.models import User
from sro_program.celery import app as celery_app
from sro_program.core.db import acting_as
from sro_program.notifications import hints
from sro_program.notifications.models import MailPreference, Notification
from sro_program.notifications.outbox import notify, settle
from tests.factories.accounts import UserFactory

NOBODY_LISTENS = "redis://127.0.0.1:9/0"


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that workers were told of."""
    told: list[str] = []
    monkeypatch.setattr(hints, "_send", told.append)
    hints.listen_again()
    return told


def test_a_message_leaves_with_its_transaction(
    hinted: list[str],
    teacher: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note = notify(teacher, "account_released", url="/presentations/")
        assert hinted == []

    assert hinted == [str(note.pk)]
    assert note.summary == "Your account is released"


@pytest.mark.django_db(transaction=True)
def test_a_rollback_owes_and_sends_nothing(hinted: list[str]) -> None:
    user = UserFactory()

    def breaks_down() -> None:
        with acting_as(user):
            notify(user, "account_released")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_down()

    with acting_as(user):
        assert not Notification.objects.visible_to(user).exists()
    assert hinted == []


def test_names_are_written_as_they_are(teacher: User) -> None:
    note = notify(teacher, "invitation_accepted", name="Pat O'Brien & Co")

    assert note.summary == "Pat O'Brien & Co has accepted your invitation"


@pytest.mark.parametrize(
    ("choice", "needs_you", "mail_only", "at_once", "in_digest"),
    [
        ("at_once", False, False, True, False),
        ("daily", False, False, False, True),
        ("daily", True, False, True, False),
        ("in_app", False, False, False, False),
        ("in_app", True, False, False, False),
        ("in_app", False, True, True, False),
        ("daily", False, True, True, False),
    ],
)
def test_mail_goes_as_the_person_chose(
    teacher: User,
    choice: str,
    needs_you: bool,
    mail_only: bool,
    at_once: bool,
    in_digest: bool,
) -> None:
    MailPreference.objects.create(user=teacher, choice=choice)

    note = notify(teacher, "account_released", needs_you=needs_you, mail_only=mail_only)

    assert (bool(note.mail_due_at), note.in_digest) == (at_once, in_digest)


def test_without_a_choice_mail_goes_at_once(teacher: User) -> None:
    assert notify(teacher, "account_released").mail_due_at


@pytest.fixture
def no_broker(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(celery_app.conf, "broker_url", NOBODY_LISTENS)
    cache = {**settings.CACHES["default"], "LOCATION": NOBODY_LISTENS}
    settings.CACHES = {"default": cache}
    hints.listen_again()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_broker")
def test_without_a_broker_the_request_succeeds_and_nothing_is_lost(
    client: Client,
) -> None:
    user = UserFactory()
    client.force_login(user)
    fields = {
        "oldpassword": "a-long-password",
        "password1": "another-long-password",
        "password2": "another-long-password",
    }

    response = client.post("/accounts/password/change/", fields)

    assert response.status_code == 302
    with acting_as(user):
        assert Notification.objects.owed().count() == 1
    hints.listen_again()


@pytest.mark.usefixtures("no_broker")
def test_a_silent_broker_costs_one_second_once(
    monkeypatch: pytest.MonkeyPatch, teacher: User
) -> None:
    tried: list[str] = []

    def silent(notification_id: str) -> None:
        tried.append(notification_id)
        raise TimeoutError

    monkeypatch.setattr(hints, "_send", silent)
    note = notify(teacher, "account_released")

    started = monotonic()
    hints.hint(note.pk)
    hints.hint(note.pk)

    assert tried == [str(note.pk)]
    assert monotonic() - started < 2
    hints.listen_again()


@pytest.mark.usefixtures("no_broker")
def test_a_hint_to_nobody_raises_nothing(teacher: User) -> None:
    with transaction.atomic():
        note = notify(teacher, "account_released")

    hints.hint(note.pk)

    hints.listen_again()


def test_what_was_settled_by_another_needs_nobody(
    teacher: User, principal: User, counselor: User
) -> None:
    for person in (principal, counselor):
        notify(person, "account_released", url="/talk/1/", needs_you=True)
        notify(person, "account_released", url="/talk/2/", needs_you=True)

    with acting_as(teacher):
        settle("/talk/1/", of=[principal])
    assert _needing("/talk/1/") == {counselor}

    with acting_as(teacher):
        settle("/talk/1/")
    assert _needing("/talk/1/") == set()
    assert _needing("/talk/2/") == {principal, counselor}
    assert Notification.objects.unread().count() == 4


def _needing(url: str) -> set[User]:
    notes = Notification.objects.filter(url=url, needs_you=True)
    return {note.recipient for note in notes.select_related("recipient")}
