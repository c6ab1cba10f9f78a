"""The door to counts asks for a school year, and tells less outside the unit.

Whoever may choose the period, compare two tables or look again tomorrow could work out a
small number. So outside the unit the function counts what was sent before this month,
keeps hidden lines back altogether, shows how referrals were closed only beside how many
were, and a usual time only where five or more make it. The unit reads everything, exact
and of now. A school year begins on July 1, by the clock of each district.
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

BEFORE = import_module("referrals.migrations.0005_counts_door")
DOOR = """
CREATE FUNCTION referrals_counts(school_year integer)
RETURNS TABLE (
    dimension text, value text, total bigint,
    to_received interval, to_accepted interval, to_closed interval,
    is_exact boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    unit bigint[] := app_schools('commander', 'office');
    reached bigint[] := app_schools('commander', 'office', 'principal', 'district');
    is_unit boolean := reached <@ unit;
    was text := coalesce(current_setting('app.clock', true), '');
BEGIN
    PERFORM set_config('app.clock', 'on', true);
    RETURN QUERY
    WITH counted AS (
        SELECT r.*, s.name AS school_name,
               coalesce(u.name, a.name) AS receiver_name,
               coalesce('c' || u.id, 'a' || a.id) AS receiver_key
        FROM referrals_referral r
        JOIN schools_school s ON s.id = r.school_id
        JOIN schools_district d ON d.id = s.district_id
        LEFT JOIN accounts_user u ON u.id = r.to_counselor_id
        LEFT JOIN referrals_agency a ON a.id = r.to_agency_id
        WHERE r.school_id = ANY (reached)
          AND r.sent_at >= make_timestamptz(school_year, 7, 1, 0, 0, 0, d.time_zone)
          AND r.sent_at < make_timestamptz(school_year + 1, 7, 1, 0, 0, 0, d.time_zone)
          AND (is_unit OR r.sent_at <
               date_trunc('month', now() AT TIME ZONE d.time_zone)
               AT TIME ZONE d.time_zone)
    ), cells AS (
        SELECT d.dimension, d.key, d.value::text AS value, count(*) AS n,
               CASE WHEN is_unit OR count(c.received_at) >= 5 THEN
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY c.received_at - c.sent_at) END AS received_in,
               CASE WHEN is_unit OR count(c.accepted_at) >= 5 THEN
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY c.accepted_at - c.sent_at) END AS accepted_in,
               CASE WHEN is_unit
                   OR count(c.ended_at) FILTER (WHERE c.status = 'closed') >= 5 THEN
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY c.ended_at - c.sent_at)
                       FILTER (WHERE c.status = 'closed') END AS closed_in
        FROM counted c, LATERAL (VALUES
            ('all', '', ''), ('status', c.status, c.status),
            ('reason', c.reason, c.reason), ('urgency', c.urgency, c.urgency),
            ('outcome', c.outcome, c.outcome),
            ('school', c.school_id::text, c.school_name),
            ('receiver', c.receiver_key, c.receiver_name)
        ) AS d (dimension, key, value)
        WHERE d.key <> '' OR d.dimension = 'all'
        GROUP BY d.dimension, d.key, d.value
    ), weighed AS (
        SELECT *, min(n) OVER (PARTITION BY cells.dimension) AS least,
               coalesce(sum(n) OVER (
                   PARTITION BY cells.dimension ORDER BY n, cells.key
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ), 0) AS smaller
        FROM cells
    ), shown AS (
        SELECT * FROM weighed
        WHERE is_unit OR NOT (least < 5 AND (n < 5 OR smaller < 5))
    )
    SELECT s.dimension, s.value, n, received_in, accepted_in, closed_in, is_unit
    FROM shown s
    WHERE is_unit OR s.dimension <> 'outcome' OR EXISTS (
        SELECT FROM shown c WHERE c.dimension = 'status' AND c.key = 'closed')
    ORDER BY s.dimension, n DESC, s.value, s.key;
    IF NOT FOUND AND NOT is_unit THEN
        RETURN QUERY SELECT 'all', '', NULL::bigint, NULL::interval, NULL::interval,
                            NULL::interval, false;
    END IF;
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION referrals_counts(integer) FROM PUBLIC;
"""
NO_DOOR = "DROP FUNCTION referrals_counts(integer);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0005_counts_door")]
    operations: ClassVar = [
        migrations.RunSQL(f"{BEFORE.NO_DOOR};{DOOR}", f"{NO_DOOR}{BEFORE.DOOR}")
    ]
