"""What was directed stays as it was given; only its answer is written.

Until now the officer and whoever gave a directive could have rewritten or deleted it by
SQL, and one of them could have answered for the other. The officer acknowledges, does
or declines it; whoever gave it takes it back; what ended stays ended.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school, leave_anew, remove_anew

OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
ANSWERS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
COMMANDS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
GAVE = f"""(directed_by_id = app_user_id() AND ((side = 'command' AND {COMMANDS})
    OR (side = 'school' AND {at_my_school("principal")})))"""
IS_POSTED = """EXISTS (
    SELECT FROM officers_assignment a
    JOIN schools_school s ON s.campus_id = a.campus_id
    WHERE a.officer_id = officers_directive.officer_id
      AND s.id = officers_directive.school_id)"""
GIVES_WAS = f"({GAVE} AND {IS_POSTED})"
GIVES = f"""({GIVES_WAS} AND NOT {OWN} AND status = 'given'
    AND answered_at IS NULL AND reason = '')"""
WRITES_WAS = f"({ANSWERS} OR {GAVE})"
WRITES = f"(CASE status WHEN 'withdrawn' THEN {GAVE} ELSE {ANSWERS} END)"
DIRECTIVE = "officers_directive"
STAYS = """
CREATE FUNCTION officers_keep_directive() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answering text[] := ARRAY['status', 'version', 'answered_at', 'reason'];
BEGIN
    IF NOT app_is_clock() AND (OLD.status NOT IN ('given', 'acknowledged')
        OR to_jsonb(OLD) - answering IS DISTINCT FROM to_jsonb(NEW) - answering)
    THEN
        PERFORM officers_refuse('rule_directive_stays',
            'A directive stays as it was given and answered. Give another one.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_directive
    FOR EACH ROW EXECUTE FUNCTION officers_keep_directive();
"""
GOES = """
DROP TRIGGER stays ON officers_directive;
DROP FUNCTION officers_keep_directive();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0018_training_confirmed_by_the_command")]
    operations: ClassVar = [
        add_anew(DIRECTIVE, add=GIVES, was=GIVES_WAS),
        leave_anew(DIRECTIVE, leave=WRITES, was=WRITES_WAS),
        remove_anew(DIRECTIVE, remove="false", was=WRITES_WAS),
        migrations.RunSQL(STAYS, GOES),
    ]
