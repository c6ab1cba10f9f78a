"""The history of accounts and roles is written by triggers, and by nobody by hand."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import written_by_trigger

TRACKED = [
    *("user", "membership"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0009_wall_the_rest")]
    operations: ClassVar = [
        written_by_trigger(*(f"accounts_{name}event" for name in TRACKED)),
    ]
