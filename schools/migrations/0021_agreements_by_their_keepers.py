"""Administrators keep agreements; who oversees the programme keeps paper and review.

Until now whoever wrote SQL as anybody could have changed the discipline clause that each
incident quotes, another clause, who signed, or the paper, and have forged the history.
Everybody reads them, and says of them that they have read them, which locks a row: so
the agreement itself is held by a trigger, and its parts by a wall.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import ADMINISTRATOR, BY_A_TRIGGER, at_my_school, protect

OVERSEES = f"""EXISTS (SELECT FROM schools_school s
    WHERE s.district_id = OLD.district_id
    AND {at_my_school("commander", "office", "district", column="s.id")})"""
KEPT = (
    *("id", "title", "valid_from", "valid_until", "clause_number", "version"),
    *("discipline_clause", "document", "district_id", "police_agency_id"),
)
WAS, IS = (", ".join(f"{row}.{name}" for name in KEPT) for row in ("OLD", "NEW"))
HOLD = f"""
CREATE FUNCTION schools_hold_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_is_clock() OR {ADMINISTRATOR} THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF ({WAS}) IS NOT DISTINCT FROM ({IS}) AND {OVERSEES} THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_agreement_by_its_keepers',
        MESSAGE = 'Administrators keep agreements, and who oversees the program keeps'
            ' the paper and the day of the review.';
END $$;
CREATE TRIGGER held BEFORE INSERT OR UPDATE OR DELETE ON schools_agreement
    FOR EACH ROW EXECUTE FUNCTION schools_hold_agreement();
"""
LET_GO = """
DROP TRIGGER held ON schools_agreement;
DROP FUNCTION schools_hold_agreement();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0020_what_stays")]
    operations: ClassVar = [
        migrations.RunSQL(HOLD, LET_GO),
        *(
            protect(table, see="true", add=ADMINISTRATOR, change=ADMINISTRATOR)
            for table in ("schools_agreementclause", "schools_agreementsignatory")
        ),
        protect("schools_agreementevent", see="true", add=BY_A_TRIGGER, change="false"),
    ]
