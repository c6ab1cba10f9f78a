"""Forms of signing in, of inviting, and of one's own account."""

from collections.abc import Callable
from functools import wraps
from time import monotonic, sleep
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password

from sro_program.accounts import places, policy
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.actions.sign_in import Kind, attempt
from sro_program.accounts.models import Role, User
from sro_program.accounts.second_factor import spend
from sro_program.core.db import Actor
from sro_program.core.forms import ProductForm
from sro_program.notifications.models import MailChoice

AGAIN = "The same password again"
LONG_ENOUGH = "At least 12 characters. A short sentence is easy to remember."
NOTHING = ("", "Choose")
SAME = "The two passwords are not the same."
WRONG_PLACE = "A {role} belongs to {kind}. Choose one."
AS_LONG_S = 0.25
"""Asking for a new password takes so many seconds, whoever asks."""
KINDS = {"school": "a school", "district": "a district", "police_agency": "an agency"}
GROUPS = {"school": "Schools", "district": "Districts", "police_agency": "Agencies"}


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """The sign-in, acknowledged: the page's button says that one has read the notice.

    The four statements of CJIS AC-8 stand above it (account/banner.html). A request
    that does not come from that page, or one of the demo's buttons, lacks the field.
    """

    acknowledged = forms.BooleanField(
        widget=forms.HiddenInput,
        initial=True,
        error_messages={"required": "Read the notice first, then sign in."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"


def as_long_for_everyone[**P, T](act: Callable[P, T]) -> Callable[P, T]:
    """Wait for the rest of a quarter second: nobody learns who has an account."""

    @wraps(act)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> T:
        begun = monotonic()
        done = act(*args, **kwargs)
        sleep(max(0.0, AS_LONG_S - (monotonic() - begun)))
        return done

    return waiting


class ResetForm(ResetPasswordForm):  # type: ignore[misc]  # as above
    """Asking for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"

    save = as_long_for_everyone(ResetPasswordForm.save)


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """The new password that a mailed link asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        ask_for_new_password(self)


class CurrentPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # as above
    """Changing a password asks for the old one, and counts when it is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        ask_for_new_password(self)

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data["oldpassword"]
        right = attempt(
            self.user, Kind.PASSWORD, lambda: self.user.check_password(typed)
        )
        if not right:
            raise get_adapter().validation_error("enter_current_password")
        return typed


def ask_for_new_password(form: forms.BaseForm) -> None:
    """Say what is asked for as the page of an invitation says it."""
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = LONG_ENOUGH
    form.fields["password2"].label = AGAIN
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # as above
    """The second factor while signing in: a time-based or a recovery code."""

    def clean_code(self) -> str:
        if not attempt(self.user, Kind.CODE, self._is_right):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return str(self.cleaned_data["code"])

    def _is_right(self) -> bool:
        try:
            code = super().clean_code()
        except forms.ValidationError:
            return False
        return spend(self.authenticator, code)


class CodeAgainForm(ReauthenticateForm, CodeForm):  # type: ignore[misc]  # as above
    """The second factor to confirm that it is you."""

    clean_code = CodeForm.clean_code


class KeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A security key while signing in."""

    def clean_credential(self) -> Authenticator:
        if not attempt(self.user, Kind.CODE, self._is_right):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return self._found

    def _is_right(self) -> bool:
        try:
            self._found = super().clean_credential()
        except forms.ValidationError:
            return False
        return True


class KeyAgainForm(ReauthenticateWebAuthnForm, KeyForm):  # type: ignore[misc]  # as above
    """A security key to confirm that it is you."""

    clean_credential = KeyForm.clean_credential


class SetUpAppForm(ActivateTOTPForm):  # type: ignore[misc]  # as above
    """Setting up the app shows its code, so this session has used it."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        record_authentication(context.request, self.user, method="mfa", type="totp")
        return code


class SetUpKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """Adding a key shows it, so this session has used it."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            record_authentication(
                context.request, self.user, method="mfa", type="webauthn"
            )
        return cleaned


class InviteForm(ProductForm):
    """Whom to ask in, as what, and where.

    Nothing is chosen to begin with: who overlooks a list gives nobody a role by it.
    """

    submit = "Send the invitation"

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="E-mail", max_length=254)
    role = forms.ChoiceField(label="Role")
    place = forms.ChoiceField(label="Where")

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self._places = places.places_led_by(user)
        given = set(policy.rights(user).roles_to_give())
        roles: Any = self.fields["role"]
        choices = [choice for choice in Role.choices if choice[0] in given]
        roles.choices = [NOTHING, *choices]
        place: Any = self.fields["place"]
        groups = self._grouped()
        is_one = sum(len(rows) for _, rows in groups) == 1
        place.choices = groups if is_one else [NOTHING, *groups]

    def _grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = [
            (GROUPS[kind], [(f"{kind}:{row.pk}", str(row)) for row in rows])
            for kind, rows in self._places.items()
        ]
        return [(label, rows) for label, rows in groups if rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "role" in cleaned and "place" in cleaned:
            kind, _, pk = cleaned["place"].partition(":")
            needed = places.field_for(cleaned["role"])
            if kind == needed:
                cleaned["place"] = self._places[kind].get(pk=pk)
            else:
                role = Role(cleaned["role"]).label.lower()
                self.add_error(
                    "place", WRONG_PLACE.format(role=role, kind=KINDS[needed])
                )
        return cleaned

    def guest(self) -> Guest:
        """What the form says, for the action."""
        names = ("email", "name", "role", "place")
        return Guest(**{name: self.cleaned_data[name] for name in names})


class AcceptForm(ProductForm):
    """The password of a new account, typed twice."""

    submit = "Open my account"

    password = forms.CharField(
        label="Password",
        help_text=LONG_ENOUGH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=AGAIN,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self._user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", SAME)
        return cleaned


class PageForm(forms.Form):
    """Where a list's page begins: after this row."""

    after = forms.IntegerField(required=False, min_value=1)


class MailChoiceForm(ProductForm):
    """When mail comes."""

    choice = forms.ChoiceField(
        label="E-mail", choices=MailChoice.choices, widget=forms.RadioSelect
    )
