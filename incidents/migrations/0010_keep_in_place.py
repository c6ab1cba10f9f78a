"""What is signed stays out of a locked report, and a report stays its author's.

Until now the lock held for the case file's parts; a remark, a submission or a slip could
still be put into an approved report. Whoever writes and commands could have given a
report of their own to somebody else and then have approved it. What was done, said or
charged is of somebody in the same report.
"""

from typing import ClassVar

from django.db import migrations

SIGNED = ["submission", "remark", "handback"]
ABOUT = ["measure", "interview", "offence"]
STAYS = """
CREATE FUNCTION incidents_stay_the_authors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_user_id() IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_incident_stays',
            MESSAGE = 'A report stays its author’s, and of its school.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON incidents_incident FOR EACH ROW
    WHEN ((OLD.written_by_id, OLD.school_id, OLD.police_agency_id)
        IS DISTINCT FROM (NEW.written_by_id, NEW.school_id, NEW.police_agency_id))
    EXECUTE FUNCTION incidents_stay_the_authors();
"""
GOES = """
DROP TRIGGER stays ON incidents_incident;
DROP FUNCTION incidents_stay_the_authors();
"""
WHO = """
ALTER TABLE incidents_involvement
    ADD CONSTRAINT involvement_of_its_report UNIQUE (id, incident_id);
"""
NOBODY = """
ALTER TABLE incidents_involvement DROP CONSTRAINT involvement_of_its_report;
"""


def kept_out(table: str) -> migrations.RunSQL:
    """Nothing is put into a locked report."""
    return migrations.RunSQL(
        f"""CREATE TRIGGER locked BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION incidents_refuse_locked()""",
        f"DROP TRIGGER locked ON {table}",
    )


def about_it(name: str) -> migrations.RunSQL:
    """Whom it is about is in the same report. A foreign key looks past the walls."""
    table, rule = f"incidents_{name}", f"{name}_about_somebody_in_it"
    return migrations.RunSQL(
        f"""ALTER TABLE {table} ADD CONSTRAINT {rule}
            FOREIGN KEY (about_id, incident_id)
            REFERENCES incidents_involvement (id, incident_id)""",
        f"ALTER TABLE {table} DROP CONSTRAINT {rule}",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0009_hide_names")]
    operations: ClassVar = [
        migrations.RunSQL(STAYS, GOES),
        migrations.RunSQL(WHO, NOBODY),
        *(kept_out(f"incidents_{name}") for name in SIGNED),
        *(about_it(name) for name in ABOUT),
    ]
