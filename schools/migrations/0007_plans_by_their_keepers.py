"""Who only reads a plan adds none; and a plan, its pins and their places fit together.

Until now a principal or a district could have inserted plans, pins and their history by
SQL, and a pin could have named a place or a plan of another school. History is written
by the triggers of its table alone.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school

READS = at_my_school("commander", "officer", "principal", "district")
KEEPS = at_my_school("commander", "officer")
BY_ITS_TRIGGER = f"({KEEPS} AND pg_trigger_depth() > 0)"
STAYS = """
CREATE FUNCTION schools_keep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_plan_stays',
        MESSAGE = 'An archived plan stays as it is, and a new picture is a new plan.';
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON schools_floorplan FOR EACH ROW
    WHEN (OLD.archived_at IS NOT NULL
        OR (OLD.school_id, OLD.picture, OLD.sha256, OLD.width, OLD.height)
            IS DISTINCT FROM
            (NEW.school_id, NEW.picture, NEW.sha256, NEW.width, NEW.height))
    EXECUTE FUNCTION schools_keep_plan();
CREATE FUNCTION schools_keep_pins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM schools_floorplan p
        WHERE p.archived_at IS NOT NULL
          AND p.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.plan_id END,
                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.plan_id END)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_plan_stays',
            MESSAGE = 'The pins of an archived plan stay where they are.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON schools_pin FOR EACH ROW
    EXECUTE FUNCTION schools_keep_pins();
"""
GOES = """
DROP TRIGGER stays ON schools_pin;
DROP FUNCTION schools_keep_pins();
DROP TRIGGER stays ON schools_floorplan;
DROP FUNCTION schools_keep_plan();
"""
ONE_SCHOOL = """
ALTER TABLE schools_floorplan ADD CONSTRAINT plan_of_its_school UNIQUE (id, school_id);
ALTER TABLE schools_place ADD CONSTRAINT place_of_its_school UNIQUE (id, school_id);
ALTER TABLE schools_pin
    ADD CONSTRAINT pin_on_a_plan_of_its_school FOREIGN KEY (plan_id, school_id)
        REFERENCES schools_floorplan (id, school_id),
    ADD CONSTRAINT pin_of_a_place_of_its_school FOREIGN KEY (place_id, school_id)
        REFERENCES schools_place (id, school_id);
"""
ANY_SCHOOL = """
ALTER TABLE schools_pin
    DROP CONSTRAINT pin_on_a_plan_of_its_school,
    DROP CONSTRAINT pin_of_a_place_of_its_school;
ALTER TABLE schools_place DROP CONSTRAINT place_of_its_school;
ALTER TABLE schools_floorplan DROP CONSTRAINT plan_of_its_school;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0006_floor_plans")]
    operations: ClassVar = [
        *(
            add_anew(f"schools_{name}", add=KEEPS, was=READS)
            for name in ("floorplan", "pin")
        ),
        *(
            add_anew(f"schools_{name}event", add=BY_ITS_TRIGGER, was=READS)
            for name in ("floorplan", "pin")
        ),
        migrations.RunSQL(STAYS, GOES),
        migrations.RunSQL(ONE_SCHOOL, ANY_SCHOOL),
    ]
