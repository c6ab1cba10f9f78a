"""Five wrong passwords or codes, and nobody gets in until an administrator says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import LoginView
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now

from sro_program.accounts import actions
from sro_program.accounts.models import SignInAttempt, User
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed
from sro_program.notifications.models import Notification
from tests.accounts.conftest import code, is_signed_in, submit, wrong_code
from tests.factories.accounts import PASSWORD, UserFactory


def fail(client: Client, user: User, times: int) -> None:
    for _ in range(times):
        submit(client, user.email, "not-the-password")


def is_locked(user: User) -> bool:
    user.refresh_from_db()
    return user.locked_at is not None


def sign_in_verbs(user: User) -> list[str]:
    about = AuditEvent.objects.about(user).filter(kind="sign_in")
    return list(about.values_list("verb", flat=True))


def test_the_right_password_signs_in(client: Client, person: User) -> None:
    response = submit(client, person.email)

    assert response.status_code == 302
    assert is_signed_in(client)
    assert sign_in_verbs(person) == ["sign_in"]


def test_signing_in_needs_the_notice_acknowledged(client: Client, person: User) -> None:
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert not is_signed_in(client)


def test_the_page_carries_the_four_statements_and_the_acknowledgment(
    client: Client, db: None
) -> None:
    page = client.get("/accounts/login/").content.decode()

    said = ["restricted", "monitored", "prohibited", "consent"]
    assert [word for word in said if word not in page] == []
    assert 'name="acknowledged"' in page
    assert "I have read the notice" in page


def test_four_wrong_passwords_leave_a_chance(client: Client, person: User) -> None:
    fail(client, person, 4)

    submit(client, person.email)

    assert is_signed_in(client)
    assert SignInAttempt.objects.count() == 0


def test_five_wrong_passwords_lock_also_the_right_one_out(
    client: Client, person: User
) -> None:
    fail(client, person, 5)

    submit(client, person.email)

    assert is_locked(person)
    assert not is_signed_in(client)
    assert sign_in_verbs(person) == ["wrong_password"] * 5 + ["lock"]


def test_five_wrong_passwords_in_more_than_a_quarter_of_an_hour_do_not_lock(
    client: Client, person: User
) -> None:
    with time_machine.travel(now() - timedelta(minutes=16), tick=True):
        fail(client, person, 4)

    fail(client, person, 1)

    assert not is_locked(person)


def test_time_alone_does_not_release(client: Client, person: User) -> None:
    fail(client, person, 5)

    with time_machine.travel(now() + timedelta(days=2), tick=True):
        submit(client, person.email)

        assert not is_signed_in(client)


def test_unknown_locked_and_wrong_are_one_answer(client: Client, person: User) -> None:
    locked = UserFactory()
    fail(client, locked, 5)

    def answer(email: str) -> tuple[int, str]:
        response = submit(client, email, "not-the-password")
        errors = response.context["form"].non_field_errors()
        return response.status_code, str(errors)

    assert answer("nobody@example.org") == answer(person.email) == answer(locked.email)


def test_each_unknown_wrong_and_locked_try_hashes_once(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock on the wall tells nothing, either."""
    locked = UserFactory()
    fail(client, locked, 5)
    hashed: list[str] = []
    encode = User.set_password

    def counted(user: User, password: str) -> None:
        hashed.append(password)
        encode(user, password)

    monkeypatch.setattr(User, "set_password", counted)

    submit(client, "nobody@example.org", "p1")
    submit(client, locked.email, "p2")

    assert hashed == ["p1", "p2"]


def test_codes_and_passwords_count_together(
    client: Client, person: User, with_app: Callable[[User], object]
) -> None:
    with_app(person)
    fail(client, person, 2)
    submit(client, person.email)

    for _ in range(3):
        client.post("/accounts/2fa/authenticate/", {"code": wrong_code()})
    client.post("/accounts/2fa/authenticate/", {"code": code()})

    assert is_locked(person)
    assert not is_signed_in(client)


