"""Names of juveniles are found by nobody, also where they stand in a narrative.

The page masks them there (`incidents.masking`); words that a search finds would tell
who is in which report, without a reason and without a record. So the words of a case
file leave out the names that its report masks: those of juveniles and of parents.

Until now the words were a generated column, which knows its own row alone. The trigger
fires always, as a generated column does, also where rows are copied in as by a replica.

The last function lets go of a name in what the school's staff reported, when it returns
to the school as discipline (product.md §3, the Line).
"""

from typing import ClassVar

from django.db import migrations

HIDE = """
ALTER TABLE incidents_casefile ALTER COLUMN words DROP EXPRESSION;
CREATE FUNCTION incidents_masked_words(incident uuid) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(word.lexeme), '{}') FROM incidents_involvement v,
        unnest(to_tsvector('english'::regconfig,
            v.given_name || ' ' || v.family_name)) AS word
    WHERE v.incident_id = incident AND (v.is_juvenile OR v.role = 'parent')
      AND word.lexeme <> 'unknown'
$$;
CREATE FUNCTION incidents_index_case_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    numbers text := NEW.rms_case_number || ' ' || NEW.form_number;
BEGIN
    NEW.words := ts_delete(
        to_tsvector('english'::regconfig, NEW.narrative || ' ' || numbers || ' '
            || translate(numbers, '-/', '  ')),
        incidents_masked_words(NEW.incident_id));
    RETURN NEW;
END $$;
CREATE TRIGGER words
    BEFORE INSERT OR UPDATE OF narrative, rms_case_number, form_number, words
    ON incidents_casefile
    FOR EACH ROW EXECUTE FUNCTION incidents_index_case_file();
ALTER TABLE incidents_casefile ENABLE ALWAYS TRIGGER words;
CREATE FUNCTION incidents_index_again() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE incidents_casefile SET words = ''
    WHERE incident_id = coalesce(NEW.incident_id, OLD.incident_id);
    RETURN NULL;
END $$;
CREATE TRIGGER words
    AFTER INSERT OR DELETE
        OR UPDATE OF given_name, family_name, role, is_juvenile, incident_id
    ON incidents_involvement
    FOR EACH ROW EXECUTE FUNCTION incidents_index_again();
"""
SHOW = """
DROP TRIGGER words ON incidents_involvement;
DROP TRIGGER words ON incidents_casefile;
DROP FUNCTION incidents_index_again();
DROP FUNCTION incidents_index_case_file();
DROP FUNCTION incidents_masked_words(uuid);
DROP INDEX case_file_words;
ALTER TABLE incidents_casefile DROP COLUMN words;
ALTER TABLE incidents_casefile ADD COLUMN words tsvector NOT NULL
    GENERATED ALWAYS AS (
        to_tsvector('english'::regconfig,
            narrative || ' ' || rms_case_number || ' ' || form_number || ' '
            || translate(rms_case_number || ' ' || form_number, '-/', '  '))
    ) STORED;
CREATE INDEX case_file_words ON incidents_casefile USING gin (school_id, words);
"""
INDEX_AGAIN = """
DO $$ BEGIN
    PERFORM set_config('app.clock', 'on', true);
    PERFORM set_config('app.forgetting', 'on', true);
    UPDATE incidents_casefile f SET words = ''
    WHERE incidents_masked_words(f.incident_id) <> '{}';
    PERFORM set_config('app.forgetting', '', true);
    PERFORM set_config('app.clock', '', true);
END $$;
"""
SETTLE = """
CREATE FUNCTION incidents_settle_summary(incident uuid, said text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    ignored text := coalesce(nullif(
        current_setting('pgtrigger.ignore', true), ''), '{}');
BEGIN
    IF NOT EXISTS (
        SELECT FROM incidents_incident i JOIN incidents_casefile f ON f.incident_id = i.id
        WHERE i.id = incident AND (app_is_clock() OR i.written_by_id = app_user_id())
          AND i.status IN ('draft', 'returned') AND f.conduct = 'misconduct'
    ) THEN
        RAISE EXCEPTION 'Only its author settles what returns to the school.';
    END IF;
    PERFORM set_config('app.clock', 'on', true);
    UPDATE incidents_receivedreport SET summary = said
    WHERE incident_id = incident AND summary <> said;
    PERFORM set_config('pgtrigger.ignore', incidents_append_only_triggers(), true);
    UPDATE incidents_receivedreportevent SET summary = said
    WHERE pgh_obj_id IN (
        SELECT id FROM incidents_receivedreport WHERE incident_id = incident);
    PERFORM set_config('pgtrigger.ignore', ignored, true);
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION incidents_settle_summary(uuid, text) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sro_audit') THEN
        REVOKE ALL ON FUNCTION incidents_settle_summary(uuid, text) FROM sro_audit;
    END IF;
END $$;
"""
UNSETTLE = "DROP FUNCTION incidents_settle_summary(uuid, text);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0008_sealing")]
    operations: ClassVar = [
        migrations.RunSQL(HIDE, SHOW),
        migrations.RunSQL(INDEX_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL(SETTLE, UNSETTLE),
    ]
