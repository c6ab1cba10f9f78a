"""School events, the calendars they come from, and which days such a calendar marked.

Everybody who reaches a school reads its events. They are written by hand in one's own
name by the school, its district, the unit's command and office and the officers; of a
calendar by those who keep one. An address may be a secret: its keepers read it.
"""

import datetime
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import BY_A_TRIGGER, append_only, at_my_school, protect

READS = at_my_school()
WRITES = at_my_school("principal", "office", "commander", "district", "officer")
KEEPS = at_my_school("principal", "office", "commander", "district")
BY_HAND = (
    f"(feed_id IS NULL AND uid = '' AND status = 'planned' "
    f"AND written_by_id = app_user_id() AND {WRITES})"
)
ADDS = f"({BY_HAND} OR (feed_id IS NOT NULL AND {KEEPS}))"
CHANGES = f"((feed_id IS NULL AND {WRITES}) OR {KEEPS})"
NOBODY = "false"
EVENTS = ["schools_schooleventevent", "schools_schoolfeedevent"]
OF_ONE_SCHOOL = """
ALTER TABLE schools_schoolevent ADD CONSTRAINT event_of_one_school
    UNIQUE (id, school_id);
ALTER TABLE schools_schoolfeed ADD CONSTRAINT feed_of_one_school
    UNIQUE (id, school_id);
ALTER TABLE schools_schoolevent ADD CONSTRAINT event_at_a_place_of_its_school
    FOREIGN KEY (place_id, school_id) REFERENCES schools_place (id, school_id);
ALTER TABLE schools_schoolevent ADD CONSTRAINT event_of_a_feed_of_its_school
    FOREIGN KEY (feed_id, school_id) REFERENCES schools_schoolfeed (id, school_id);
ALTER TABLE schools_feedreading ADD CONSTRAINT reading_of_a_feed_of_its_school
    FOREIGN KEY (feed_id, school_id) REFERENCES schools_schoolfeed (id, school_id);
CREATE FUNCTION schools_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_event_stays',
        MESSAGE = 'Whose it is and where it came from stay.';
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON schools_schoolevent FOR EACH ROW
    WHEN ((OLD.school_id, OLD.feed_id, OLD.uid, OLD.recurrence_id, OLD.written_by_id,
            OLD.written_at)
        IS DISTINCT FROM
        (NEW.school_id, NEW.feed_id, NEW.uid, NEW.recurrence_id, NEW.written_by_id,
            NEW.written_at))
    EXECUTE FUNCTION schools_keep_event();
CREATE TRIGGER stays BEFORE UPDATE ON schools_schoolfeed FOR EACH ROW
    WHEN ((OLD.school_id, OLD.written_by_id)
        IS DISTINCT FROM (NEW.school_id, NEW.written_by_id))
    EXECUTE FUNCTION schools_keep_event();
CREATE TRIGGER stays BEFORE UPDATE ON schools_feedreading FOR EACH ROW
    WHEN ((OLD.school_id, OLD.feed_id, OLD.asked_by_id, OLD.asked_at)
        IS DISTINCT FROM (NEW.school_id, NEW.feed_id, NEW.asked_by_id, NEW.asked_at))
    EXECUTE FUNCTION schools_keep_event();
"""
OF_ANY_SCHOOL = """
DROP TRIGGER stays ON schools_feedreading;
DROP TRIGGER stays ON schools_schoolfeed;
DROP TRIGGER stays ON schools_schoolevent;
DROP FUNCTION schools_keep_event();
ALTER TABLE schools_feedreading DROP CONSTRAINT reading_of_a_feed_of_its_school;
ALTER TABLE schools_schoolevent DROP CONSTRAINT event_of_a_feed_of_its_school;
ALTER TABLE schools_schoolevent DROP CONSTRAINT event_at_a_place_of_its_school;
ALTER TABLE schools_schoolfeed DROP CONSTRAINT feed_of_one_school;
ALTER TABLE schools_schoolevent DROP CONSTRAINT event_of_one_school;
"""
NEVER_DELETED = "".join(
    f"ALTER POLICY remove ON schools_{table} USING (false);"
    for table in ("schoolevent", "schoolfeed", "feedreading")
)


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0017_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='SchoolEvent',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=200)),
                ('series', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(choices=[('ball_game', 'Ball game'), ('club', 'Club'), ('meeting', 'Meeting'), ('ceremony', 'Ceremony or assembly'), ('trip', 'Trip'), ('parents', 'Parent evening'), ('other', 'Other')], default='other', max_length=9)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('is_whole_days', models.BooleanField(default=False, verbose_name='whole days')),
                ('place_text', models.CharField(blank=True, max_length=120)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                ('uid', models.CharField(blank=True, max_length=255)),
                ('recurrence_id', models.CharField(blank=True, max_length=32)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='schools.place')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='schools.school')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SchoolFeed',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=80)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('applies_itself', models.BooleanField(default=False)),
                ('closed_words', models.CharField(blank=True, default='no school, closed, break, holiday', max_length=200)),
                ('early_words', models.CharField(blank=True, default='early release, early dismissal, dismiss at', max_length=200)),
                ('testing_words', models.CharField(blank=True, default='testing, state test, ACT, MAP', max_length=200)),
                ('etag', models.CharField(blank=True, max_length=200)),
                ('last_modified', models.CharField(blank=True, max_length=60)),
                ('read_for', models.PositiveSmallIntegerField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='schools.school')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SchoolEventEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=200)),
                ('series', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(choices=[('ball_game', 'Ball game'), ('club', 'Club'), ('meeting', 'Meeting'), ('ceremony', 'Ceremony or assembly'), ('trip', 'Trip'), ('parents', 'Parent evening'), ('other', 'Other')], default='other', max_length=9)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('is_whole_days', models.BooleanField(default=False, verbose_name='whole days')),
                ('place_text', models.CharField(blank=True, max_length=120)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                ('uid', models.CharField(blank=True, max_length=255)),
                ('recurrence_id', models.CharField(blank=True, max_length=32)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.schoolevent')),
                ('place', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.place')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('written_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('feed', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.schoolfeed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='schoolevent',
            name='feed',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='schools.schoolfeed'),
        ),
        migrations.CreateModel(
            name='FeedReading',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('status', models.CharField(choices=[('waiting', 'Being read'), ('checked', 'To be looked at'), ('applied', 'Applied'), ('same', 'Nothing new'), ('failed', 'Failed'), ('replaced', 'Replaced by a later one')], default='waiting', max_length=8)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('found', models.JSONField(default=list)),
                ('about', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('problem_count', models.PositiveIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=300)),
                ('counts', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='schools.schoolfeed')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='schoolday',
            name='feed',
            field=models.ForeignKey(editable=False, help_text='Which calendar said it; it follows that one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='days', to='schools.schoolfeed'),
        ),
        migrations.CreateModel(
            name='SchoolFeedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=80)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('applies_itself', models.BooleanField(default=False)),
                ('closed_words', models.CharField(blank=True, default='no school, closed, break, holiday', max_length=200)),
                ('early_words', models.CharField(blank=True, default='early release, early dismissal, dismiss at', max_length=200)),
                ('testing_words', models.CharField(blank=True, default='testing, state test, ACT, MAP', max_length=200)),
                ('etag', models.CharField(blank=True, max_length=200)),
                ('last_modified', models.CharField(blank=True, max_length=60)),
                ('read_for', models.PositiveSmallIntegerField(null=True)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.schoolfeed')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='schoolfeed',
            constraint=models.UniqueConstraint(fields=('school', 'name'), name='feed_named_once', violation_error_message='This school has a calendar of that name.'),
        ),
        migrations.AddConstraint(
            model_name='schoolfeed',
            constraint=models.CheckConstraint(condition=models.Q(('address', ''), ('address__startswith', 'https://'), _connector='OR'), name='feed_address_is_https', violation_error_message='The address begins with https://.'),
        ),
        migrations.AddConstraint(
            model_name='schoolfeed',
            constraint=models.CheckConstraint(condition=models.Q(('applies_itself', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='feed_without_address_is_applied_by_hand', violation_error_message='Only what has an address is read by itself.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolfeed',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_schoolfeedevent" ("address", "applies_itself", "closed_words", "early_words", "etag", "id", "last_modified", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_for", "school_id", "testing_words", "version", "written_by_id") VALUES (NEW."address", NEW."applies_itself", NEW."closed_words", NEW."early_words", NEW."etag", NEW."id", NEW."last_modified", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."read_for", NEW."school_id", NEW."testing_words", NEW."version", NEW."written_by_id"); RETURN NULL;', hash='06807d713164511cb39f3dd8ef8565494c86d73a', operation='INSERT', pgid='pgtrigger_insert_insert_24d8f', table='schools_schoolfeed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolfeed',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_schoolfeedevent" ("address", "applies_itself", "closed_words", "early_words", "etag", "id", "last_modified", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_for", "school_id", "testing_words", "version", "written_by_id") VALUES (NEW."address", NEW."applies_itself", NEW."closed_words", NEW."early_words", NEW."etag", NEW."id", NEW."last_modified", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."read_for", NEW."school_id", NEW."testing_words", NEW."version", NEW."written_by_id"); RETURN NULL;', hash='987ce353fce4cf52068a1fb89cedb8f8215ac8a8', operation='UPDATE', pgid='pgtrigger_update_update_4a6e5', table='schools_schoolfeed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolfeed',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_schoolfeedevent" ("address", "applies_itself", "closed_words", "early_words", "etag", "id", "last_modified", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_for", "school_id", "testing_words", "version", "written_by_id") VALUES (OLD."address", OLD."applies_itself", OLD."closed_words", OLD."early_words", OLD."etag", OLD."id", OLD."last_modified", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."read_for", OLD."school_id", OLD."testing_words", OLD."version", OLD."written_by_id"); RETURN NULL;', hash='6d352fa45e70822a2ae6a5ad372bd63dd8f1d45a', operation='DELETE', pgid='pgtrigger_delete_delete_372de', table='schools_schoolfeed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schooleventevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f30645cac58d7b8447f1331547d829422fefc7c4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8f94f', table='schools_schooleventevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='schoolevent',
            index=models.Index(fields=['school', 'starts_at', 'id'], name='event_of_school'),
        ),
        migrations.AddIndex(
            model_name='schoolevent',
            index=models.Index(fields=['school', 'ends_at'], name='event_by_end'),
        ),
        migrations.AddConstraint(
            model_name='schoolevent',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_it_starts', violation_error_message='The end must be after the start.'),
        ),
        migrations.AddConstraint(
            model_name='schoolevent',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__lt', datetime.datetime(2101, 1, 1, 0, 0, tzinfo=datetime.UTC)), ('starts_at__gte', datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC))), name='event_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='schoolevent',
            constraint=models.UniqueConstraint(condition=models.Q(('feed__isnull', False)), fields=('feed', 'uid', 'recurrence_id'), name='event_of_a_feed_once', violation_error_message='This event of the feed is there already.'),
        ),
        migrations.AddConstraint(
            model_name='schoolevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('feed', None), ('uid', ''), ('written_by__isnull', False)), models.Q(('feed__isnull', False), models.Q(('uid', ''), _negated=True)), _connector='OR'), name='event_by_hand_or_of_a_feed', violation_error_message='Somebody added it, or a feed said it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolevent',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_schooleventevent" ("ends_at", "feed_id", "id", "is_whole_days", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_text", "recurrence_id", "school_id", "series", "starts_at", "status", "title", "uid", "version", "written_at", "written_by_id") VALUES (NEW."ends_at", NEW."feed_id", NEW."id", NEW."is_whole_days", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place_id", NEW."place_text", NEW."recurrence_id", NEW."school_id", NEW."series", NEW."starts_at", NEW."status", NEW."title", NEW."uid", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='e5a1653cbb2c4604d5f4dc77c4322f80414314f4', operation='INSERT', pgid='pgtrigger_insert_insert_3b4e6', table='schools_schoolevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolevent',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_schooleventevent" ("ends_at", "feed_id", "id", "is_whole_days", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_text", "recurrence_id", "school_id", "series", "starts_at", "status", "title", "uid", "version", "written_at", "written_by_id") VALUES (NEW."ends_at", NEW."feed_id", NEW."id", NEW."is_whole_days", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place_id", NEW."place_text", NEW."recurrence_id", NEW."school_id", NEW."series", NEW."starts_at", NEW."status", NEW."title", NEW."uid", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='428b029347c676f4e7c8cb0d3c12537266a2b564', operation='UPDATE', pgid='pgtrigger_update_update_776fc', table='schools_schoolevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolevent',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_schooleventevent" ("ends_at", "feed_id", "id", "is_whole_days", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "place_text", "recurrence_id", "school_id", "series", "starts_at", "status", "title", "uid", "version", "written_at", "written_by_id") VALUES (OLD."ends_at", OLD."feed_id", OLD."id", OLD."is_whole_days", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place_id", OLD."place_text", OLD."recurrence_id", OLD."school_id", OLD."series", OLD."starts_at", OLD."status", OLD."title", OLD."uid", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='208aa78df06648ac4e6e5b3e69a19055c159ef82', operation='DELETE', pgid='pgtrigger_delete_delete_51e05', table='schools_schoolevent', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='feedreading',
            index=models.Index(fields=['feed', '-id'], name='reading_of_feed'),
        ),
        migrations.AddConstraint(
            model_name='feedreading',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('feed',), name='feed_read_once_at_a_time', violation_error_message='This calendar is being read already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolfeedevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='04ef9eef6ceaecb5750b59560e57d1405993f250', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_57054', table='schools_schoolfeedevent', when='BEFORE')),
        ),
        migrations.RunSQL(OF_ONE_SCHOOL, OF_ANY_SCHOOL),
        protect("schools_schoolevent", see=READS, add=ADDS, change=CHANGES),
        protect(
            "schools_schooleventevent",
            see=READS,
            add=f"({WRITES} AND {BY_A_TRIGGER})",
            change=NOBODY,
        ),
        protect(
            "schools_schoolfeed",
            see=KEEPS,
            add=f"({KEEPS} AND written_by_id = app_user_id())",
            change=KEEPS,
        ),
        protect(
            "schools_schoolfeedevent",
            see=KEEPS,
            add=f"({KEEPS} AND {BY_A_TRIGGER})",
            change=NOBODY,
        ),
        protect(
            "schools_feedreading",
            see=KEEPS,
            add=f"({KEEPS} AND asked_by_id = app_user_id())",
            change=KEEPS,
        ),
        migrations.RunSQL(NEVER_DELETED, migrations.RunSQL.noop),
        append_only(*EVENTS),
    ])
