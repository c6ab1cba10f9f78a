"""The second wall around people, their history, their classes and imports."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, at_my_school, protect

IMPORTABLE = """district_id = ANY (ARRAY(
    SELECT d.id
    FROM schools_district d
    JOIN accounts_membership m
      ON (m.role IN ('commander', 'office') AND m.police_agency_id = d.police_agency_id)
      OR (m.role = 'district' AND m.district_id = d.id)
    WHERE m.user_id = app_user_id()
      AND m.starts_on <= (now() AT TIME ZONE d.time_zone)::date
      AND (m.ends_on IS NULL OR m.ends_on > (now() AT TIME ZONE d.time_zone)::date)))"""

STAFF_OR_NAMED = f"""(
    (kind = 'staff' AND {at_my_school()})
    OR {at_my_school("commander", "officer", "principal", "counselor")})"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("schools", "0002_onerosterimport"),
        ("accounts", "0003_reach"),
    ]
    operations: ClassVar = [
        protect("schools_person", see=STAFF_OR_NAMED),
        protect("schools_personevent", see=STAFF_OR_NAMED),
        append_only("schools_personevent"),
        protect("schools_schoolclass", see=at_my_school()),
        protect("schools_onerosterimport", see=IMPORTABLE),
    ]
