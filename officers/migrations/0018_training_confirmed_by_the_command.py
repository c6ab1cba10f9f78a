"""Training is confirmed by the command, and what comes due follows from it.

Until now officers could have confirmed their own certificates by SQL, and moved the
dates of which they are warned. Confirming is done in one's own name and never for
oneself; what is confirmed, its officer marks as lost and changes in nothing else. What
is due is written by the clock alone (`actions.training_dates.renew_dates`). Nothing is
deleted: what is taken out has `struck_at`.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, change_anew, remove_anew

KEPT = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() OR o.police_agency_id IN (
        SELECT m.police_agency_id FROM accounts_membership m
        JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = app_user_id() AND m.role IN ('commander', 'office')
          AND m.police_agency_id IS NOT NULL
          AND m.starts_on <= current_date
          AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""
RECORDS = f"(recorded_by_id = app_user_id() AND {KEPT})"
NOBODY = "false"
RECORDS_OF_TRAINING = ["officers_certificate", "officers_traininghours"]
DUE = "officers_trainingdue"
CONFIRM = """
CREATE FUNCTION officers_keep_training() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    losing text[] := ARRAY['lost_on', 'lost_because', 'version'];
    is_own boolean := EXISTS (SELECT FROM officers_officer o
        WHERE o.id = NEW.officer_id AND o.user_id = app_user_id());
    was_confirmed bigint := CASE WHEN TG_OP = 'UPDATE' THEN OLD.confirmed_by_id END;
BEGIN
    IF app_is_clock() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.officer_id, OLD.recorded_by_id)
        IS DISTINCT FROM (NEW.officer_id, NEW.recorded_by_id)
    THEN
        PERFORM officers_refuse('rule_training_stays',
            'This stays of its officer, and of who recorded it.');
    END IF;
    IF NEW.confirmed_by_id IS DISTINCT FROM was_confirmed
        AND NEW.confirmed_by_id IS NOT NULL
        AND (is_own OR NEW.confirmed_by_id <> app_user_id())
    THEN
        PERFORM officers_refuse('rule_training_confirmed_by_the_command',
            'You cannot confirm your own training. Ask your command.');
    END IF;
    IF is_own AND was_confirmed IS NOT NULL
        AND to_jsonb(OLD) - losing IS DISTINCT FROM to_jsonb(NEW) - losing
    THEN
        PERFORM officers_refuse('rule_training_confirmed',
            'Your command has confirmed this. Ask it to correct it or to take it out.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE ON officers_certificate
    FOR EACH ROW EXECUTE FUNCTION officers_keep_training();
CREATE TRIGGER kept BEFORE INSERT OR UPDATE ON officers_traininghours
    FOR EACH ROW EXECUTE FUNCTION officers_keep_training();
"""
NO_CONFIRM = """
DROP TRIGGER kept ON officers_traininghours;
DROP TRIGGER kept ON officers_certificate;
DROP FUNCTION officers_keep_training();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0017_goals_by_both")]
    operations: ClassVar = [
        *(add_anew(table, add=RECORDS, was=KEPT) for table in RECORDS_OF_TRAINING),
        *(remove_anew(table, remove=NOBODY, was=KEPT) for table in RECORDS_OF_TRAINING),
        add_anew(DUE, add=NOBODY, was=KEPT),
        change_anew(DUE, change=NOBODY, was=KEPT),
        migrations.RunSQL(CONFIRM, NO_CONFIRM),
    ]
