"""No way to a record without the second factor, where the setting asks for it."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from sro_program.accounts.models import User
from tests.accounts.conftest import (
    SECRET,
    code,
    is_signed_in,
    submit,
    wrong_code,
)
from tests.factories.accounts import PASSWORD

Add = Callable[[User], Authenticator]
DOORS = ["/accounts/me/", "/notifications/", "/admin/", "/accounts/people/"]
SIDE_DOORS = ["/accounts/password/change/", "/accounts/sessions/", "/accounts/email/"]


@pytest.fixture(autouse=True)
def _required(settings: LazySettings) -> None:
    settings.MFA_REQUIRED = True


def authenticate(client: Client, secret: str) -> int:
    return client.post("/accounts/2fa/authenticate/", {"code": secret}).status_code


def test_password_and_code_sign_in(client: Client, person: User, with_app: Add) -> None:
    with_app(person)

    submit(client, person.email)
    authenticate(client, code())

    assert is_signed_in(client)


def test_the_password_alone_opens_nothing(
    client: Client, person: User, with_app: Add
) -> None:
    with_app(person)

    submit(client, person.email)

    assert "_auth_user_id" not in client.session
    for door in DOORS + SIDE_DOORS:
        landed = client.get(door, follow=True).request["PATH_INFO"]
        assert landed in {"/accounts/login/", "/accounts/2fa/authenticate/"}


@pytest.mark.parametrize("door", DOORS + SIDE_DOORS)
def test_who_has_no_second_factor_is_led_to_set_it_up(
    client: Client, administrator: User, door: str
) -> None:
    submit(client, administrator.email)

    assert client.get(door)["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.parametrize("door", DOORS + SIDE_DOORS)
def test_a_session_that_only_a_password_opened_must_prove_the_second_factor(
    client: Client, administrator: User, with_app: Add, door: str
) -> None:
    """Such as one from before the second factor was set up elsewhere."""
    submit(client, administrator.email)
    with_app(administrator)

    location = client.get(door)["Location"]

    assert location.startswith("/accounts/2fa/reauthenticate/?next=")


def test_proving_it_opens_the_door(client: Client, person: User, with_app: Add) -> None:
    submit(client, person.email)
    with_app(person)

    proof = {"code": code(), "next": "/accounts/me/"}
    response = client.post("/accounts/2fa/reauthenticate/", proof)

    assert response["Location"] == "/accounts/me/"
    assert is_signed_in(client)


def test_setting_up_the_app_ends_in_an_open_door(
    client: Client, person: User, half_minute: None
) -> None:
    submit(client, person.email)
    confirm = client.get("/accounts/2fa/totp/activate/")
    assert confirm["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret

    shown = format_hotp_value(hotp_value(secret, int(_now() // 30)))
    response = client.post("/accounts/2fa/totp/activate/", {"code": shown})

    assert response.status_code == 302
    assert is_signed_in(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    other = Client()
    submit(other, person.email)
    authenticate(other, shown)
    assert not is_signed_in(other), "the code that set it up is used"


def _now() -> float:
    import time  # noqa: PLC0415  # so that time-machine's clock is asked

    return time.time()


def test_a_wrong_code_opens_nothing(
    client: Client, person: User, with_app: Add
) -> None:
    with_app(person)
    submit(client, person.email)

    authenticate(client, wrong_code())

    assert not is_signed_in(client)


def test_a_code_is_good_once_also_when_the_cache_forgets(
    client: Client, person: User, with_app: Add
) -> None:
    with_app(person)
    used = code()
    submit(client, person.email)
    authenticate(client, used)
    cache.clear()
    other = Client()

    submit(other, person.email)
    authenticate(other, used)

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_recovery_code_is_good_once(
    client: Client, person: User, with_app: Add
) -> None:
    with_app(person)
    spare = RecoveryCodes.activate(person).generate_codes()[0]
    submit(client, person.email)
    authenticate(client, spare)
    other = Client()

    submit(other, person.email)
    authenticate(other, spare)

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_signing_in_goes_on_while_the_cache_is_away(
    client: Client, person: User, with_app: Add, settings: LazySettings
) -> None:
    with_app(person)
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": away}

    submit(client, person.email)
    authenticate(client, code())

    assert is_signed_in(client)


def test_secrets_are_encrypted_at_rest(person: User, with_app: Add) -> None:
    app = with_app(person)
    spare = RecoveryCodes.activate(person)

    stored = json.dumps([app.data, spare.instance.data])

    assert SECRET not in stored
    assert spare.generate_codes()[0] not in stored


def test_secrets_survive_a_change_of_the_key(
    client: Client, person: User, with_app: Add, settings: LazySettings
) -> None:
    with_app(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-one-of-them"

    submit(client, person.email)
    authenticate(client, code())

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/sessions/",
        "/accounts/password/change/",
    ],
)
def test_the_pages_of_the_second_factor_are_there(
    client: Client, person: User, with_app: Add, page: str
) -> None:
    with_app(person)
    RecoveryCodes.activate(person)
    submit(client, person.email)
    authenticate(client, code())
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/accounts/email/", "/accounts/password/set/"])
def test_there_is_no_second_address_to_sign_in_with(
    client: Client, person: User, settings: LazySettings, page: str
) -> None:
    settings.MFA_REQUIRED = False
    submit(client, person.email)

    assert client.get(page).status_code == 404
    assert client.post(page, {"email": "evil@example.org"}).status_code == 404


def test_nobody_signs_up(client: Client, db: None) -> None:
    fields = {"email": "evil@example.org", "password1": PASSWORD, "password2": PASSWORD}

    client.post("/accounts/signup/", fields)

    assert not User.objects.filter(email="evil@example.org").exists()


def test_the_admin_has_no_sign_in_of_its_own(
    client: Client, administrator: User
) -> None:
    fields = {"username": administrator.email, "password": PASSWORD}

    response = client.post("/admin/login/", fields)

    assert response["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
