"""Who was merged takes no place in the answer, and two who were told apart may move.

Two were told apart at a school, and foreign keys held both of them there: the next
roster in which one of them was at another school could not be applied at all. That they
are of one school is asked when it is said; when both of them are at another school
together, what was said of them is of that school.

The search asked for twenty people and then left out who was merged: of somebody who had
been there often, the entries out of sight took the places of others.
"""

from typing import ClassVar

from django.db import migrations

WHERE_BOTH_ARE = """
ALTER TABLE schools_namesakes
    DROP CONSTRAINT other_of_its_school, DROP CONSTRAINT namesake_of_its_school;
ALTER TABLE schools_person DROP CONSTRAINT person_of_its_school;

CREATE FUNCTION schools_hold_namesakes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    here bigint;
BEGIN
    PERFORM set_config('app.clock', 'on', true);
    SELECT count(*) INTO here FROM schools_person p
        WHERE p.id IN (NEW.one_id, NEW.other_id) AND p.school_id = NEW.school_id;
    PERFORM set_config('app.clock', was, true);
    IF here < 2 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_namesakes_of_their_school',
            MESSAGE = 'Two are told apart at the school where both of them are.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE INSERT ON schools_namesakes
    FOR EACH ROW EXECUTE FUNCTION schools_hold_namesakes();

CREATE FUNCTION schools_follow_namesakes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE schools_namesakes said SET school_id = NEW.school_id
        FROM schools_person third
        WHERE NEW.id IN (said.one_id, said.other_id)
            AND third.id IN (said.one_id, said.other_id) AND third.id <> NEW.id
            AND third.school_id = NEW.school_id;
    RETURN NULL;
END $$;
CREATE TRIGGER followed AFTER UPDATE OF school_id ON schools_person FOR EACH ROW
    WHEN (OLD.school_id <> NEW.school_id) EXECUTE FUNCTION schools_follow_namesakes();
"""
WHERE_THEY_WERE = """
DROP TRIGGER followed ON schools_person;
DROP FUNCTION schools_follow_namesakes();
DROP TRIGGER held ON schools_namesakes;
DROP FUNCTION schools_hold_namesakes();
ALTER TABLE schools_person ADD CONSTRAINT person_of_its_school UNIQUE (id, school_id);
ALTER TABLE schools_namesakes
    ADD CONSTRAINT namesake_of_its_school FOREIGN KEY (one_id, school_id)
        REFERENCES schools_person (id, school_id) NOT VALID,
    ADD CONSTRAINT other_of_its_school FOREIGN KEY (other_id, school_id)
        REFERENCES schools_person (id, school_id) NOT VALID;
"""

NEAR = """PERFORM set_config('pg_trgm.similarity_threshold', '0.45', true),
        set_config('pg_trgm.word_similarity_threshold', '0.45', true);"""
"""As in migration `notices`."""
UNLESS_BARRED = """
            AND NOT EXISTS (SELECT FROM schools_accessnotice n
                JOIN schools_school s ON s.id = n.school_id
                JOIN schools_district d ON d.id = s.district_id
                WHERE n.person_id = schools_person.id
                AND n.kind IN (''trespass'', ''expulsion'')
                AND n.status = ''standing'' AND (now() AT TIME ZONE d.time_zone)::date
                    BETWEEN n.starts_on AND n.ends_on)"""
"""As in migration `what_stays`."""


def door(unless: str = "") -> str:
    """The door to people; who is not found though everything else fits."""
    return rf"""
CREATE OR REPLACE FUNCTION schools_find_people(said text)
RETURNS TABLE (person uuid, closeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    alike record := schools_alike(said);
    seen text := format('(school_id = ANY (%L)'
        ' OR (kind = ''staff'' AND school_id = ANY (%L){UNLESS_BARRED}))',
        app_schools('commander', 'officer', 'principal', 'counselor'), app_schools());
BEGIN
    IF alike.matching IS NULL THEN
        RETURN;
    END IF;
    {NEAR}
    RETURN QUERY EXECUTE 'SELECT id, ' || alike.closeness || ' AS near'
        || ' FROM schools_person WHERE retention_class = ''roster'''
        || ' AND active_until IS NULL AND sealed_at IS NULL{unless}'
        || CASE WHEN app_is_clock() THEN '' ELSE ' AND ' || seen END
        || ' AND ' || alike.matching || ' ORDER BY near DESC, id LIMIT 20';
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0022_key_in_a_series")]
    operations: ClassVar = [
        migrations.RunSQL(WHERE_BOTH_ARE, WHERE_THEY_WERE),
        migrations.RunSQL(door(" AND merged_into_id IS NULL"), door()),
    ]
