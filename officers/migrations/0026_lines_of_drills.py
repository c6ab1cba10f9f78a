"""The line of a drill is the clock's, and an approval keeps who recorded it.

Until now the command and the office could by SQL have written a drill into another's
log, or have changed what the drill says there; and have passed an approval of the
marshal off as recorded by somebody else, or have moved its first day or its campus. The
day on which a district's duty reports are sent is the administrators' to choose.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import ADMINISTRATOR, add_anew, at_my_school, kept_by

UNIT = at_my_school("commander", "office", "officer")
IN_SERVICE = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
WAS = f"({IN_SERVICE} OR (source_kind NOT IN ('', 'event') AND {UNIT}))"
WRITTEN = f"({IN_SERVICE} OR (source_kind NOT IN ('', 'event', 'drill') AND {UNIT}))"
LOG = "officers_activityentry"
STAYS = """
CREATE FUNCTION officers_keep_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT app_is_clock() AND to_jsonb(OLD) - ARRAY['ends_on', 'version']
        IS DISTINCT FROM to_jsonb(NEW) - ARRAY['ends_on', 'version']
    THEN
        PERFORM officers_refuse('rule_approval_stays',
            'What the marshal approved, and who recorded it, stays; its end may move.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_coverageapproval
    FOR EACH ROW EXECUTE FUNCTION officers_keep_approval();
"""
GOES = """
DROP TRIGGER stays ON officers_coverageapproval;
DROP FUNCTION officers_keep_approval();
"""


def changed(condition: str) -> str:
    return f"ALTER POLICY change ON {LOG} USING (app_is_clock() OR {condition});"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0025_lines_of_events")]
    operations: ClassVar = [
        add_anew(LOG, add=WRITTEN, was=WAS),
        migrations.RunSQL(changed(WRITTEN), changed(WAS)),
        migrations.RunSQL(STAYS, GOES),
        *kept_by("officers_reportday", keeps=ADMINISTRATOR),
    ]
