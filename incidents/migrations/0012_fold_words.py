"""A word is found, and a name hidden, however it is spelled: Nunez as Nuñez.

Words are folded before they are indexed and before they are looked for: without accents,
however those are typed, and apart wherever a sign stands between letters (O’Brien and
O'Brien, Nunez/Smith, nunez@example.org). Postgres keeps some of these whole as an address
or a path, and a search for the beginning of a word found a hidden name in there.
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

FIND = import_module("incidents.migrations.0005_find")
HIDE = import_module("incidents.migrations.0009_hide_names")
SIGNS = "''’‘ʼ`´\\-‐‑/._@+&=?:;,#~%"
"""Of these only the first is written twice, as SQL asks for it."""
FOLD = rf"""
CREATE FUNCTION incidents_folded(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'),
    '{SIGNS}', repeat(' ', length('{SIGNS}')));
"""
HEADER = """
ALTER TABLE incidents_incident ALTER COLUMN words SET EXPRESSION AS (
    array_to_tsvector(ARRAY[
        year::text || '-' || lpad(((year + 1) % 100)::text, 2, '0') || '-'
            || CASE WHEN serial < 10000 THEN lpad(serial::text, 4, '0')
                    ELSE serial::text END,
        CASE WHEN serial < 10000 THEN lpad(serial::text, 4, '0')
             ELSE serial::text END
    ]) || to_tsvector('english'::regconfig, {fold}(school_report))
);
"""
CASE_FILE = """
CREATE OR REPLACE FUNCTION incidents_masked_words(incident uuid) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(word.lexeme), '{{}}') FROM incidents_involvement v,
        unnest(to_tsvector('english'::regconfig,
            {fold}(v.given_name || ' ' || v.family_name))) AS word
    WHERE v.incident_id = incident AND (v.is_juvenile OR v.role = 'parent')
      AND word.lexeme <> 'unknown'
$$;
CREATE OR REPLACE FUNCTION incidents_index_case_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    numbers text := NEW.rms_case_number || ' ' || NEW.form_number;
BEGIN
    NEW.words := ts_delete(
        to_tsvector('english'::regconfig, {fold}(NEW.narrative || ' ' || numbers || ' '
            || translate(numbers, '-/', '  '))),
        incidents_masked_words(NEW.incident_id));
    RETURN NEW;
END $$;
"""
QUERY = r"""
CREATE OR REPLACE FUNCTION incidents_query(said text[]) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    word text;
    part tsquery;
    whole tsquery;
BEGIN
    FOREACH word IN ARRAY said LOOP
        IF word ~ '^\d{4}-\d{2}(-\d*)?$' THEN
            part := (quote_literal(word) || ':*')::tsquery;
        ELSE
            word := quote_literal(incidents_folded(lower(word)));
            part := to_tsquery('english'::regconfig, word || ':*');
        END IF;
        IF numnode(part) > 0 THEN
            whole := CASE WHEN whole IS NULL THEN part ELSE whole && part END;
        END IF;
    END LOOP;
    RETURN whole;
END $$;
"""
QUERY_WAS = FIND.QUERY.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
INDEX_AGAIN = HIDE.INDEX_AGAIN.replace("WHERE incidents_masked_words(f.incident_id) <> '{}'", "")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0011_search_by_asker")]
    operations: ClassVar = [
        migrations.RunSQL(
            [
                FOLD + HEADER.format(fold="incidents_folded") + QUERY,
                CASE_FILE.format(fold="incidents_folded"),
                INDEX_AGAIN,
            ],
            [
                HEADER.format(fold="") + QUERY_WAS + CASE_FILE.format(fold=""),
                INDEX_AGAIN,
                "DROP FUNCTION incidents_folded(text);",
            ],
        )
    ]
