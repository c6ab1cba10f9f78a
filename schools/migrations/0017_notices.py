"""Who does not belong, or only under conditions: the table, its walls, and the doors
through which one search asks for anybody (domain.md §3.12).

Officers, commanders and principals read and write the notices of their schools, and read
those that hold in their whole district. What a notice is about, its paper and its first
day stay; nobody deletes it; its history is written by its triggers.

`<%` and `%` of pg_trgm are not leak-proof, so under row-level security Postgres may not
use the trigram index: it would compare every name. The two doors read as the owner of
the tables and apply the acting person’s reach themselves. Of people they hand out ids,
whose rows are then read through the policy like any others. Of notices they also tell a
counselor that there is one, of which kind of answer, and not what it says. Postgres
takes comparing five thousand names for cheaper than their index, which it is not.

The policies `search` let the owner read without the wall, and only where the owner is a
role of its own.
"""
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
import sro_program.core.ranges
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import (
    add_anew,
    append_only,
    at_my_school,
    protect,
    remove_anew,
    written_by_trigger,
)

KEEPERS = ("officer", "commander", "principal")
KEEPS = at_my_school(*KEEPERS)
IN_MY_DISTRICT = f"""school_id = ANY (ARRAY(
    SELECT s.id FROM schools_school s WHERE s.district_id IN (
        SELECT m.district_id FROM schools_school m
        WHERE {at_my_school(*KEEPERS, column="m.id")})))"""
READS = f"({KEEPS} OR (is_everywhere AND {IN_MY_DISTRICT}))"
WRITES = f"""({KEEPS} AND written_by_id = app_user_id() AND status = 'standing'
    AND warned = '' AND sealed_at IS NULL)"""
TABLE = "schools_accessnotice"

NAMED_BY_OFFICERS = f"""(kind <> 'staff' AND retention_class = 'record'
    AND {at_my_school("officer")})"""
NAMED_BY_KEEPERS = f"""(kind <> 'staff' AND retention_class = 'record'
    AND {KEEPS})"""
BY_OFFICERS = f"({at_my_school('officer')} AND pg_trigger_depth() > 0)"
BY_KEEPERS = f"({KEEPS} AND pg_trigger_depth() > 0)"
"""Whoever writes a notice names a person who is on no roster, as officers do."""

HOLD = """
CREATE FUNCTION schools_hold_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    school bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM set_config('app.clock', 'on', true);
        SELECT p.school_id INTO school FROM schools_person p WHERE p.id = NEW.person_id;
        PERFORM set_config('app.clock', was, true);
        IF NEW.school_id IS DISTINCT FROM school THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation', CONSTRAINT = 'rule_notice_of_its_school',
                MESSAGE = 'This person is of another school. Write the notice there.';
        END IF;
        RETURN NEW;
    END IF;
    IF app_is_clock() OR coalesce(current_setting('app.forgetting', true), '') = 'on'
    THEN
        RETURN NEW;
    END IF;
    IF OLD.status <> 'standing'
        OR NEW.ends_on < OLD.ends_on
        OR (NEW.ends_on > OLD.ends_on AND OLD.ends_on < (
            SELECT (now() AT TIME ZONE d.time_zone)::date FROM schools_school s
            JOIN schools_district d ON d.id = s.district_id WHERE s.id = OLD.school_id))
        OR (OLD.school_id, OLD.person_id, OLD.given_name, OLD.family_name, OLD.born_on,
            OLD.kind, OLD.document, OLD.document_type, OLD.starts_on, OLD.written_by_id,
            OLD.written_at, OLD.sealed_at)
            IS DISTINCT FROM
            (NEW.school_id, NEW.person_id, NEW.given_name, NEW.family_name, NEW.born_on,
            NEW.kind, NEW.document, NEW.document_type, NEW.starts_on, NEW.written_by_id,
            NEW.written_at, NEW.sealed_at)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_notice_stays',
            MESSAGE = 'About whom a notice is, its paper and its first day stay, its'
                ' last day only moves on, and what is over stays so.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE INSERT OR UPDATE ON schools_accessnotice
    FOR EACH ROW EXECUTE FUNCTION schools_hold_notice();
"""
WITH_NOTICES = """
CREATE POLICY see_noticed ON schools_person FOR SELECT USING (
    retention_class = 'record' AND EXISTS (
        SELECT FROM schools_accessnotice n WHERE n.person_id = schools_person.id));
"""
WITHOUT_NOTICES = "DROP POLICY see_noticed ON schools_person;"
"""Who is on no roster is seen by those who hold a record of them: here, the notice."""
LET_GO = """
DROP TRIGGER held ON schools_accessnotice;
DROP FUNCTION schools_hold_notice();
"""

