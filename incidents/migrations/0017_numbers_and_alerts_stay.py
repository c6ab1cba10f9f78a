"""What the command must know of a report stays in it, and its number with it.

Until now the author of a draft could by SQL have emptied its alerts, with which nobody
must review force or the custody of a child (domain.md R26), have deleted the case file
and begun it anew, or have changed the number. Codes and charges are written by their
keepers, and an agency's next number by its officers, one after another.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import (
    ADMINISTRATOR,
    add_anew,
    at_my_school,
    kept_by,
    remove_anew,
)

SERVES = """EXISTS (SELECT FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service)"""
REVIEWS = f"""((written_by_id = app_user_id() AND {SERVES})
    OR {at_my_school("commander")})"""
WRITTEN = """EXISTS (SELECT FROM incidents_incident i
    WHERE i.id = incident_id AND (i.written_by_id = app_user_id()))"""
NUMBERS = """police_agency_id = ANY (ARRAY(
    SELECT o.police_agency_id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
KEEPS_CHARGES = f"""({ADMINISTRATOR} OR police_agency_id = ANY (ARRAY(
    SELECT m.police_agency_id FROM accounts_membership m
    WHERE m.user_id = app_user_id() AND m.role IN ('commander', 'office')
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""
NOBODY = "false"
STAYS = """
CREATE FUNCTION incidents_keep_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_user_id() IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_incident_number',
            MESSAGE = 'A report keeps the number that it was given.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER numbered BEFORE UPDATE ON incidents_incident FOR EACH ROW
    WHEN ((OLD.id, OLD.year, OLD.serial, OLD.begun_at)
        IS DISTINCT FROM (NEW.id, NEW.year, NEW.serial, NEW.begun_at))
    EXECUTE FUNCTION incidents_keep_number();
CREATE TRIGGER counted BEFORE UPDATE ON incidents_numbering FOR EACH ROW
    WHEN ((OLD.id, OLD.police_agency_id, OLD.year, OLD.last + 1)
        IS DISTINCT FROM (NEW.id, NEW.police_agency_id, NEW.year, NEW.last))
    EXECUTE FUNCTION incidents_keep_number();
CREATE FUNCTION incidents_keep_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_user_id() IS NOT NULL AND NOT incidents_is_forgetting() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_alerts_stay',
            MESSAGE = 'What the command was told of a report stays in it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER told BEFORE UPDATE ON incidents_casefile FOR EACH ROW
    WHEN (NOT NEW.alerts @> OLD.alerts)
    EXECUTE FUNCTION incidents_keep_alerts();
"""
GOES = """
DROP TRIGGER told ON incidents_casefile;
DROP FUNCTION incidents_keep_alerts();
DROP TRIGGER counted ON incidents_numbering;
DROP TRIGGER numbered ON incidents_incident;
DROP FUNCTION incidents_keep_number();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0016_sign_slip_for_oneself")]
    operations: ClassVar = [
        migrations.RunSQL(STAYS, GOES),
        remove_anew("incidents_casefile", remove=NOBODY, was=WRITTEN),
        remove_anew("incidents_incident", remove=NOBODY, was=REVIEWS),
        *kept_by("incidents_numbering", keeps=NUMBERS, removes=NOBODY),
        add_anew("incidents_numbering", add=f"({NUMBERS} AND last = 0)", was=NUMBERS),
        *kept_by("incidents_offencecode", keeps=ADMINISTRATOR, removes=NOBODY),
        *kept_by("incidents_charge", keeps=KEEPS_CHARGES, removes=NOBODY),
    ]
