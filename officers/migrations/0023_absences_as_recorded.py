"""An absence is recorded, called off and explained in one's own name, also by SQL.

Until now an officer could have deleted or moved an absence, and so the minutes of
school without an officer that follow from it; could have called it off or given the
reason of a tilt in the name of another, or taken that reason away. And whoever leads a
school could have put a signature under the command's page of a duty report, or a
commander one under the report of their own work, before its signer came.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school, leave_anew, remove_anew

MINE_TO_RECORD = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() OR o.police_agency_id IN (
        SELECT m.police_agency_id FROM accounts_membership m
        JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = app_user_id() AND m.police_agency_id IS NOT NULL
          AND m.starts_on <= current_date
          AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""
OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
COMMANDS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
LEADS = at_my_school("principal")
EXPLAINS = f"""({OWN} OR (side = 'command' AND {COMMANDS})
    OR (side = 'school' AND {LEADS}))"""
ANSWERS = f"""(by_id = app_user_id() AND (
    (side = 'officer' AND {OWN})
    OR (side = 'command' AND {at_my_school("commander")})
    OR (side = 'school' AND {LEADS})))"""
ON_A_PAGE = f"""({ANSWERS} AND EXISTS (SELECT FROM officers_dutyreportpage p
    WHERE p.id = page_id AND p.report_id = officers_dutyreportanswer.report_id
      AND (NOT is_signature OR (p.lens = side AND NOT {OWN}))))"""
IN_OWN_NAME = "recorded_by_id = app_user_id()"
ABSENCE, REASON = "officers_absence", "officers_tiltreason"
STAYS = """
CREATE FUNCTION officers_keep_absence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    calling_off text[] := ARRAY['cancelled_at', 'cancelled_by_id'];
BEGIN
    IF NOT app_is_clock() AND (OLD.cancelled_at IS NOT NULL
        OR to_jsonb(OLD) - calling_off IS DISTINCT FROM to_jsonb(NEW) - calling_off
        OR NEW.cancelled_by_id IS DISTINCT FROM app_user_id())
    THEN
        PERFORM officers_refuse('rule_absence_stays',
            'An absence stays as it was recorded. Call it off, and record another.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_absence
    FOR EACH ROW EXECUTE FUNCTION officers_keep_absence();
"""
GOES = """
DROP TRIGGER stays ON officers_absence;
DROP FUNCTION officers_keep_absence();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0022_reviews_by_their_people")]
    operations: ClassVar = [
        add_anew(
            ABSENCE,
            add=f"({IN_OWN_NAME} AND cancelled_at IS NULL AND {MINE_TO_RECORD})",
            was=MINE_TO_RECORD,
        ),
        remove_anew(ABSENCE, remove="false", was=MINE_TO_RECORD),
        migrations.RunSQL(STAYS, GOES),
        add_anew(REASON, add=f"({IN_OWN_NAME} AND {EXPLAINS})", was=EXPLAINS),
        leave_anew(REASON, leave=f"({IN_OWN_NAME} AND {EXPLAINS})", was=EXPLAINS),
        remove_anew(REASON, remove="false", was=EXPLAINS),
        add_anew("officers_dutyreportanswer", add=ON_A_PAGE, was=ANSWERS),
    ]
