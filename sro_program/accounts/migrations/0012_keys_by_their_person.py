"""The keys to an account are its own person's, and an administrator's to take away.

Until now everybody who is signed in could by SQL have taken a second factor, an address
or the wrong tries of somebody else away, or have handed their own factor to another
account. Before anybody has signed in nobody acts: then a factor is used, a wrong try
counted, a session begun.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import ADMINISTRATOR, kept_by

OWN = "(app_user_id() IS NULL OR user_id = app_user_id())"
TAKES_AWAY = f"({OWN} OR {ADMINISTRATOR})"
KEYS = (
    *("mfa_authenticator", "account_emailaddress", "usersessions_usersession"),
    "accounts_signinattempt",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0011_roles_by_their_givers"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations: ClassVar = [
        wall for table in KEYS for wall in kept_by(table, keeps=OWN, removes=TAKES_AWAY)
    ]
