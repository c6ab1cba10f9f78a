"""In a review nobody agrees, signs or takes back for another, also by SQL.

Until now one superior could have written goals of a review that the other had "agreed"
to, or rewritten them afterwards; could have added a half that was signed already, in
any name; and could have taken back what a colleague signed.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school, leave_anew, remove_anew

OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
OF_THE_AGENCY = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
COMMANDS = f"({OF_THE_AGENCY} AND {at_my_school('commander')} AND NOT {OWN})"
LEADS = f"({at_my_school('principal')} AND NOT {OWN})"
SUPERIORS = f"({COMMANDS} OR {LEADS})"
OF_MY_SIDE = f"((side = 'command' AND {COMMANDS}) OR (side = 'school' AND {LEADS}))"
OF_THE_OTHER = f"((side = 'command' AND {LEADS}) OR (side = 'school' AND {COMMANDS}))"
MINE = f"(proposed_by_id = app_user_id() AND {OF_MY_SIDE})"
PROPOSES = f"""({MINE} AND status = 'proposed'
    AND answered_by_id IS NULL AND answered_at IS NULL)"""
ENDS = f"""(CASE status
    WHEN 'agreed' THEN answered_by_id = app_user_id()
        AND proposed_by_id <> app_user_id() AND {OF_THE_OTHER}
    WHEN 'withdrawn' THEN {MINE} AND answered_by_id IS NULL
    ELSE false END)"""
BEGINS = f"""({OF_MY_SIDE} AND status = 'draft'
    AND signed_by_id IS NULL AND signed_at IS NULL)"""
GOALS, HALVES = "officers_reviewgoal", "officers_reviewhalf"
STAYS = """
CREATE FUNCTION officers_keep_review_goal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answering text[] := ARRAY['status', 'version', 'answered_by_id', 'answered_at'];
BEGIN
    IF NOT app_is_clock() AND (OLD.status <> 'proposed'
        OR to_jsonb(OLD) - answering IS DISTINCT FROM to_jsonb(NEW) - answering)
    THEN
        PERFORM officers_refuse('rule_review_goal_stays',
            'A goal stays as it was proposed and answered. Propose another one.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_reviewgoal
    FOR EACH ROW EXECUTE FUNCTION officers_keep_review_goal();

CREATE FUNCTION officers_take_half_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT app_is_clock() AND OLD.signed_by_id IS DISTINCT FROM app_user_id() THEN
        PERFORM officers_refuse('rule_review_half_taken_back',
            'Only who signed it takes the signature back.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER taken_back BEFORE UPDATE ON officers_reviewhalf
    FOR EACH ROW WHEN (OLD.status = 'signed' AND NEW.status <> 'signed')
    EXECUTE FUNCTION officers_take_half_back();
"""
GOES = """
DROP TRIGGER taken_back ON officers_reviewhalf;
DROP FUNCTION officers_take_half_back();
DROP TRIGGER stays ON officers_reviewgoal;
DROP FUNCTION officers_keep_review_goal();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0021_who_serves")]
    operations: ClassVar = [
        add_anew(GOALS, add=PROPOSES, was=MINE),
        leave_anew(GOALS, leave=ENDS, was=SUPERIORS),
        remove_anew(GOALS, remove="false", was=SUPERIORS),
        add_anew(HALVES, add=BEGINS, was=OF_MY_SIDE),
        migrations.RunSQL(STAYS, GOES),
    ]
