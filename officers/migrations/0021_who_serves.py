"""Who serves where is read by everybody, and written by who may say it.

An assignment is reach: until now anybody could have made themselves an officer of a
campus by SQL. Officers are kept by administrators; assignments also by the commander of
the officer's agency (KRS 158.4414); nobody keeps their own. A relief ends or goes when
the absence is called off, by whoever may call it off, and says nothing else then. The
marshal's approvals are the command's and the office's. An officer's row may still be
held by everybody: the verbs count what is recorded of an officer one after another.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import leave_anew, protect, remove_anew

HOLDS_NOW = """m.user_id = app_user_id() AND m.starts_on <= current_date
    AND (m.ends_on IS NULL OR m.ends_on > current_date)"""
ADMINISTRATOR = """EXISTS (SELECT FROM accounts_user
    WHERE id = app_user_id() AND is_staff AND is_active)"""
KEEPS_OFFICERS = f"({ADMINISTRATOR} AND user_id <> app_user_id())"


def assigns(row: str) -> str:
    """Administrators and the commander of the officer's agency, but nobody themselves."""
    return f"""EXISTS (SELECT FROM officers_officer o
        WHERE o.id = {row}officer_id AND o.user_id <> app_user_id()
          AND ({ADMINISTRATOR} OR EXISTS (SELECT FROM accounts_membership m
            WHERE {HOLDS_NOW} AND m.role = 'commander'
              AND m.police_agency_id = o.police_agency_id)))"""


CALLS_OFF = f"""(kind = 'relief' AND EXISTS (SELECT FROM officers_absence b
    JOIN officers_officer o ON o.id = b.officer_id
    WHERE b.id = stands_in_for_id AND (o.user_id = app_user_id()
        OR EXISTS (SELECT FROM accounts_membership m
            WHERE {HOLDS_NOW} AND m.role IN ('commander', 'office')
              AND m.police_agency_id = o.police_agency_id))))"""
APPROVED = f"""EXISTS (SELECT FROM schools_campus c
    JOIN schools_district d ON d.id = c.district_id
    JOIN accounts_membership m ON m.police_agency_id = d.police_agency_id
    WHERE c.id = campus_id AND {HOLDS_NOW} AND m.role IN ('commander', 'office'))"""
EVERYBODY, NOBODY = "true", "false"
ENDS = f"""
CREATE FUNCTION officers_only_end_reliefs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT app_is_clock() AND NOT {assigns("NEW.")} AND (
        to_jsonb(OLD) - 'ends_on' IS DISTINCT FROM to_jsonb(NEW) - 'ends_on'
        OR coalesce(NEW.ends_on, 'infinity') > coalesce(OLD.ends_on, 'infinity'))
    THEN
        PERFORM officers_refuse('rule_relief_only_ends',
            'Whoever calls an absence off ends its relief, and changes nothing else.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE ON officers_assignment
    FOR EACH ROW EXECUTE FUNCTION officers_only_end_reliefs();
"""
GOES_ON = """
DROP TRIGGER only_ends ON officers_assignment;
DROP FUNCTION officers_only_end_reliefs();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0020_history_by_triggers")]
    operations: ClassVar = [
        protect(
            "officers_officer", see=EVERYBODY, add=KEEPS_OFFICERS, change=EVERYBODY
        ),
        leave_anew("officers_officer", leave=KEEPS_OFFICERS, was=EVERYBODY),
        remove_anew("officers_officer", remove=NOBODY, was=EVERYBODY),
        protect(
            "officers_assignment",
            see=EVERYBODY,
            add=assigns(""),
            change=f"({assigns('')} OR {CALLS_OFF})",
        ),
        remove_anew(
            "officers_assignment",
            remove=CALLS_OFF,
            was=f"({assigns('')} OR {CALLS_OFF})",
        ),
        migrations.RunSQL(ENDS, GOES_ON),
        protect(
            "officers_coverageapproval",
            see=EVERYBODY,
            add=f"(recorded_by_id = app_user_id() AND {APPROVED})",
            change=APPROVED,
        ),
        remove_anew("officers_coverageapproval", remove=NOBODY, was=APPROVED),
    ]
