"""The door for search looks only at what the list's other filters leave.

Before, it returned the newest 500 that hold the words, and the filters took away from
those: an own talk behind 500 of others was not found. The door of four arguments stays
for one release, for the web that still runs while this migrates.
"""

from typing import ClassVar

from django.db import migrations

WIDE = "'commander', 'office', 'officer', 'principal', 'counselor', 'district'"
ARGUMENTS = "text[], bigint, timestamptz, timestamptz, text, text, bigint, bigint, bigint"
DOOR = f"""
CREATE FUNCTION presentations_search(
    words text[], at_school bigint, since timestamptz, until timestamptz,
    in_state text, of_kind text, by_officer bigint, on_topic bigint, of_person bigint
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    few CONSTANT int := 50;
    enough CONSTANT int := 100;
    reached bigint[] := app_schools();
    seen text := format(
        '(requested_at IS NOT NULL AND school_id = ANY (%L)'
        ' OR requested_by_id = %L AND school_id = ANY (%L))',
        app_schools({WIDE}), app_user_id(), reached
    );
    matching text := (
        SELECT string_agg(format('search_text LIKE %L', pattern), ' AND ')
        FROM unnest(words) AS word, LATERAL (
            SELECT '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%'
        ) AS escaped (pattern)
    );
    newest CONSTANT text := ' ORDER BY starts_at DESC, id DESC LIMIT ';
    is_narrow boolean := at_school IS NOT NULL OR by_officer IS NOT NULL
        OR of_person IS NOT NULL OR cardinality(reached) <= few AND NOT app_is_clock();
    found uuid[];
BEGIN
    IF matching IS NULL THEN
        RETURN;
    END IF;
    IF app_is_clock() THEN
        seen := 'true';
    END IF;
    seen := concat(
        seen,
        CASE WHEN at_school IS NOT NULL
            THEN format(' AND school_id = %L', at_school) END,
        CASE WHEN since IS NOT NULL THEN format(' AND starts_at >= %L', since) END,
        CASE WHEN until IS NOT NULL THEN format(' AND starts_at < %L', until) END,
        CASE WHEN in_state IS NOT NULL THEN format(' AND status = %L', in_state) END,
        CASE WHEN of_kind IS NOT NULL THEN format(' AND kind = %L', of_kind) END,
        CASE WHEN by_officer IS NOT NULL
            THEN format(' AND officer_id = %L', by_officer) END,
        CASE WHEN on_topic IS NOT NULL THEN format(' AND topic_id = %L', on_topic) END,
        CASE WHEN of_person IS NOT NULL THEN format(
            ' AND (requested_by_id = %L OR officer_id = ANY ('
            'SELECT id FROM officers_officer WHERE user_id = %L))',
            of_person, of_person
        ) END
    );

    EXECUTE 'SELECT array(SELECT id FROM ('
        || 'SELECT id, starts_at, search_text FROM presentations_presentation WHERE '
        || seen
        || CASE WHEN is_narrow THEN ' OFFSET 0' ELSE newest || 10000 END
        || ') AS near WHERE ' || matching || newest || '500)' INTO found;
    IF cardinality(found) < enough AND NOT is_narrow THEN
        EXECUTE 'SELECT array(SELECT id FROM presentations_presentation WHERE '
            || matching || ' AND ' || seen || newest || '500)' INTO found;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
REVOKE ALL ON FUNCTION presentations_search({ARGUMENTS}) FROM PUBLIC;
"""
NO_DOOR = f"DROP FUNCTION presentations_search({ARGUMENTS})"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0008_outside_hours")]
    operations: ClassVar = [migrations.RunSQL(DOOR, NO_DOOR)]
