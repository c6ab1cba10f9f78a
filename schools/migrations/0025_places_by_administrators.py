"""Which agency serves a district, and where a school is, is the administrators' to say.

Reach follows from it: until now everybody who is signed in could by SQL have put a
school of strangers onto their own campus or into their own district, and so have
reached it. The verbs of others lock these rows and change nothing of them.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import ADMINISTRATOR, held_by_all


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("schools", "0024_calendars_by_their_keepers"),
        ("accounts", "0010_history_by_triggers"),
    ]
    operations: ClassVar = [
        *held_by_all("accounts_policeagency", keeps=ADMINISTRATOR),
        *held_by_all("schools_district", keeps=ADMINISTRATOR),
        *held_by_all("schools_campus", keeps=ADMINISTRATOR),
        *held_by_all("schools_school", keeps=ADMINISTRATOR),
    ]
