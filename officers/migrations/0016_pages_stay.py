"""A page of a duty report stays as it was compiled, and as it was signed.

Until now who signs a page could have written other figures into it by SQL, or deleted
it. Who signs changes its state, once; what it says and which page replaces it is the
clock's. Pages and the answers beside them have no history of their own (`track`):
they are never changed, a corrected log makes a new page, and sealing takes words out of
answers as the clock.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import at_my_school, remove_anew

SIGNS = f"""(((lens = 'command' AND {at_my_school("commander")})
        OR (lens = 'school' AND {at_my_school("principal")}))
    AND NOT officer_id = ANY (ARRAY(
        SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id())))"""
STAYS = """
CREATE FUNCTION officers_keep_page() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signing text[] := ARRAY['status', 'version'];
BEGIN
    IF NOT app_is_clock() AND (OLD.status <> 'waiting'
        OR to_jsonb(OLD) - signing IS DISTINCT FROM to_jsonb(NEW) - signing)
    THEN
        PERFORM officers_refuse('rule_report_page_stays',
            'A page of a duty report stays as it was compiled and signed.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_dutyreportpage
    FOR EACH ROW EXECUTE FUNCTION officers_keep_page();
"""
GOES = """
DROP TRIGGER stays ON officers_dutyreportpage;
DROP FUNCTION officers_keep_page();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0015_log_by_its_officer")]
    operations: ClassVar = [
        remove_anew("officers_dutyreportpage", remove="false", was=SIGNS),
        migrations.RunSQL(STAYS, GOES),
    ]