SIGNS = "''’‘ʼ`´\\-‐‑/._@+&=?:;,#~%()\"“”"
"""What stands between letters; of these only the first is written twice, for SQL."""
FOLDED = rf"""
CREATE FUNCTION schools_folded(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(translate(
    regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'),
    '{SIGNS}', repeat(' ', length('{SIGNS}'))));
ALTER TABLE schools_person ADD COLUMN name_words text GENERATED ALWAYS AS
    (schools_folded(given_name || ' ' || family_name)) STORED;
CREATE INDEX person_name_words ON schools_person USING gin (name_words gin_trgm_ops);
ALTER TABLE schools_accessnotice ADD COLUMN name_words text GENERATED ALWAYS AS
    (schools_folded(given_name || ' ' || family_name)) STORED;
CREATE INDEX notice_name_words ON schools_accessnotice
    USING gin (name_words gin_trgm_ops);
"""
NOT_FOLDED = """
ALTER TABLE schools_accessnotice DROP COLUMN name_words;
ALTER TABLE schools_person DROP COLUMN name_words;
DROP FUNCTION schools_folded(text);
"""

NEAR = """PERFORM set_config('pg_trgm.similarity_threshold', '0.45', true),
        set_config('pg_trgm.word_similarity_threshold', '0.45', true);"""
