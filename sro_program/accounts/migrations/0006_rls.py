"""The history of accounts and roles: read by administrators and its own person."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, protect

ADMINISTRATOR = """EXISTS (
    SELECT FROM accounts_user
    WHERE id = app_user_id() AND is_staff AND is_active)"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0005_history_and_attempts")]
    operations: ClassVar = [
        protect(
            "accounts_userevent",
            see=f"(pgh_obj_id = app_user_id() OR {ADMINISTRATOR})",
            add="true",
        ),
        protect(
            "accounts_membershipevent",
            see=f"(user_id = app_user_id() OR {ADMINISTRATOR})",
            add="true",
        ),
        append_only("accounts_userevent", "accounts_membershipevent"),
    ]
