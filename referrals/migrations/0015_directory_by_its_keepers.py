"""The directory is written by who keeps it, and its entries stay.

Until now everybody who is signed in could by SQL have put another number under a crisis
line or the hotline of child protection, or have taken it out. What is for every
district is the administrators'.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import ADMINISTRATOR, at_my_school, kept_by

KEEPERS = ("officer", "commander", "office", "counselor")
KEEPS = f"""({ADMINISTRATOR} OR district_id = ANY (ARRAY(
    SELECT s.district_id FROM schools_school s
    WHERE {at_my_school(*KEEPERS, column="s.id")})))"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0014_history_by_triggers")]
    operations: ClassVar = [
        *kept_by("referrals_agency", keeps=KEEPS, removes="false"),
        *kept_by("referrals_directoryrule", keeps=ADMINISTRATOR),
    ]
