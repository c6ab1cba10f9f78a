"""The one place where a password is compared."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from sro_program.accounts.actions.sign_in import Kind, attempt
from sro_program.accounts.models import User


class CountingBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, with wrong passwords counted and locked accounts refused.

    Signing in, confirming it is you, and whatever else calls `authenticate` come
    through here. Unknown, locked and wrong are one and the same answer, which takes
    the same time (a password is hashed in each case).
    """

    def user_can_authenticate(self, user: Any) -> bool:  # noqa: ANN401  # Django's signature
        """Asked at each request: a closed or locked account has no session."""
        return bool(super().user_can_authenticate(user) and user.locked_at is None)

    def _check_password(
        self, user: User | None, password: str
    ) -> AbstractBaseUser | None:
        if user is None or not user.has_usable_password():
            return None
        if not attempt(user, Kind.PASSWORD, lambda: self._compare(user, password)):
            return None
        if self.user_can_authenticate(user):
            return user
        self._stash_user(user)  # right, but closed: allauth says so on its own page
        return None

    def _compare(self, user: User, password: str) -> bool:
        self._did_check_password = True
        return user.check_password(password)
