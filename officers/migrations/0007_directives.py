"""Directives of both superiors, and the lines of the log that were done for them.

Both sides read what either gave, so that what pulls in two directions is seen by both.
"""

import datetime
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import append_only, at_my_school, protect

OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
ANSWERS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
COMMANDS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
LEADS = at_my_school("principal")
GAVE = f"""(directed_by_id = app_user_id() AND (
    (side = 'command' AND {COMMANDS}) OR (side = 'school' AND {LEADS})))"""
IS_POSTED = """EXISTS (
    SELECT FROM officers_assignment a
    JOIN schools_school s ON s.campus_id = a.campus_id
    WHERE a.officer_id = officers_directive.officer_id
      AND s.id = officers_directive.school_id)"""
SEEN = f"({OWN} OR {at_my_school('commander', 'office', 'principal')})"


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0006_approvals'),
        ('schools', '0005_agreement'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('kind', models.CharField(choices=[('lunch', 'Lunch monitor'), ('door', 'Door guard'), ('traffic', 'Traffic'), ('event', 'Event'), ('patrol', 'Patrol'), ('paper', 'Report or paper'), ('meeting', 'Meeting'), ('other', 'Other')], max_length=7)),
                ('what', models.CharField(max_length=200)),
                ('where', models.CharField(blank=True, max_length=80)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField()),
                ('repeats', models.CharField(blank=True, choices=[('', 'Once'), ('daily', 'Each school day'), ('weekly', 'Each week')], max_length=6)),
                ('repeats_until', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('given', 'Given'), ('acknowledged', 'Acknowledged'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='given', max_length=12)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DirectiveEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('kind', models.CharField(choices=[('lunch', 'Lunch monitor'), ('door', 'Door guard'), ('traffic', 'Traffic'), ('event', 'Event'), ('patrol', 'Patrol'), ('paper', 'Report or paper'), ('meeting', 'Meeting'), ('other', 'Other')], max_length=7)),
                ('what', models.CharField(max_length=200)),
                ('where', models.CharField(blank=True, max_length=80)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField()),
                ('repeats', models.CharField(blank=True, choices=[('', 'Once'), ('daily', 'Each school day'), ('weekly', 'Each week')], max_length=6)),
                ('repeats_until', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('given', 'Given'), ('acknowledged', 'Acknowledged'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='given', max_length=12)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='activityentry',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='activityentry',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='activityentry',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityentry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_activityentryevent" ("audience_count", "directive_id", "elsewhere_because", "ended_at", "entered_at", "function", "id", "minutes", "note", "officer_id", "on", "origin", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "school_id", "source_id", "source_kind", "started_at", "type", "version", "with_whom") VALUES (NEW."audience_count", NEW."directive_id", NEW."elsewhere_because", NEW."ended_at", NEW."entered_at", NEW."function", NEW."id", NEW."minutes", NEW."note", NEW."officer_id", NEW."on", NEW."origin", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."removed_at", NEW."school_id", NEW."source_id", NEW."source_kind", NEW."started_at", NEW."type", NEW."version", NEW."with_whom"); RETURN NULL;', hash='041b6ce847d4f5829b0f344eab46b16f4864032f', operation='INSERT', pgid='pgtrigger_insert_insert_a86eb', table='officers_activityentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityentry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_activityentryevent" ("audience_count", "directive_id", "elsewhere_because", "ended_at", "entered_at", "function", "id", "minutes", "note", "officer_id", "on", "origin", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "school_id", "source_id", "source_kind", "started_at", "type", "version", "with_whom") VALUES (NEW."audience_count", NEW."directive_id", NEW."elsewhere_because", NEW."ended_at", NEW."entered_at", NEW."function", NEW."id", NEW."minutes", NEW."note", NEW."officer_id", NEW."on", NEW."origin", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."removed_at", NEW."school_id", NEW."source_id", NEW."source_kind", NEW."started_at", NEW."type", NEW."version", NEW."with_whom"); RETURN NULL;', hash='6ef039f8cbd251121b38d1d2d3b55f460b0fa839', operation='UPDATE', pgid='pgtrigger_update_update_74a3d', table='officers_activityentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityentry',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_activityentryevent" ("audience_count", "directive_id", "elsewhere_because", "ended_at", "entered_at", "function", "id", "minutes", "note", "officer_id", "on", "origin", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "school_id", "source_id", "source_kind", "started_at", "type", "version", "with_whom") VALUES (OLD."audience_count", OLD."directive_id", OLD."elsewhere_because", OLD."ended_at", OLD."entered_at", OLD."function", OLD."id", OLD."minutes", OLD."note", OLD."officer_id", OLD."on", OLD."origin", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."removed_at", OLD."school_id", OLD."source_id", OLD."source_kind", OLD."started_at", OLD."type", OLD."version", OLD."with_whom"); RETURN NULL;', hash='a80fe740b96cc528279b8155db5c462395ca1364', operation='DELETE', pgid='pgtrigger_delete_delete_36e4b', table='officers_activityentry', when='AFTER')),
        ),
        migrations.AddField(
            model_name='directive',
            name='directed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='directive',
            name='officer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='officers.officer'),
        ),
        migrations.AddField(
            model_name='directive',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='schools.school'),
        ),
        migrations.AddField(
            model_name='activityentry',
            name='directive',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='officers.directive'),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='directive',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.directive'),
        ),
        migrations.AddField(
            model_name='directiveevent',
            name='directed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='directiveevent',
            name='officer',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer'),
        ),
        migrations.AddField(
            model_name='directiveevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.directive'),
        ),
        migrations.AddField(
            model_name='directiveevent',
            name='school',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school'),
        ),
        migrations.AddIndex(
            model_name='directive',
            index=models.Index(fields=['officer', 'due_at'], name='directive_of_officer'),
        ),
        migrations.AddIndex(
            model_name='directive',
            index=models.Index(fields=['school', 'due_at'], name='directive_of_school'),
        ),
        migrations.AddConstraint(
            model_name='directive',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at', None), ('due_at__gt', models.F('starts_at')), _connector='OR'), name='directive_ends_after_it_starts', violation_error_message='The end must be after the start.'),
        ),
        migrations.AddConstraint(
            model_name='directive',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__range', (datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC), datetime.datetime(2101, 1, 1, 0, 0, tzinfo=datetime.UTC))), models.Q(('starts_at', None), ('starts_at__gte', datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC)), _connector='OR')), name='directive_in_this_century', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='directive',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('repeats', ''), ('repeats_until', None)), models.Q(models.Q(('repeats', ''), _negated=True), ('repeats_until__isnull', False), ('starts_at__isnull', False), ('repeats_until__lte', datetime.date(2100, 12, 31))), _connector='OR'), name='directive_that_repeats_has_an_end', violation_error_message='What repeats has a beginning and a last day; give both.'),
        ),
        migrations.AddConstraint(
            model_name='directive',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['declined', 'withdrawn']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='directive_says_why_not', violation_error_message='Say why.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='directive',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_directiveevent" ("answered_at", "directed_by_id", "due_at", "given_at", "id", "kind", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "repeats", "repeats_until", "school_id", "side", "starts_at", "status", "version", "what", "where") VALUES (NEW."answered_at", NEW."directed_by_id", NEW."due_at", NEW."given_at", NEW."id", NEW."kind", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."repeats", NEW."repeats_until", NEW."school_id", NEW."side", NEW."starts_at", NEW."status", NEW."version", NEW."what", NEW."where"); RETURN NULL;', hash='d3be7353257cbac271e1402f1a9c4f93330eebed', operation='INSERT', pgid='pgtrigger_insert_insert_8db48', table='officers_directive', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='directive',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_directiveevent" ("answered_at", "directed_by_id", "due_at", "given_at", "id", "kind", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "repeats", "repeats_until", "school_id", "side", "starts_at", "status", "version", "what", "where") VALUES (NEW."answered_at", NEW."directed_by_id", NEW."due_at", NEW."given_at", NEW."id", NEW."kind", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."repeats", NEW."repeats_until", NEW."school_id", NEW."side", NEW."starts_at", NEW."status", NEW."version", NEW."what", NEW."where"); RETURN NULL;', hash='f94e15c48d9be4178ea0b5f8d498529da1912bc9', operation='UPDATE', pgid='pgtrigger_update_update_e1b9b', table='officers_directive', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='directive',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_directiveevent" ("answered_at", "directed_by_id", "due_at", "given_at", "id", "kind", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "repeats", "repeats_until", "school_id", "side", "starts_at", "status", "version", "what", "where") VALUES (OLD."answered_at", OLD."directed_by_id", OLD."due_at", OLD."given_at", OLD."id", OLD."kind", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."repeats", OLD."repeats_until", OLD."school_id", OLD."side", OLD."starts_at", OLD."status", OLD."version", OLD."what", OLD."where"); RETURN NULL;', hash='c257172d2b20ebe041683b4fecdcda574e286b59', operation='DELETE', pgid='pgtrigger_delete_delete_dbe01', table='officers_directive', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='directiveevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f3e81c9ab9891209081304df30680f5105bd3666', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d431c', table='officers_directiveevent', when='BEFORE')),
        ),
        protect(
            "officers_directive",
            see=SEEN,
            add=f"({GAVE} AND {IS_POSTED})",
            change=f"({ANSWERS} OR {GAVE})",
        ),
        protect("officers_directiveevent", see=SEEN, add="true"),
        append_only("officers_directiveevent"),
    ])
