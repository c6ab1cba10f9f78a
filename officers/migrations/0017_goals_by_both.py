"""Goals for the balance are agreed by two, also where someone writes SQL.

Until now one superior could have written goals that the other had "agreed" to. Who
proposes, proposes; who answers, answers for themselves and for the other side; what was
proposed stays as it was, and what was answered stays answered.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school, leave_anew, remove_anew

OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
COMMANDS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
LEADS = at_my_school("principal")
SUPERIORS = f"({COMMANDS} OR {LEADS})"
MINE = f"""(proposed_by_id = app_user_id() AND (
    (side = 'command' AND {COMMANDS}) OR (side = 'school' AND {LEADS})))"""
PROPOSES = f"""({MINE} AND NOT {OWN} AND status = 'proposed'
    AND answered_by_id IS NULL AND answered_at IS NULL AND reason = '')"""
ANSWERS = f"""(answered_by_id = app_user_id() AND proposed_by_id <> app_user_id()
    AND NOT {OWN}
    AND ((side = 'command' AND {LEADS}) OR (side = 'school' AND {COMMANDS})))"""
ENDS = f"""(CASE WHEN status IN ('agreed', 'declined') THEN {ANSWERS}
    WHEN status = 'withdrawn' THEN {MINE} AND answered_by_id IS NULL
    ELSE false END)"""
GOALS = "officers_balancegoal"
STAYS = """
CREATE FUNCTION officers_keep_goals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answering text[] := ARRAY['status', 'version', 'answered_by_id', 'answered_at',
        'reason'];
BEGIN
    IF NOT app_is_clock() AND (OLD.status <> 'proposed'
        OR to_jsonb(OLD) - answering IS DISTINCT FROM to_jsonb(NEW) - answering)
    THEN
        PERFORM officers_refuse('rule_goals_stay',
            'Goals stay as they were proposed and answered. Propose new ones.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_balancegoal
    FOR EACH ROW EXECUTE FUNCTION officers_keep_goals();
"""
GOES = """
DROP TRIGGER stays ON officers_balancegoal;
DROP FUNCTION officers_keep_goals();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0016_pages_stay")]
    operations: ClassVar = [
        add_anew(GOALS, add=PROPOSES, was=MINE),
        leave_anew(GOALS, leave=ENDS, was=SUPERIORS),
        remove_anew(GOALS, remove="false", was=SUPERIORS),
        migrations.RunSQL(STAYS, GOES),
    ]
