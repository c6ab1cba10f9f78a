"""A row stays the row it is, a walk stays as it was sent, and a past notice at home.

Until now somebody could by SQL have given a note, a finding, a plan, an event, a
calendar or a notice another id, which parts it from its history and its trail; and
whoever sent a walk could have added answers to it later. What holds in a whole
district was read there also when it was over. Who is not told of notices was answered “belongs” for a
member of staff who is barred: the door no longer leads there.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school

KEYED = (
    *("accessnotice", "finding", "floorplan", "placenote", "schoolevent"),
    "schoolfeed",
)
KEEP_KEYS = """
CREATE FUNCTION schools_keep_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_key_stays',
        MESSAGE = 'The id of a record stays: its history goes by it.';
END $$;
""" + "".join(
    f"""CREATE TRIGGER keyed BEFORE UPDATE OF id ON schools_{table} FOR EACH ROW
    WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION schools_keep_key();
"""
    for table in KEYED
)
ANY_KEYS = (
    "".join(f"DROP TRIGGER keyed ON schools_{table};" for table in KEYED)
    + "DROP FUNCTION schools_keep_key();"
)

WALKS = at_my_school("principal", "officer", "commander")
ANSWERED = f"""({WALKS} AND EXISTS (
    SELECT FROM schools_walkthrough walk
    WHERE walk.id = walkthrough_id AND walk.walked_by_id = app_user_id()
))"""
ANSWERS_WITH_THE_WALK = f"""({ANSWERED} AND EXISTS (
    SELECT FROM schools_walkthroughevent sent
    WHERE sent.pgh_obj_id = walkthrough_id AND sent.pgh_label = 'insert'
        AND sent.pgh_created_at = now()
))"""
"""In the transaction that sent it: both write down its first moment."""

KEEPERS = ("officer", "commander", "principal")
KEEPS = at_my_school(*KEEPERS)
IN_MY_DISTRICT = f"""school_id = ANY (ARRAY(
    SELECT s.id FROM schools_school s WHERE s.district_id IN (
        SELECT m.district_id FROM schools_school m
        WHERE {at_my_school(*KEEPERS, column="m.id")})))"""
READ = f"({KEEPS} OR (is_everywhere AND {IN_MY_DISTRICT}))"
IS_NOT_OVER = """(status = 'standing' AND ends_on >= (
    SELECT (now() AT TIME ZONE d.time_zone)::date FROM schools_school s
    JOIN schools_district d ON d.id = s.district_id WHERE s.id = school_id))"""
READS = f"({KEEPS} OR (is_everywhere AND {IN_MY_DISTRICT} AND {IS_NOT_OVER}))"
READS_HISTORY = f"""({KEEPS} OR EXISTS (
    SELECT FROM schools_accessnotice n WHERE n.id = pgh_obj_id))"""


def seen(notices: str, history: str) -> str:
    """Who reads notices, and what they said before."""
    return f"""
ALTER POLICY see ON schools_accessnotice USING (app_is_clock() OR {notices});
ALTER POLICY see ON schools_accessnoticeevent USING (app_is_clock() OR {history});
"""


NEAR = """PERFORM set_config('pg_trgm.similarity_threshold', '0.45', true),
        set_config('pg_trgm.word_similarity_threshold', '0.45', true);"""
"""As in migration `notices`."""


def door(unless: str = "") -> str:
    """The door to people; whom of the staff those do not find who find them alone."""
    return rf"""
CREATE OR REPLACE FUNCTION schools_find_people(said text)
RETURNS TABLE (person uuid, closeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    alike record := schools_alike(said);
    seen text := format(
        '(school_id = ANY (%L) OR (kind = ''staff'' AND school_id = ANY (%L){unless}))',
        app_schools('commander', 'officer', 'principal', 'counselor'), app_schools());
BEGIN
    IF alike.matching IS NULL THEN
        RETURN;
    END IF;
    {NEAR}
    RETURN QUERY EXECUTE 'SELECT id, ' || alike.closeness || ' AS near'
        || ' FROM schools_person WHERE retention_class = ''roster'''
        || ' AND active_until IS NULL AND sealed_at IS NULL'
        || CASE WHEN app_is_clock() THEN '' ELSE ' AND ' || seen END
        || ' AND ' || alike.matching || ' ORDER BY near DESC, id LIMIT 20';
END $$;
"""


ALIKE = r"""
CREATE OR REPLACE FUNCTION schools_alike(said text, OUT matching text, OUT closeness text)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    WITH words AS (
        SELECT word FROM regexp_split_to_table(schools_folded(said), '\s+') AS word
        WHERE length(word) > 1 LIMIT 6
    ), whole AS (
        SELECT string_agg(word, ' ') AS name FROM words
    )
    SELECT CASE WHEN name IS NOT NULL THEN format('((%s) OR name_words %% %L)',
            string_agg(format('%L <%% name_words', word), ' AND '), name) END,
        CASE WHEN name IS NOT NULL THEN
            format('((%s) / %s + similarity(%L, name_words) / 10)::real',
                string_agg(format('word_similarity(%L, name_words)', word), ' + '),
                count(*), name) END
    FROM whole LEFT JOIN words ON true GROUP BY name
$$;
"""
"""Where no word is left it says so in a row: without one, the doors broke."""
UNLESS_BARRED = """
            AND NOT EXISTS (SELECT FROM schools_accessnotice n
                JOIN schools_school s ON s.id = n.school_id
                JOIN schools_district d ON d.id = s.district_id
                WHERE n.person_id = schools_person.id
                AND n.kind IN (''trespass'', ''expulsion'')
                AND n.status = ''standing'' AND (now() AT TIME ZONE d.time_zone)::date
                    BETWEEN n.starts_on AND n.ends_on)"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0019_merged_people")]
    operations: ClassVar = [
        migrations.RunSQL(KEEP_KEYS, ANY_KEYS),
        add_anew("schools_walkanswer", add=ANSWERS_WITH_THE_WALK, was=ANSWERED),
        migrations.RunSQL(seen(READS, READS_HISTORY), seen(READ, READ)),
        migrations.RunSQL(ALIKE, migrations.RunSQL.noop),
        migrations.RunSQL(door(UNLESS_BARRED), door()),
    ]
