"""How the sign-in library behaves here."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from sro_program.accounts.actions import sign_in
from sro_program.accounts.models import User
from sro_program.core.ids import uuid7
from sro_program.notifications.outbox import MailLink, notify

RESET_ROUTE = "account_reset_password_from_key"
THEN_LOCKED = (
    " After five wrong tries an account is locked until an administrator releases it."
)
NO_MATCH = "The e-mail or the password is not right." + THEN_LOCKED
NO_CODE = "That code is not right, or has been used." + THEN_LOCKED
CHANGES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was set anew by a mailed link.",
    "account/email/password_set": "A password was set for your account.",
    "mfa/email/totp_activated": "An authenticator app was added to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was taken off your account.",
    "mfa/email/webauthn_added": "A security key was added to your account.",
    "mfa/email/webauthn_removed": "A security key was taken off your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come by invitation only; mails leave by the outbox."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_MATCH,
        "incorrect_password": NO_MATCH,
        "enter_current_password": NO_MATCH,
        "incorrect_code": NO_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(
        self, request: HttpRequest, user: User, **login: object
    ) -> HttpResponse | None:
        """Whatever led here (also a mailed link): a locked account stays out."""
        if sign_in.is_locked(user):
            return refuse_locked(request)
        response: HttpResponse | None = super().pre_login(request, user, **login)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """The last gate: the account may have been locked since the password."""
        if sign_in.is_locked(user):
            raise ImmediateHttpResponse(refuse_locked(request))
        super().login(request, user)

    def post_login(
        self, request: HttpRequest, user: User, **login: object
    ) -> HttpResponse:
        """Signed in, with both factors: the clocks of this session start."""
        sign_in.came(user)
        request.session["time_zone"] = sign_in.time_zone_of(user)
        moment = int(now().timestamp())
        request.session["begun_at"] = request.session["seen_at"] = moment
        response: HttpResponse = super().post_login(request, user, **login)
        return response

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        """Owe the link; its secret is made when the mail leaves."""
        link = MailLink(RESET_ROUTE, uuid7(), 1)
        label = "Choose a new password"
        notify(user, "password_reset", link=link, mail_only=True, action_label=label)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person that the keys to their account changed."""
        what = CHANGES.get(template_prefix, "The security settings were changed.")
        notify(user, "account_changed", needs_you=True, what=what)


def refuse_locked(request: HttpRequest) -> HttpResponse:
    """The answer to a wrong password, so that nobody learns which accounts exist."""
    messages.error(request, NO_MATCH)
    return redirect("account_login")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The second factor's secrets, encrypted at rest (CJIS SC-28)."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NO_CODE,
    }

    def encrypt(self, text: str) -> str:
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys().decrypt(encrypted_text.encode()).decode()


def keys() -> MultiFernet:
    """Encrypts with today's SECRET_KEY, reads also what its fallbacks encrypted."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(derived(secret)) for secret in secrets])


def derived(secret: str) -> bytes:
    """A key for this purpose only, from a secret of any length."""
    digest = hashlib.sha256(b"sro_program.accounts.mfa" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
