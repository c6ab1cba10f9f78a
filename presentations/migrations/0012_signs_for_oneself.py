"""Nobody signs a presentation for somebody else, and what was signed stays as it was.

Until now the second wall let whoever takes part in a presentation write the other
side's signature under it by SQL, or move its time under a signature. The school's is
the principal's own, the officer's that of an officer who serves the school; a new time,
topic or place takes the signatures away (`presentations.actions.requesting`).
"""

from typing import ClassVar

from django.db import migrations

STAYS = """
CREATE FUNCTION presentations_keep_signatures() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    by_school boolean := false;
    by_officer boolean := false;
BEGIN
    IF app_is_clock() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        by_school := (OLD.school_signed_by_id, OLD.school_signed_at)
            IS NOT DISTINCT FROM (NEW.school_signed_by_id, NEW.school_signed_at);
        by_officer := (OLD.officer_signed_by_id, OLD.officer_signed_at)
            IS NOT DISTINCT FROM (NEW.officer_signed_by_id, NEW.officer_signed_at);
    END IF;
    IF NEW.school_signed_by_id IS NOT NULL AND NOT by_school AND NOT (
            NEW.school_signed_by_id = app_user_id()
            AND NEW.school_id = ANY (app_schools('principal')))
        OR NEW.officer_signed_by_id IS NOT NULL AND NOT by_officer AND NOT (
            NEW.officer_signed_by_id = app_user_id()
            AND NEW.school_id = ANY (app_schools('officer')))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'rule_signs_for_oneself',
            MESSAGE = 'Everyone signs for themselves: the principal for the school, '
                'an officer who serves it for the officer.';
    END IF;
    IF TG_OP = 'UPDATE' AND (
            by_school AND NEW.school_signed_by_id IS NOT NULL
            OR by_officer AND NEW.officer_signed_by_id IS NOT NULL)
        AND (OLD.school_id, OLD.topic_id, OLD.starts_at, OLD.ends_at, OLD.place_id,
             OLD.place_text)
            IS DISTINCT FROM
            (NEW.school_id, NEW.topic_id, NEW.starts_at, NEW.ends_at, NEW.place_id,
             NEW.place_text)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'rule_signed_stays',
            MESSAGE = 'What was signed keeps its time, topic and place. '
                'A new one needs the signatures again.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signatures BEFORE INSERT OR UPDATE ON presentations_presentation
    FOR EACH ROW EXECUTE FUNCTION presentations_keep_signatures();
"""
GOES = """
DROP TRIGGER signatures ON presentations_presentation;
DROP FUNCTION presentations_keep_signatures();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0011_history_by_triggers")]
    operations: ClassVar = [migrations.RunSQL(STAYS, GOES)]
