"""Another e-mail for an account: nobody takes one over in silence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.timezone import now

from sro_program.accounts import actions
from sro_program.accounts.feeds import feed_behind, make_address
from sro_program.accounts.models import User
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import Notification
from tests.accounts.conftest import is_signed_in, submit
from tests.accounts.test_admin import NO_ROLES
from tests.factories.accounts import UserFactory

SignIn = Callable[[User], Client]


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/"


def test_the_form_of_an_account_does_not_change_its_e_mail(
    confirmed: SignIn, administrator: User, person: User
) -> None:
    closed = UserFactory(email="gone@example.org", is_active=False)
    client = confirmed(administrator)

    for user in (person, closed):
        fields = {"name": user.name, "email": "evil@example.org", **NO_ROLES}
        client.post(page_of(user) + "change/", fields)

    emails = User.objects.exclude(pk=administrator.pk).values_list("email", flat=True)
    assert set(emails) == {"pat@example.org", "gone@example.org"}


def test_a_mistyped_invitation_is_still_corrected(
    confirmed: SignIn, administrator: User
) -> None:
    newcomer = UserFactory(password=None, is_active=False)
    fields = {"name": newcomer.name, "email": "Right@example.org", **NO_ROLES}

    confirmed(administrator).post(page_of(newcomer) + "change/", fields)

    newcomer.refresh_from_db()
    assert newcomer.email == "right@example.org"


def test_both_addresses_are_told(
    confirmed: SignIn, administrator: User, person: User
) -> None:
    response = confirmed(administrator).post(
        page_of(person) + "email/", {"email": "New@example.org"}
    )

    assert response.status_code == 302
    person.refresh_from_db()
    assert person.email == "new@example.org"
    mails = [compose(note) for note in Notification.objects.all()]
    assert {mail.to[0] for mail in mails} == {"pat@example.org", "new@example.org"}
    assert all("has changed the e-mail" in mail.body for mail in mails)
    assert AuditEvent.objects.about(person).get(verb="change_email").by == administrator


def test_it_ends_sessions_and_the_calendar_address(
    client: Client, administrator: User, person: User
) -> None:
    submit(client, person.email)
    secret = make_address(person)
    assert is_signed_in(client)

    actions.change_email(person, by=administrator, email="new@example.org")

    assert not is_signed_in(client)
    assert feed_behind(secret) is None


def test_it_asks_once_more_who_you_are(
    sign_in: SignIn, administrator: User, person: User
) -> None:
    response = sign_in(administrator).get(page_of(person) + "email/")

    assert response["Location"].startswith("/accounts/reauthenticate/?next=")


def test_the_page_shows_the_address_that_is(
    confirmed: SignIn, administrator: User, person: User
) -> None:
    client = confirmed(administrator)

    assert "email/" in client.get(page_of(person) + "change/").content.decode()
    assert "pat@example.org" in client.get(page_of(person) + "email/").content.decode()


@pytest.mark.parametrize("email", ["ADA@example.org", "pat@example.org"])
def test_an_address_that_is_taken_is_said_in_the_form(
    confirmed: SignIn, administrator: User, person: User, email: str
) -> None:
    response = confirmed(administrator).post(
        page_of(person) + "email/", {"email": email}
    )

    assert response.status_code == 422
    assert "already has this e-mail" in response.content.decode()
    with pytest.raises(RuleBroken):
        actions.change_email(person, by=administrator, email=email)


def test_only_another_administrator_changes_an_e_mail(
    administrator: User, commander: User, person: User
) -> None:
    for actor, account in [(administrator, administrator), (commander, person)]:
        with pytest.raises(NotAllowed):
            actions.change_email(account, by=actor, email="new@example.org")


def test_the_e_mail_stays_for_72_hours_after_the_second_factor_is_gone(
    administrator: User, person: User, with_app: Callable[[User], object]
) -> None:
    with_app(person)
    actions.remove_second_factor(person, by=administrator)

    with time_machine.travel(now() + timedelta(hours=71)), pytest.raises(NotAllowed):
        actions.change_email(person, by=administrator, email="new@example.org")
    with time_machine.travel(now() + timedelta(hours=73)):
        actions.change_email(person, by=administrator, email="new@example.org")

    person.refresh_from_db()
    assert person.email == "new@example.org"


def test_the_second_factor_stays_for_72_hours_after_another_e_mail(
    administrator: User, person: User, with_app: Callable[[User], object]
) -> None:
    with_app(person)
    actions.change_email(person, by=administrator, email="new@example.org")

    with time_machine.travel(now() + timedelta(hours=71)), pytest.raises(NotAllowed):
        actions.remove_second_factor(person, by=administrator)
    assert Authenticator.objects.filter(user=person).exists()
    with time_machine.travel(now() + timedelta(hours=73)):
        actions.remove_second_factor(person, by=administrator)

    assert not Authenticator.objects.filter(user=person).exists()
