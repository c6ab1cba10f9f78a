"""A slip is signed by its school's principal alone, a supplement follows approval.

Both were kept by the program only: whoever wrote a slip could have written the
principal's signature under it, and whoever read a draft could have signed a supplement
to it.
"""

from typing import ClassVar

from django.db import migrations

SIGNED = """
CREATE FUNCTION incidents_sign_slip_for_oneself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_user_id() IS NOT NULL AND (
        NEW.seen_by_id IS DISTINCT FROM app_user_id()
        OR TG_OP = 'UPDATE' AND OLD.seen_by_id IS NOT NULL
        OR NEW.school_id <> ALL (app_schools('principal')::bigint[])
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_slip_signed',
            MESSAGE = 'Only the school’s principal signs that the slip has arrived.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed BEFORE UPDATE ON incidents_handback FOR EACH ROW
    WHEN ((OLD.seen_at, OLD.seen_by_id) IS DISTINCT FROM (NEW.seen_at, NEW.seen_by_id))
    EXECUTE FUNCTION incidents_sign_slip_for_oneself();
CREATE TRIGGER unsigned BEFORE INSERT ON incidents_handback FOR EACH ROW
    WHEN (NEW.seen_at IS NOT NULL OR NEW.seen_by_id IS NOT NULL)
    EXECUTE FUNCTION incidents_sign_slip_for_oneself();
"""
UNSIGNED = """
DROP TRIGGER unsigned ON incidents_handback;
DROP TRIGGER signed ON incidents_handback;
DROP FUNCTION incidents_sign_slip_for_oneself();
"""
LATER = """
CREATE FUNCTION incidents_supplement_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_user_id() IS NOT NULL AND NOT EXISTS (
        SELECT FROM incidents_incident i
        WHERE i.id = NEW.incident_id AND i.status = 'approved'
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_supplement_later',
            MESSAGE = 'This report can still be changed; a supplement comes after approval.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER later BEFORE INSERT ON incidents_supplement
    FOR EACH ROW EXECUTE FUNCTION incidents_supplement_later();
"""
AT_ONCE = """
DROP TRIGGER later ON incidents_supplement;
DROP FUNCTION incidents_supplement_later();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0015_find_supplements")]
    operations: ClassVar = [
        migrations.RunSQL(SIGNED, UNSIGNED),
        migrations.RunSQL(LATER, AT_ONCE),
    ]
