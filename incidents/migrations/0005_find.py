"""A door through the second wall, for the search of incidents alone (performance.md).

`@@` is not leak-proof, so under row-level security Postgres may not use an index for
words. This function reads as the owner of the tables, applies the acting person's reach
itself, and hands out nothing but ids; the rows are then read through the policies like
any others. At most the newest 500 matches come back.

There are two texts. The header's (its number and what the school reported) is searched
by whoever reads headers; the case file's (the narrative and its numbers) only where
this person reads the police side, so no principal can tell from a match what the
narrative says. Names of people are searched by nobody: they stand behind a mask.

Words are columns that the database generates, so what is erased is found no more. A few
schools are searched through the index. Across many, the newest 10,000 are read first,
and the index only when those hold fewer than 100 matches.

The policies below let the owner read without the wall, and only where the owner is a
role of its own. Where one role does everything, the function works too, but slowly.
"""

from typing import ClassVar

from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models
from django.db.models import Q

WORDS = """
ALTER TABLE incidents_incident ADD COLUMN words tsvector NOT NULL
    GENERATED ALWAYS AS (
        array_to_tsvector(ARRAY[
            year::text || '-' || lpad(((year + 1) % 100)::text, 2, '0') || '-'
                || CASE WHEN serial < 10000 THEN lpad(serial::text, 4, '0')
                        ELSE serial::text END,
            CASE WHEN serial < 10000 THEN lpad(serial::text, 4, '0')
                 ELSE serial::text END
        ]) || to_tsvector('english'::regconfig, school_report)
    ) STORED;
ALTER TABLE incidents_casefile ADD COLUMN words tsvector NOT NULL
    GENERATED ALWAYS AS (
        to_tsvector('english'::regconfig,
            narrative || ' ' || rms_case_number || ' ' || form_number || ' '
            || translate(rms_case_number || ' ' || form_number, '-/', '  '))
    ) STORED;
CREATE INDEX incident_words ON incidents_incident USING gin (school_id, words);
CREATE INDEX case_file_words ON incidents_casefile USING gin (school_id, words);
"""
NO_WORDS = """
ALTER TABLE incidents_incident DROP COLUMN words;
ALTER TABLE incidents_casefile DROP COLUMN words;
"""
QUERY = r"""
CREATE FUNCTION incidents_query(said text[]) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    word text;
    part tsquery;
    whole tsquery;
BEGIN
    FOREACH word IN ARRAY said LOOP
        word := quote_literal(translate(lower(word), '''\', '  '));
        IF word ~ '^''\d{4}-\d{2}(-\d*)?''$' THEN
            part := (word || ':*')::tsquery;
        ELSE
            part := to_tsquery('english'::regconfig, word || ':*');
        END IF;
        IF numnode(part) > 0 THEN
            whole := CASE WHEN whole IS NULL THEN part ELSE whole && part END;
        END IF;
    END LOOP;
    RETURN whole;
END $$;
"""
NO_QUERY = "DROP FUNCTION incidents_query(text[]);"
ARGUMENTS = "text[], bigint, timestamptz, timestamptz, text, text, text, bigint, bigint"
ARGUMENTS += ", text, text"
DOOR = """
CREATE FUNCTION incidents_search(
    said text[], at_school bigint, since timestamptz, until timestamptz,
    in_state text, ended text, kind_of_place text, at_place bigint, by_person bigint,
    classed text, disposed text
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    few CONSTANT int := 50;
    enough CONSTANT int := 100;
    joined CONSTANT text := ' FROM incidents_incident i'
        ' JOIN incidents_casefile f ON f.incident_id = i.id WHERE ';
    newest CONSTANT text := ' ORDER BY occurred_from DESC, id DESC LIMIT ';
    looked_for tsquery := incidents_query(said);
    is_police boolean := classed IS NOT NULL OR disposed IS NOT NULL;
    command bigint[] := app_schools('commander');
    police bigint[] := app_schools('commander', 'officer');
    header bigint[] := CASE WHEN is_police THEN police
        ELSE app_schools('commander', 'officer', 'office', 'principal') END;
    own text := CASE WHEN EXISTS (SELECT FROM officers_officer o
            WHERE o.user_id = app_user_id() AND o.in_service)
        THEN format('i.written_by_id = %L', app_user_id()) ELSE 'false' END;
    is_open text := format(
        '(i.status NOT IN (''draft'', ''discarded'') OR i.school_id = ANY (%L))', command
    );
    reads_header text := format('(i.school_id = ANY (%L) AND %s)', header, is_open);
    reads_police text := format('(f.school_id = ANY (%L) AND %s)', police, is_open);
    in_header text := format('i.words @@ %L', looked_for);
    in_police text := format('f.words @@ %L', looked_for);
    asked text := concat(
        CASE WHEN at_school IS NOT NULL
            THEN format(' AND i.school_id = %L', at_school) END,
        CASE WHEN since IS NOT NULL THEN format(' AND i.occurred_from >= %L', since) END,
        CASE WHEN until IS NOT NULL THEN format(' AND i.occurred_from < %L', until) END,
        CASE WHEN in_state IS NOT NULL THEN format(' AND i.status = %L', in_state) END,
        CASE WHEN ended IS NOT NULL THEN format(' AND i.outcome = %L', ended) END,
        CASE WHEN kind_of_place IS NOT NULL
            THEN format(' AND i.sub_place = %L', kind_of_place) END,
        CASE WHEN at_place = 0 THEN ' AND i.place_id IS NULL'
            WHEN at_place IS NOT NULL THEN format(' AND i.place_id = %L', at_place) END,
        CASE WHEN by_person IS NOT NULL
            THEN format(' AND i.written_by_id = %L', by_person) END,
        CASE WHEN classed IS NOT NULL THEN format(' AND f.conduct = %L', classed) END,
        CASE WHEN disposed IS NOT NULL
            THEN format(' AND f.disposition = %L', disposed) END
    );
    is_many boolean := cardinality(header) > few AND at_school IS NULL
        AND by_person IS NULL;
    found uuid[];
BEGIN
    IF looked_for IS NULL THEN
        RETURN;
    END IF;
    IF app_is_clock() THEN
        own := 'true';
    END IF;
    IF is_many THEN
        EXECUTE 'SELECT array(SELECT id FROM (SELECT i.id, i.occurred_from,'
            ' i.words AS said, CASE WHEN ' || reads_police || ' OR ' || own
            || ' THEN f.words END AS told' || joined || '(' || reads_header || ' OR '
            || own || ')' || asked || newest || '10000) AS near'
            || format(' WHERE said @@ %L OR told @@ %1$L', looked_for)
            || newest || '500)' INTO found;
    END IF;
    IF NOT is_many OR cardinality(found) < enough THEN
        EXECUTE 'SELECT array(SELECT id FROM (' || (
            SELECT string_agg(
                'SELECT i.id, i.occurred_from' || joined || reads || ' AND ' || matches
                || asked, ' UNION ')
            FROM (VALUES (reads_header, in_header), (own, in_header),
                         (reads_police, in_police), (own, in_police)
            ) AS arm (reads, matches)
        ) || ') AS either' || newest || '500)' INTO found;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
"""
CLOSED = f"REVOKE ALL ON FUNCTION incidents_search({ARGUMENTS}) FROM PUBLIC;"
NO_DOOR = f"DROP FUNCTION incidents_search({ARGUMENTS});"
READ_BY_OWNER = """
DO $$ BEGIN
    IF current_user = 'sro_owner' THEN
        CREATE POLICY search ON incidents_incident
            FOR SELECT TO sro_owner USING (true);
        CREATE POLICY search ON incidents_casefile
            FOR SELECT TO sro_owner USING (true);
    END IF;
END $$;
"""
NOT_READ = """
DROP POLICY IF EXISTS search ON incidents_incident;
DROP POLICY IF EXISTS search ON incidents_casefile;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0004_forgetting")]
    operations: ClassVar = [
        BtreeGinExtension(),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(QUERY + DOOR + CLOSED + READ_BY_OWNER, NOT_READ + NO_DOOR + NO_QUERY),
        migrations.AddIndex(
            "incident",
            models.Index(
                fields=["school", "status", "-occurred_from", "-id"],
                name="incident_of_school_by_state",
            ),
        ),
        migrations.AddIndex(
            "incident",
            models.Index(
                fields=["status", "-occurred_from", "-id"], name="incident_by_state"
            ),
        ),
        migrations.AddIndex(
            "incident",
            models.Index(
                fields=["school"],
                condition=Q(status__in=["draft", "submitted", "returned"]),
                name="incident_unfinished",
            ),
        ),
        migrations.AddIndex(
            "casefile",
            models.Index(fields=["school", "conduct"], name="case_file_by_class"),
        ),
        migrations.AddIndex(
            "casefile",
            models.Index(
                fields=["school", "disposition"], name="case_file_by_disposition"
            ),
        ),
    ]
