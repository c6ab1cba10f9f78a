"""What an officer logs by hand, that officer writes; and no line is ever deleted.

Until now everybody of the unit could have written into another's log by SQL. The lines
of other records stay the unit's to write: the verb of a talk, of advice or an incident
records them, whoever acts. A line that is taken out stays, with `removed_at`.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school, change_anew, remove_anew

UNIT = at_my_school("commander", "office", "officer")
IN_SERVICE = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
WAS = f"({IN_SERVICE} OR {UNIT})"
WRITTEN = f"({IN_SERVICE} OR (source_kind <> '' AND {UNIT}))"
LOG = "officers_activityentry"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0014_trail_of_the_unit")]
    operations: ClassVar = [
        add_anew(LOG, add=WRITTEN, was=WAS),
        change_anew(LOG, change=WRITTEN, was=WAS),
        remove_anew(LOG, remove="false", was=WRITTEN),
    ]
