"""What was learned later is found as well: a supplement's words are its case file's.

A case file is locked when supplements are signed, so the words are gathered by the owner
of the tables, as an erasure is carried out (`0004_forgetting`). The names that the report
masks are left out of a supplement's words as of the narrative's, and what is sealed in a
supplement is found no more.

Where a backup is put back, a case file comes before its people and supplements: gathered
then, its words would lack what was learned later and show the names that are hidden. So
they stay as they come.
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

FOLDED = import_module("incidents.migrations.0012_fold_words")
HIDE = import_module("incidents.migrations.0009_hide_names")
GATHER = """
CREATE OR REPLACE FUNCTION incidents_index_case_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    numbers text := NEW.rms_case_number || ' ' || NEW.form_number;
    later text := coalesce((SELECT string_agg(s.text, ' ') FROM incidents_supplement s
        WHERE s.incident_id = NEW.incident_id), '');
BEGIN
    IF TG_OP = 'INSERT' AND NEW.words <> ''
        AND current_setting('session_replication_role') = 'replica'
    THEN
        RETURN NEW;
    END IF;
    NEW.words := ts_delete(
        to_tsvector('english'::regconfig, incidents_folded(NEW.narrative || ' ' || later
            || ' ' || numbers || ' ' || translate(numbers, '-/', '  '))),
        incidents_masked_words(NEW.incident_id));
    RETURN NEW;
END $$;
CREATE FUNCTION incidents_index_supplement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET row_security = on AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    forgot text := coalesce(current_setting('app.forgetting', true), '');
BEGIN
    PERFORM set_config('app.clock', 'on', true);
    PERFORM set_config('app.forgetting', 'on', true);
    UPDATE incidents_casefile SET words = ''
    WHERE incident_id IN (
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.incident_id END,
        CASE WHEN TG_OP <> 'DELETE' THEN NEW.incident_id END);
    PERFORM set_config('app.forgetting', forgot, true);
    PERFORM set_config('app.clock', was, true);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION incidents_index_supplement() FROM PUBLIC;
CREATE TRIGGER words
    AFTER INSERT OR DELETE OR UPDATE OF text, incident_id ON incidents_supplement
    FOR EACH ROW EXECUTE FUNCTION incidents_index_supplement();
"""
LEAVE = (
    """
DROP TRIGGER words ON incidents_supplement;
DROP FUNCTION incidents_index_supplement();
"""
    + FOLDED.CASE_FILE.format(fold="incidents_folded")
)
INDEX_AGAIN = HIDE.INDEX_AGAIN.replace(
    "incidents_masked_words(f.incident_id) <> '{}'",
    "EXISTS (SELECT FROM incidents_supplement s WHERE s.incident_id = f.incident_id)",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0014_history_by_triggers")]
    operations: ClassVar = [
        migrations.RunSQL([GATHER, INDEX_AGAIN], [LEAVE, INDEX_AGAIN])
    ]
