"""A door through the second wall, for search alone (performance.md).

`LIKE` is not leak-proof, so under row-level security Postgres may not use the trigram
index: it reads every row first. This function reads as the owner of the table, applies
the acting person's reach itself, and hands out nothing but ids; the rows are then read
through the policy like any others. At most the newest 500 matches come back.

A few schools are read by school. Across many, the newest 10,000 rows are read, and the
trigram index only when those hold fewer than 100 matches: Postgres cannot tell common
words from rare ones by itself, since it uses no statistics behind a policy.

The policy below lets the owner read without the wall, and only where the owner is a
role of its own. Where one role does everything, the function works too, but slowly.
"""

from typing import ClassVar

from django.db import migrations

WIDE = "'commander', 'office', 'officer', 'principal', 'counselor', 'district'"

DOOR = f"""
CREATE FUNCTION presentations_search(
    words text[], at_school bigint, since timestamptz, until timestamptz
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    few CONSTANT int := 50;
    enough CONSTANT int := 100;
    reached bigint[] := app_schools();
    seen text := format(
        '(school_id = ANY (%L) OR (requested_by_id = %L AND school_id = ANY (%L)))',
        app_schools({WIDE}), app_user_id(), reached
    );
    matching text := (
        SELECT string_agg(format('search_text LIKE %L', pattern), ' AND ')
        FROM unnest(words) AS word, LATERAL (
            SELECT '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%'
        ) AS escaped (pattern)
    );
    newest CONSTANT text := ' ORDER BY starts_at DESC, id DESC LIMIT ';
    found uuid[];
BEGIN
    IF matching IS NULL THEN
        RETURN;
    END IF;
    IF app_is_clock() THEN
        seen := 'true';
    END IF;
    IF at_school IS NOT NULL THEN
        seen := seen || format(' AND school_id = %L', at_school);
    END IF;
    IF since IS NOT NULL THEN
        seen := seen || format(' AND starts_at >= %L', since);
    END IF;
    IF until IS NOT NULL THEN
        seen := seen || format(' AND starts_at < %L', until);
    END IF;

    EXECUTE 'SELECT array(SELECT id FROM ('
        || 'SELECT id, starts_at, search_text FROM presentations_presentation WHERE '
        || seen
        || CASE
               WHEN at_school IS NOT NULL OR cardinality(reached) <= few
                   AND NOT app_is_clock() THEN ' OFFSET 0'
               ELSE newest || 10000
           END
        || ') AS near WHERE ' || matching || newest || '500)' INTO found;
    IF cardinality(found) < enough AND at_school IS NULL
        AND (cardinality(reached) > few OR app_is_clock())
    THEN
        EXECUTE 'SELECT array(SELECT id FROM presentations_presentation WHERE '
            || matching || ' AND ' || seen || newest || '500)' INTO found;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
REVOKE ALL ON FUNCTION presentations_search FROM PUBLIC;

DO $$ BEGIN
    IF current_user = 'sro_owner' THEN
        CREATE POLICY search ON presentations_presentation
            FOR SELECT TO sro_owner USING (true);
    END IF;
END $$;
"""
NO_DOOR = """
DROP POLICY IF EXISTS search ON presentations_presentation;
DROP FUNCTION presentations_search;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0004_find_and_sort")]
    operations: ClassVar = [migrations.RunSQL(DOOR, NO_DOOR)]