"""How alike names must be: one wrong letter in six is found, a stranger is not.

Set within the functions and not as theirs: no superuser but the owner puts a backup
back, in a session that has not loaded pg_trgm.
"""
DOORS = f"""
CREATE FUNCTION schools_alike(said text, OUT matching text, OUT closeness text)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    WITH words AS (
        SELECT word FROM regexp_split_to_table(schools_folded(said), '\\s+') AS word
        WHERE length(word) > 1 LIMIT 6
    ), whole AS (
        SELECT string_agg(word, ' ') AS name FROM words
    )
    SELECT format('((%s) OR name_words %% %L)',
            string_agg(format('%L <%% name_words', word), ' AND '), name),
        format('((%s) / %s + similarity(%L, name_words) / 10)::real',
            string_agg(format('word_similarity(%L, name_words)', word), ' + '),
            count(*), name)
    FROM words, whole GROUP BY name
$$;

CREATE FUNCTION schools_find_people(said text)
RETURNS TABLE (person uuid, closeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    alike record := schools_alike(said);
    seen text := format(
        '(school_id = ANY (%L) OR (kind = ''staff'' AND school_id = ANY (%L)))',
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

CREATE FUNCTION schools_find_notices(said text, people uuid[])
RETURNS TABLE (notice uuid, person uuid, school bigint, given text, family text,
    category text, is_read boolean, closeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off AS $$
DECLARE
    alike record := schools_alike(said);
    read bigint[] := app_schools('officer', 'commander', 'principal');
    told bigint[] := read || app_schools('counselor');
    read_wide bigint[];
    told_wide bigint[];
BEGIN
    IF alike.matching IS NULL THEN
        RETURN;
    END IF;
    {NEAR}
    read_wide := schools_of_their_districts(read);
    told_wide := schools_of_their_districts(told);
    RETURN QUERY EXECUTE 'SELECT n.id, n.person_id, n.school_id, n.given_name::text,'
        || ' n.family_name::text, CASE WHEN n.kind IN (''trespass'', ''expulsion'')'
        || '   THEN ''barred'' WHEN n.kind = ''authorised'' THEN ''belongs'''
        || '   ELSE ''conditions'' END,'
        || ' $5 OR n.school_id = ANY ($2) OR (n.is_everywhere AND n.school_id = ANY ($3)), '
        || alike.closeness || ' AS near'
        || ' FROM (SELECT id FROM schools_accessnotice WHERE person_id = ANY ($1)'
        || '   UNION SELECT id FROM schools_accessnotice WHERE ' || alike.matching
        || ' ) AS meant JOIN schools_accessnotice n ON n.id = meant.id'
        || ' JOIN schools_school s ON s.id = n.school_id'
        || ' JOIN schools_district d ON d.id = s.district_id'
        || ' WHERE n.status = ''standing'' AND n.sealed_at IS NULL'
        || ' AND (now() AT TIME ZONE d.time_zone)::date'
        || '   BETWEEN n.starts_on AND n.ends_on'
        || ' AND ($5 OR n.school_id = ANY ($4)'
        || '   OR (n.is_everywhere AND n.school_id = ANY ($6)))'
        || ' ORDER BY n.person_id = ANY ($1) DESC, near DESC, n.id LIMIT 60'
    USING people, read, read_wide, told, app_is_clock(), told_wide;
END $$;
"""
WIDE = """
CREATE FUNCTION schools_of_their_districts(places bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(s.id), '{}') FROM schools_school s
    WHERE s.district_id IN (
        SELECT m.district_id FROM schools_school m WHERE m.id = ANY (places))
$$;
"""
CLOSED = """
REVOKE ALL ON FUNCTION schools_find_people(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION schools_find_notices(text, uuid[]) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sro_audit') THEN
        REVOKE ALL ON FUNCTION schools_find_people(text) FROM sro_audit;
        REVOKE ALL ON FUNCTION schools_find_notices(text, uuid[]) FROM sro_audit;
    END IF;
    IF current_user = 'sro_owner' THEN
        CREATE POLICY search ON schools_person
            FOR SELECT TO sro_owner USING (true);
        CREATE POLICY search ON schools_accessnotice
            FOR SELECT TO sro_owner USING (true);
    END IF;
END $$;
"""
NO_DOORS = """
DROP POLICY IF EXISTS search ON schools_person;
DROP POLICY IF EXISTS search ON schools_accessnotice;
DROP FUNCTION schools_find_notices(text, uuid[]);
DROP FUNCTION schools_find_people(text);
DROP FUNCTION schools_of_their_districts(bigint[]);
DROP FUNCTION schools_alike(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0016_clauses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='AccessNotice',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('given_name', models.CharField(max_length=100)),
                ('family_name', models.CharField(max_length=100)),
                ('born_on', models.DateField(null=True, verbose_name='date of birth')),
                ('kind', models.CharField(choices=[('trespass', 'Trespass or ban'), ('custody', 'Custody order'), ('expulsion', 'Expulsion'), ('conditional', 'Only under conditions'), ('authorised', 'Authorized volunteer or contractor')], max_length=11)),
                ('is_everywhere', models.BooleanField(default=False, verbose_name='at all schools of the district')),
                ('basis', models.CharField(max_length=300)),
                ('document', models.FileField(max_length=200, upload_to='notices/')),
                ('document_type', models.CharField(max_length=100)),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('what_to_do', models.CharField(max_length=200)),
                ('pick_up', models.TextField(max_length=500, verbose_name='who may pick up, and who must not')),
                ('status', models.CharField(choices=[('standing', 'In force'), ('withdrawn', 'Withdrawn')], default='standing', max_length=9)),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='why it was withdrawn')),
                ('warned', models.CharField(blank=True, choices=[('', 'Not yet'), ('month', 'Within 30 days'), ('week', 'Within 7 days'), ('over', 'It is over')], max_length=5)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='schools.person')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='schools.school')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['ends_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AccessNoticeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('given_name', models.CharField(max_length=100)),
                ('family_name', models.CharField(max_length=100)),
                ('born_on', models.DateField(null=True, verbose_name='date of birth')),
                ('kind', models.CharField(choices=[('trespass', 'Trespass or ban'), ('custody', 'Custody order'), ('expulsion', 'Expulsion'), ('conditional', 'Only under conditions'), ('authorised', 'Authorized volunteer or contractor')], max_length=11)),
                ('is_everywhere', models.BooleanField(default=False, verbose_name='at all schools of the district')),
                ('basis', models.CharField(max_length=300)),
                ('document', models.FileField(max_length=200, upload_to='notices/')),
                ('document_type', models.CharField(max_length=100)),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('what_to_do', models.CharField(max_length=200)),
                ('pick_up', models.TextField(max_length=500, verbose_name='who may pick up, and who must not')),
                ('status', models.CharField(choices=[('standing', 'In force'), ('withdrawn', 'Withdrawn')], default='standing', max_length=9)),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='why it was withdrawn')),
                ('warned', models.CharField(blank=True, choices=[('', 'Not yet'), ('month', 'Within 30 days'), ('week', 'Within 7 days'), ('over', 'It is over')], max_length=5)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.accessnotice')),
                ('reviewer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='accessnotice',
            index=models.Index(fields=['school', 'ends_on', 'id'], name='notice_of_school'),
        ),
        migrations.AddIndex(
            model_name='accessnotice',
            index=models.Index(condition=models.Q(('status', 'standing')), fields=['ends_on'], name='notice_ending'),
        ),
        migrations.AddConstraint(
            model_name='accessnotice',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='notice_ends', violation_error_message='The last day comes after the first one. No notice is without an end.'),
        ),
        migrations.AddConstraint(
            model_name='accessnotice',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__lte', datetime.date(2100, 12, 31)), ('starts_on__gte', datetime.date(2000, 1, 1))), name='notice_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='accessnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), models.Q(('because', ''), _negated=True)), models.Q(('because', ''), ('status', 'standing')), _connector='OR'), name='notice_withdrawn_for_a_reason', violation_error_message='Say why it is withdrawn.'),
        ),
        migrations.AddConstraint(
            model_name='accessnotice',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'standing')), expressions=[('person', '='), ('school', '='), ('kind', '='), (sro_program.core.ranges.DateRange('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True)), '&&')], name='one_notice_of_a_kind_at_a_time', violation_error_message='This person has a notice of this kind here in that time already. Renew or withdraw that one.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessnotice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_accessnoticeevent" ("basis", "because", "born_on", "document", "document_type", "ends_on", "family_name", "given_name", "id", "is_everywhere", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pick_up", "reviewer_id", "school_id", "sealed_at", "starts_on", "status", "version", "warned", "what_to_do", "written_at", "written_by_id") VALUES (NEW."basis", NEW."because", NEW."born_on", NEW."document", NEW."document_type", NEW."ends_on", NEW."family_name", NEW."given_name", NEW."id", NEW."is_everywhere", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."pick_up", NEW."reviewer_id", NEW."school_id", NEW."sealed_at", NEW."starts_on", NEW."status", NEW."version", NEW."warned", NEW."what_to_do", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='e6fda98270741f9eaa4ad85af05fd2207cd95cdd', operation='INSERT', pgid='pgtrigger_insert_insert_5f22a', table='schools_accessnotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessnotice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_accessnoticeevent" ("basis", "because", "born_on", "document", "document_type", "ends_on", "family_name", "given_name", "id", "is_everywhere", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pick_up", "reviewer_id", "school_id", "sealed_at", "starts_on", "status", "version", "warned", "what_to_do", "written_at", "written_by_id") VALUES (NEW."basis", NEW."because", NEW."born_on", NEW."document", NEW."document_type", NEW."ends_on", NEW."family_name", NEW."given_name", NEW."id", NEW."is_everywhere", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."pick_up", NEW."reviewer_id", NEW."school_id", NEW."sealed_at", NEW."starts_on", NEW."status", NEW."version", NEW."warned", NEW."what_to_do", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='5cf0d2c57674ebb3c2b98d4a29f395863f449498', operation='UPDATE', pgid='pgtrigger_update_update_b2838', table='schools_accessnotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessnotice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_accessnoticeevent" ("basis", "because", "born_on", "document", "document_type", "ends_on", "family_name", "given_name", "id", "is_everywhere", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pick_up", "reviewer_id", "school_id", "sealed_at", "starts_on", "status", "version", "warned", "what_to_do", "written_at", "written_by_id") VALUES (OLD."basis", OLD."because", OLD."born_on", OLD."document", OLD."document_type", OLD."ends_on", OLD."family_name", OLD."given_name", OLD."id", OLD."is_everywhere", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."pick_up", OLD."reviewer_id", OLD."school_id", OLD."sealed_at", OLD."starts_on", OLD."status", OLD."version", OLD."warned", OLD."what_to_do", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='7e7efc5e536a3da05d601bc2b6e41efd4b4e1333', operation='DELETE', pgid='pgtrigger_delete_delete_8603b', table='schools_accessnotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessnoticeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ddfa008e878510f884e8bd25033b2b99266ab379', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_af15c', table='schools_accessnoticeevent', when='BEFORE')),
        ),
        protect(TABLE, see=READS, add=WRITES, change=KEEPS),
        remove_anew(TABLE, remove="false", was=KEEPS),
        protect(f"{TABLE}event", see=READS, change="false"),
        written_by_trigger(f"{TABLE}event", was=READS),
        append_only(f"{TABLE}event"),
        add_anew("schools_person", add=NAMED_BY_KEEPERS, was=NAMED_BY_OFFICERS),
        add_anew("schools_personevent", add=BY_KEEPERS, was=BY_OFFICERS),
        migrations.RunSQL(WITH_NOTICES, WITHOUT_NOTICES),
        migrations.RunSQL(HOLD, LET_GO),
        migrations.RunSQL(FOLDED, NOT_FOLDED),
        migrations.RunSQL(WIDE + DOORS + CLOSED, NO_DOORS),
    ])
