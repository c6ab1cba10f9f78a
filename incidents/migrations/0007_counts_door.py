"""The door to numbers of incidents, for those who read no case file.

Outside the unit (the school's officers and their command) the function tells whole
school years only, up to the end of last month, and of all schools that someone reaches
together: from two periods or two schools of one's own choosing a small number could be
told. Cells under 5 are kept back, and as many next to them as it takes that what is kept
back together is not under 5 either; where students are counted, by students, and only
when the year is over. Dispositions, charges and states of review are the unit's alone
(KRS 158.153). Month by month the unit sees at most 50 schools.
"""

from typing import ClassVar

from django.db import migrations

CLOSED_MONTHS = """
CREATE FUNCTION incidents_closed_months(of_year integer) RETURNS integer[]
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN count(*) = 12 THEN ARRAY[0]
                ELSE coalesce(array_agg(m), ARRAY[]::integer[]) END
    FROM generate_series(1, 12) AS m
    WHERE make_date(of_year + (m < 7)::integer, m, 1)
        < date_trunc('month', now() AT TIME ZONE 'Etc/GMT+12')
$$;
"""
DOOR = """
CREATE FUNCTION incidents_counts(
    of_year integer, of_report text, of_month integer, of_school bigint
)
RETURNS TABLE (
    dimension text, key text, label text, instances bigint, students bigint,
    is_exact boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    unit bigint[] := app_schools('commander', 'officer');
    reached bigint[] := app_schools(
        'commander', 'officer', 'office', 'principal', 'district');
    is_unit boolean := reached <@ unit;
    was text := coalesce(current_setting('app.clock', true), '');
    asked bigint[] := reached;
    months integer[] := incidents_closed_months(of_year);
    reports text[] := ARRAY[of_report];
    stale bigint[];
BEGIN
    IF is_unit THEN
        months := ARRAY[of_month];
        asked := ARRAY(SELECT s FROM unnest(reached) s
                       WHERE of_school = 0 OR s = of_school);
    ELSIF of_report <> 'ledger' AND NOT months <@ ARRAY[0] THEN
        months := ARRAY[]::integer[];
    END IF;
    IF is_unit AND of_report = 'ledger' AND of_month = 0 AND cardinality(asked) <= 50 THEN
        reports := reports || 'months'::text;
    END IF;
    PERFORM set_config('app.clock', 'on', true);
    stale := ARRAY(SELECT DISTINCT t.school_id FROM incidents_staletally t
                   JOIN unnest(asked) s (id) ON s.id = t.school_id
                   WHERE t.year = of_year);
    RETURN QUERY
    WITH kept AS (
        SELECT t.dimension::text COLLATE "C" AS dimension,
               t.key::text COLLATE "C" AS key,
               t.instances::bigint AS instances, t.students::bigint AS students
        FROM incidents_tally t JOIN unnest(asked) s (id) ON s.id = t.school_id
        WHERE t.year = of_year AND t.report = ANY (reports) AND t.month = ANY (months)
          AND NOT EXISTS (SELECT FROM unnest(stale) x (id) WHERE x.id = t.school_id)
        UNION ALL
        SELECT c.dimension COLLATE "C", c.key COLLATE "C", c.instances, c.students
        FROM incidents_sums(stale, of_year) c
        WHERE cardinality(stale) > 0
          AND c.report = ANY (reports) AND c.month = ANY (months)
    ), cells AS (
        SELECT k.dimension, k.key, sum(k.instances)::bigint AS n,
               sum(k.students)::bigint AS who,
               coalesce(sum(k.students), sum(k.instances)) AS weight
        FROM kept k
        WHERE is_unit OR NOT (
            k.dimension IN ('disposition', 'status', 'month', 'unidentified')
            OR k.dimension LIKE 'charges.%' OR k.key = 'charges')
        GROUP BY k.dimension, k.key
    ), weighed AS (
        SELECT *, cells.dimension IN ('kind', 'events', 'offense') AS is_mixed,
               min(weight) OVER (PARTITION BY cells.dimension) AS least,
               coalesce(sum(weight) OVER (
                   PARTITION BY cells.dimension ORDER BY weight, cells.key
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ), 0) AS smaller
        FROM cells
    ), shown AS (
        SELECT * FROM weighed
        WHERE is_unit OR weight >= 5 AND (is_mixed OR least >= 5 OR smaller >= 5)
    )
    SELECT w.dimension, w.key, coalesce(s.name, '')::text, w.n, w.who, is_unit
    FROM shown w LEFT JOIN schools_school s
        ON w.dimension = 'school' AND s.id::text = w.key
    ORDER BY w.dimension, w.n DESC, s.name, w.key;
    IF NOT FOUND AND NOT is_unit THEN
        RETURN QUERY SELECT 'all', '', '', NULL::bigint, NULL::bigint, false;
    END IF;
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION incidents_counts(integer, text, integer, bigint) FROM PUBLIC;
"""
NO_DOOR = "DROP FUNCTION incidents_counts(integer, text, integer, bigint)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0006_counts")]
    operations: ClassVar = [
        migrations.RunSQL(
            CLOSED_MONTHS, "DROP FUNCTION incidents_closed_months(integer)"
        ),
        migrations.RunSQL(DOOR, NO_DOOR),
    ]
