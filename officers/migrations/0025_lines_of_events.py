"""The line of a school event is written by the officer who was there, or by the clock.

The other records write their lines whoever acts of the unit (migration
`log_by_its_officer`); an event never does, so that nobody of the unit can put an event
into another's log, or take one out, by SQL.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school

UNIT = at_my_school("commander", "office", "officer")
IN_SERVICE = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
WAS = f"({IN_SERVICE} OR (source_kind <> '' AND {UNIT}))"
WRITTEN = f"({IN_SERVICE} OR (source_kind NOT IN ('', 'event') AND {UNIT}))"
LOG = "officers_activityentry"


def changed(condition: str) -> str:
    return f"ALTER POLICY change ON {LOG} USING (app_is_clock() OR {condition});"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0024_attendances")]
    operations: ClassVar = [
        add_anew(LOG, add=WRITTEN, was=WAS),
        migrations.RunSQL(changed(WRITTEN), changed(WAS)),
    ]
