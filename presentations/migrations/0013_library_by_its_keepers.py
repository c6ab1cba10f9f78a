"""The library and the levels of conflicts are written by who keeps them.

Until now everybody who is signed in could by SQL have rewritten what a topic says, have
taken its sensitive mark away, or have silenced the conflicts of a district.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import ADMINISTRATOR, kept_by

KEEPS_LIBRARY = f"""({ADMINISTRATOR}
    OR (SELECT app_roles_of(app_user_id(), current_date))::text[]
        && ARRAY['officer', 'commander', 'office'])"""
SETS_LEVELS = f"""({ADMINISTRATOR} OR district_id = ANY (ARRAY(
    SELECT d.id FROM schools_district d JOIN accounts_membership m
      ON (m.role = 'district' AND m.district_id = d.id)
      OR (m.role = 'commander' AND m.police_agency_id = d.police_agency_id)
    WHERE m.user_id = app_user_id() AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0012_signs_for_oneself")]
    operations: ClassVar = [
        *kept_by("presentations_topic", keeps=KEEPS_LIBRARY, removes="false"),
        *kept_by("presentations_topicmaterial", keeps=KEEPS_LIBRARY, removes="false"),
        *kept_by("presentations_conflictrule", keeps=SETS_LEVELS),
    ]
