"""Who found, mended and looked again says so themselves, also where someone writes SQL.

Until now one person could have said by SQL that another had done it, and then have
looked at it "again" alone. What is written of it changes only while it is open.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school

MENDS = at_my_school("principal", "officer", "commander")
FINDS = f"({MENDS} AND written_by_id = app_user_id() AND status = 'open')"
BY_TWO = """
CREATE FUNCTION schools_hold_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_is_clock() THEN
        RETURN NEW;
    END IF;
    IF (NEW.done_by_id IS DISTINCT FROM OLD.done_by_id
            AND NEW.done_by_id <> app_user_id())
        OR (NEW.checked_by_id IS DISTINCT FROM OLD.checked_by_id
            AND NEW.checked_by_id <> app_user_id())
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_finding_in_own_name',
            MESSAGE = 'Who has done it or looked again says so themselves.';
    END IF;
    IF OLD.status = 'done' AND OLD.done_by_id = app_user_id()
        AND (NEW.status, NEW.done_by_id) IS DISTINCT FROM ('done', OLD.done_by_id)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_finding_by_another',
            MESSAGE = 'Somebody else looks whether it was done.';
    END IF;
    IF (OLD.status <> 'open' OR NEW.status <> 'open')
        AND (OLD.what, OLD.place_id, OLD.severity, OLD.owner, OLD.person_id, OLD.due_on)
            IS DISTINCT FROM
            (NEW.what, NEW.place_id, NEW.severity, NEW.owner, NEW.person_id, NEW.due_on)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_finding_said_while_open',
            MESSAGE = 'What is said of it changes while it is open.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE UPDATE ON schools_finding
    FOR EACH ROW EXECUTE FUNCTION schools_hold_finding();
"""
BY_ONE = """
DROP TRIGGER held ON schools_finding;
DROP FUNCTION schools_hold_finding();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0011_agreement_readings")]
    operations: ClassVar = [
        add_anew("schools_finding", add=FINDS, was=MENDS),
        migrations.RunSQL(BY_TWO, BY_ONE),
    ]
