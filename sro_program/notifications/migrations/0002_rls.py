"""A message is seen by its recipient; administrators see what could not be sent."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import protect

GIVEN_UP = """(gave_up_at IS NOT NULL AND EXISTS (
    SELECT FROM accounts_user
    WHERE id = app_user_id() AND is_staff AND is_active))"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("notifications", "0001_initial"),
        ("accounts", "0003_reach"),
    ]
    operations: ClassVar = [
        protect(
            "notifications_notification",
            see=f"(recipient_id = app_user_id() OR {GIVEN_UP})",
            add="true",
        ),
    ]
