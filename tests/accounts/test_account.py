"""One's own account: who one is here, and when mail comes."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from officers.models import Officer
from schools.models import School
from sro_program.accounts import forms
from sro_program.accounts.demo import PASSWORD as DEMO_PASSWORD
from sro_program.accounts.forms import AGAIN, LONG_ENOUGH
from sro_program.accounts.models import Role, User
from sro_program.notifications.models import MailPreference, Notification
from sro_program.notifications.outbox import notify
from tests.accounts.conftest import is_signed_in, submit
from tests.conftest import make_member

SignIn = Callable[[User], Client]


def test_the_page_says_roles_and_places_in_words(
    sign_in: SignIn, principal: User, school: School
) -> None:
    page = sign_in(principal).get("/accounts/me/")

    assert page.context["places"] == [f"Principal, {school}"]
    assert principal.email in page.content.decode()


def test_an_officer_reads_the_schools_they_serve(
    sign_in: SignIn, officer: Officer, school: School
) -> None:
    page = sign_in(officer.user).get("/accounts/me/")

    assert page.context["places"] == [f"School resource officer, {school.name}"]


@pytest.mark.parametrize("choice", ["at_once", "daily", "in_app"])
def test_mail_comes_as_chosen(sign_in: SignIn, teacher: User, choice: str) -> None:
    response = sign_in(teacher).post("/accounts/me/mail/", {"choice": choice})

    assert response["Location"] == "/accounts/me/"
    preference = MailPreference.objects.get(user=teacher)
    assert (preference.choice, preference.time_zone) == (choice, "America/Chicago")


def test_a_choice_that_is_none_is_refused(sign_in: SignIn, teacher: User) -> None:
    response = sign_in(teacher).post("/accounts/me/mail/", {"choice": "never"})

    assert response.status_code == 422
    assert not MailPreference.objects.exists()


@pytest.mark.parametrize(("choice", "mailed"), [("at_once", True), ("in_app", False)])
def test_what_waits_for_the_daily_mail_follows_the_new_choice(
    sign_in: SignIn, teacher: User, choice: str, mailed: bool
) -> None:
    MailPreference.objects.create(user=teacher, choice="daily")
    waiting = notify(teacher, "account_released")
    assert (waiting.in_digest, waiting.mail_due_at) == (True, None)

    sign_in(teacher).post("/accounts/me/mail/", {"choice": choice})

    waiting = Notification.objects.get(pk=waiting.pk)
    assert (waiting.in_digest, bool(waiting.mail_due_at)) == (False, mailed)


def test_nobody_has_an_account_page_without_signing_in(
    client: Client, db: None
) -> None:
    assert client.get("/accounts/me/")["Location"].startswith("/accounts/login/")


def test_the_demo_offers_one_person_of_each_role(
    client: Client, school: School, settings: LazySettings
) -> None:
    settings.DEMO = True
    for name in ["first", "second"]:
        member = make_member(Role.PRINCIPAL, school, name)
        member.email = f"{name}@demo.example"
        member.set_password(DEMO_PASSWORD)
        member.save()

    page = client.get("/accounts/login/")

    assert page.context["demo_sign_ins"] == [
        ("Principal", "first@demo.example", f"first, {school}")
    ]
    submit(client, "first@demo.example", DEMO_PASSWORD)
    assert is_signed_in(client)


@pytest.mark.parametrize("asks", [True, False])
def test_the_demo_says_when_it_asks_for_no_second_factor(
    client: Client, school: School, settings: LazySettings, asks: bool
) -> None:
    settings.DEMO, settings.MFA_REQUIRED = True, asks
    member = make_member(Role.PRINCIPAL, school)
    member.email = "one@demo.example"
    member.save()

    page = client.get("/accounts/login/").text

    assert "Try it as" in page
    assert ("second factor; it is switched off" in page) is not asks


def test_without_the_demo_nobody_is_offered(client: Client, db: None) -> None:
    page = client.get("/accounts/login/")

    assert "demo_sign_ins" not in page.context
    assert "Try it as" not in page.content.decode()


def test_a_forgotten_password_is_answered_the_same_for_everyone(
    client: Client, person: User
) -> None:
    def ask(email: str) -> tuple[int, str]:
        response = client.post("/accounts/password/reset/", {"email": email})
        return response.status_code, response["Location"]

    assert ask(person.email) == ask("nobody@example.org")
    assert Notification.objects.get().recipient == person


def test_and_after_the_same_time(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of it is waited for, so that nobody learns who has an account."""
    waited: list[float] = []
    monkeypatch.setattr(forms, "monotonic", iter([0.0, 0.1, 0.0, 0.2]).__next__)
    monkeypatch.setattr(forms, "sleep", waited.append)

    for email in (person.email, "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": email})

    assert waited == pytest.approx([forms.AS_LONG_S - 0.1, forms.AS_LONG_S - 0.2])


def test_a_new_password_is_told_to_its_owner(client: Client, person: User) -> None:
    client.force_login(person)
    fields = {
        "oldpassword": "a-long-password",
        "password1": "another-long-password",
        "password2": "another-long-password",
    }

    client.post("/accounts/password/change/", fields)

    note = Notification.objects.get(recipient=person)
    assert note.template == "account_changed"
    assert note.context == {"what": "Your password was changed."}


@pytest.mark.parametrize("address", ["", "a-key/"])
def test_there_is_no_confirming_of_addresses(
    client: Client, sign_in: SignIn, person: User, address: str
) -> None:
    page = f"/accounts/confirm-email/{address}"

    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    assert sign_in(person).get(page).status_code == 404


def test_a_new_password_is_asked_for_in_the_words_of_the_invitation(
    sign_in: SignIn, person: User
) -> None:
    page = sign_in(person).get("/accounts/password/change/").text

    assert LONG_ENOUGH in page
    assert [label in page for label in ("New password", AGAIN)] == [True, True]
    assert "(again)" not in page
    assert "your other personal information" not in page
