"""The account of a person."""

from typing import ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower

from sro_program.audit.history import track
from sro_program.core.db import acting_as_clock


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, name: str, password: str | None = None, **fields: object
    ) -> "User":
        """An account that signs in with its e-mail; no password means: not yet."""
        user = self.model(
            email=self.normalize_email(email).lower(), name=name, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, name: str, password: str | None = None, **fields: object
    ) -> "User":
        """An administrator: accounts and reference lists, no content rights.

        Whoever runs the server makes one, by a command: nobody acts there.
        """
        with acting_as_clock():
            return self.create_user(
                email, name, password, is_staff=True, is_superuser=True, **fields
            )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """Someone with an account. What they may see follows from memberships alone."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField("full name", max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(
        "may sign in",
        default=True,
        help_text="Clear this when someone leaves; do not delete accounts.",
    )
    is_staff = models.BooleanField(
        "administrator",
        default=False,
        help_text="May use these administration pages. Gives no right to content.",
    )
    locked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Set after five wrong passwords or codes; an administrator releases.",
    )
    email_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    factor_removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects = UserManager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Someone already has this e-mail address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_newcomer(self) -> bool:
        """Invited, but has not chosen a password yet."""
        return not self.is_active and not self.has_usable_password()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0]