def test_a_right_password_does_not_forgive_wrong_codes(
    client: Client, person: User, with_app: Callable[[User], object]
) -> None:
    with_app(person)
    for _ in range(5):
        submit(client, person.email)
        client.post("/accounts/2fa/authenticate/", {"code": wrong_code()})

    assert is_locked(person)


def test_recovery_codes_are_guarded_as_well(
    client: Client, person: User, with_app: Callable[[User], object]
) -> None:
    with_app(person)
    spare = RecoveryCodes.activate(person).generate_codes()[0]
    submit(client, person.email)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "00000000"})

    client.post("/accounts/2fa/authenticate/", {"code": spare})

    assert is_locked(person)
    assert not is_signed_in(client)


def test_a_security_key_that_fails_counts_and_breaks_nothing(
    client: Client, person: User, with_app: Callable[[User], object]
) -> None:
    with_app(person)
    submit(client, person.email)

    for credential in ["{}", "[]", "null", '"x"', '{"rawId": "AA"}', "{"]:
        fields = {"credential": credential}
        response = client.post("/accounts/2fa/authenticate/", fields)
        assert response.status_code == 200

    assert not is_signed_in(client)


def test_confirming_that_it_is_you_counts(client: Client, person: User) -> None:
    client.force_login(person)

    for _ in range(5):
        client.post("/accounts/reauthenticate/", {"password": "not-the-password"})

    assert is_locked(person)
    assert not is_signed_in(client)


def test_changing_the_password_counts_the_old_one(client: Client, person: User) -> None:
    client.force_login(person)

    for _ in range(5):
        fields = {"oldpassword": "no", "password1": "x" * 14, "password2": "x" * 14}
        client.post("/accounts/password/change/", fields)

    assert is_locked(person)


def reset(client: Client, user: User, password: str) -> HttpResponse:
    """Use a mailed link to choose a new password."""
    uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    page = client.get(f"/accounts/password/reset/key/{uid}-{key}/")
    return client.post(page["Location"], {"password1": password, "password2": password})


def test_a_mailed_link_does_not_release(client: Client, person: User) -> None:
    fail(client, person, 5)
    reset(client, person, "another-long-password")

    submit(client, person.email, "another-long-password")

    person.refresh_from_db()
    assert person.check_password("another-long-password")
    assert is_locked(person)
    assert not is_signed_in(client)


def test_signing_in_by_the_mailed_link_is_no_way_around(
    client: Client, person: User, settings: object
) -> None:
    settings.ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
    fail(client, person, 5)

    reset(client, person, "another-long-password")

    assert not is_signed_in(client)


def test_a_lock_ends_live_sessions(client: Client, person: User) -> None:
    client.force_login(person)
    assert is_signed_in(client)

    fail(Client(), person, 5)

    assert not is_signed_in(client)


def test_closing_an_account_ends_live_sessions(client: Client, person: User) -> None:
    client.force_login(person)

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_the_owner_is_told_of_the_lock_by_mail(client: Client, person: User) -> None:
    fail(client, person, 5)

    note = Notification.objects.get(recipient=person)
    assert note.template == "account_locked"
    assert note.mail_due_at is not None


def test_only_an_administrator_releases(
    client: Client, person: User, commander: User, administrator: User
) -> None:
    fail(client, person, 5)
    with pytest.raises(NotAllowed, match="administrator"):
        actions.release(person, by=commander)

    actions.release(person, by=administrator)

    submit(client, person.email)
    assert is_signed_in(client)
    assert sign_in_verbs(person)[-2:] == ["release", "sign_in"]


def test_the_operator_releases_on_the_server(client: Client, person: User) -> None:
    fail(client, person, 5)

    call_command("release_account", person.email)

    assert not is_locked(person)


def test_a_page_that_fails_after_a_wrong_password_gives_no_free_try(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_late(*args: object) -> HttpResponse:
        raise RuntimeError("after the password was compared")

    client = Client(raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr(LoginView, "form_invalid", fail_late)
        for _ in range(5):
            assert submit(client, person.email, "not-the-password").status_code == 500

    assert SignInAttempt.objects.filter(user=person).count() == 5
    assert is_locked(person)
    assert sign_in_verbs(person) == ["wrong_password"] * 5 + ["lock"]
