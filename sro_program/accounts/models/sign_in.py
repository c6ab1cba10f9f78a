"""Wrong passwords and codes, counted where they cannot be lost."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class SignInAttempt(models.Model):
    """One wrong password or code. Five in 15 minutes lock the account (CJIS AC-7).

    Kept until the person signs in or an administrator releases the account. The
    lasting record is the audit trail; these rows are only the counter.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password", "Password"
        CODE = "code", "Code"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="sign_in_attempts",
        db_index=False,
    )
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at"]
        indexes: ClassVar = [
            models.Index(fields=["user", "at"], name="sign_in_attempts_of_a_user")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
