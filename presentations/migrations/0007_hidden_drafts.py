"""What nobody has been asked for yet is its author's alone: both walls, and the door.

A request is sent when it has a `requested_at`; it never becomes a draft again.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from sro_program.core.rls import at_my_school, see_anew

WIDE = "'commander', 'office', 'officer', 'principal', 'counselor', 'district'"
AT_WIDE = at_my_school(
    "commander", "office", "officer", "principal", "counselor", "district"
)
OWN = f"(requested_by_id = app_user_id() AND {at_my_school()})"
SEEN = f"({AT_WIDE} OR {OWN})"
SEEN_IF_SENT = f"((requested_at IS NOT NULL AND {AT_WIDE}) OR {OWN})"
DOOR = f"""
CREATE OR REPLACE FUNCTION presentations_search(
    words text[], at_school bigint, since timestamptz, until timestamptz
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
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0006_in_this_century")]
    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.CheckConstraint(
                name="presentation_draft_was_not_sent",
                condition=~Q(status="draft") | ~Q(requested_at__isnull=False),
                violation_error_message="What was sent is no draft any more.",
            ),
        ),
        see_anew("presentations_presentation", see=SEEN_IF_SENT, was=SEEN),
        see_anew("presentations_presentationevent", see=SEEN_IF_SENT, was=SEEN),
        migrations.RunSQL(DOOR, migrations.RunSQL.noop),
    ]
