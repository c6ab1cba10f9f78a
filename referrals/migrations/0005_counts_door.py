"""The door to counts: how many and how long, for those who read no referral.

Commander, office, principal and district may know numbers and times and nothing else
(domain.md §2.3). The function counts as the clock, so it decides here who is counted for
whom, and hides small cells itself: under 5, and as many next to them as it takes that
what is hidden together is not under 5 either.
"""

from typing import ClassVar

from django.db import migrations

DOOR = """
CREATE FUNCTION referrals_counts(since timestamptz, until timestamptz)
RETURNS TABLE (
    dimension text, value text, total bigint, still_open bigint,
    to_received interval, to_accepted interval, to_closed interval
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
               coalesce(u.name, a.name) AS receiver_name
        FROM referrals_referral r
        JOIN schools_school s ON s.id = r.school_id
        LEFT JOIN accounts_user u ON u.id = r.to_counselor_id
        LEFT JOIN referrals_agency a ON a.id = r.to_agency_id
        WHERE r.school_id = ANY (reached) AND r.sent_at >= since AND r.sent_at < until
    ), cells AS (
        SELECT d.dimension, d.value::text AS value, count(*) AS n,
               count(*) FILTER (
                   WHERE c.status IN ('sent', 'received', 'accepted', 'in_progress')
               ) AS open_n,
               percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY c.received_at - c.sent_at) AS received_in,
               percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY c.accepted_at - c.sent_at) AS accepted_in,
               percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY c.ended_at - c.sent_at)
                   FILTER (WHERE c.status = 'closed') AS closed_in
        FROM counted c, LATERAL (VALUES
            ('all', ''), ('status', c.status), ('reason', c.reason),
            ('urgency', c.urgency), ('outcome', c.outcome),
            ('school', c.school_name), ('receiver', c.receiver_name)
        ) AS d (dimension, value)
        WHERE d.value <> '' OR d.dimension = 'all'
        GROUP BY d.dimension, d.value
    ), weighed AS (
        SELECT *, min(n) OVER (PARTITION BY cells.dimension) AS least,
               coalesce(sum(n) OVER (
                   PARTITION BY cells.dimension ORDER BY n, cells.value
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ), 0) AS smaller
        FROM cells
    ), judged AS (
        SELECT *, NOT is_unit AND least < 5 AND (n < 5 OR smaller < 5) AS is_hidden
        FROM weighed
    )
    SELECT j.dimension, j.value,
           CASE WHEN NOT is_hidden THEN n END,
           CASE WHEN is_unit THEN open_n END,
           CASE WHEN NOT is_hidden THEN received_in END,
           CASE WHEN NOT is_hidden THEN accepted_in END,
           CASE WHEN NOT is_hidden THEN closed_in END
    FROM judged j ORDER BY j.dimension, n DESC, j.value;
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION referrals_counts(timestamptz, timestamptz) FROM PUBLIC;
"""
NO_DOOR = "DROP FUNCTION referrals_counts(timestamptz, timestamptz)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0004_wall_referrals")]
    operations: ClassVar = [migrations.RunSQL(DOOR, NO_DOOR)]
