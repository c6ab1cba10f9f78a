"""Lines that officers write by hand, and who reads which line.

A principal does not read what is the police's own, line by line (KRS 158.153); the
officer's own lines stay theirs to read when an assignment has ended, and may be about
a school at which the officer only helped out.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ranges
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import at_my_school

UNIT = at_my_school("commander", "office", "officer")
PRINCIPAL = at_my_school("principal")
OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
IN_SERVICE = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
POLICE_ONLY = "('assist_deputies', 'juvenile_report', 'petition', 'arrest', 'court')"
SEEN = f"({OWN} OR {UNIT} OR (type NOT IN {POLICE_ONLY} AND {PRINCIPAL}))"
SEEN_BEFORE = at_my_school("commander", "office", "officer", "principal")
WRITTEN = f"({IN_SERVICE} OR {UNIT})"


def policies(seen: str, written: str) -> str:
    """Of the log, and of its history."""
    return f"""
    ALTER POLICY see ON officers_activityentry USING (app_is_clock() OR {seen});
    ALTER POLICY see ON officers_activityentryevent USING (app_is_clock() OR {seen});
    ALTER POLICY add ON officers_activityentry
        WITH CHECK (app_is_clock() OR {written});
    ALTER POLICY change ON officers_activityentry
        USING (app_is_clock() OR {written});
    ALTER POLICY remove ON officers_activityentry
        USING (app_is_clock() OR {written});
    """


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0004_counselors_apart'),
        ('schools', '0004_dates_of_our_time'),
    ]

    operations = at_once([
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
        migrations.AddField(
            model_name='activityentry',
            name='elsewhere_because',
            field=models.CharField(blank=True, max_length=120, verbose_name='why at another school'),
        ),
        migrations.AddField(
            model_name='activityentry',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='activityentry',
            name='outcome',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='activityentry',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='activityentry',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='activityentry',
            name='with_whom',
            field=models.CharField(blank=True, choices=[('students', 'Students'), ('parents', 'Parents'), ('staff', 'Teachers or staff'), ('agency', 'Another agency')], max_length=8),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='elsewhere_because',
            field=models.CharField(blank=True, max_length=120, verbose_name='why at another school'),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='outcome',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='activityentryevent',
            name='with_whom',
            field=models.CharField(blank=True, choices=[('students', 'Students'), ('parents', 'Parents'), ('staff', 'Teachers or staff'), ('agency', 'Another agency')], max_length=8),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityentry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_activityentryevent" ("audience_count", "elsewhere_because", "ended_at", "entered_at", "function", "id", "minutes", "note", "officer_id", "on", "origin", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "school_id", "source_id", "source_kind", "started_at", "type", "version", "with_whom") VALUES (NEW."audience_count", NEW."elsewhere_because", NEW."ended_at", NEW."entered_at", NEW."function", NEW."id", NEW."minutes", NEW."note", NEW."officer_id", NEW."on", NEW."origin", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."removed_at", NEW."school_id", NEW."source_id", NEW."source_kind", NEW."started_at", NEW."type", NEW."version", NEW."with_whom"); RETURN NULL;', hash='a806bc75b7148f8d34bed16fd14d22b68136727c', operation='INSERT', pgid='pgtrigger_insert_insert_a86eb', table='officers_activityentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityentry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_activityentryevent" ("audience_count", "elsewhere_because", "ended_at", "entered_at", "function", "id", "minutes", "note", "officer_id", "on", "origin", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "school_id", "source_id", "source_kind", "started_at", "type", "version", "with_whom") VALUES (NEW."audience_count", NEW."elsewhere_because", NEW."ended_at", NEW."entered_at", NEW."function", NEW."id", NEW."minutes", NEW."note", NEW."officer_id", NEW."on", NEW."origin", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."removed_at", NEW."school_id", NEW."source_id", NEW."source_kind", NEW."started_at", NEW."type", NEW."version", NEW."with_whom"); RETURN NULL;', hash='3c2ec44cc69ae76cf65e2fa0739c3dd11334ebfd', operation='UPDATE', pgid='pgtrigger_update_update_74a3d', table='officers_activityentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activityentry',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_activityentryevent" ("audience_count", "elsewhere_because", "ended_at", "entered_at", "function", "id", "minutes", "note", "officer_id", "on", "origin", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "school_id", "source_id", "source_kind", "started_at", "type", "version", "with_whom") VALUES (OLD."audience_count", OLD."elsewhere_because", OLD."ended_at", OLD."entered_at", OLD."function", OLD."id", OLD."minutes", OLD."note", OLD."officer_id", OLD."on", OLD."origin", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."removed_at", OLD."school_id", OLD."source_id", OLD."source_kind", OLD."started_at", OLD."type", OLD."version", OLD."with_whom"); RETURN NULL;', hash='53e2f1e59047fbe4232d3f946f16a0688989ecfb', operation='DELETE', pgid='pgtrigger_delete_delete_36e4b', table='officers_activityentry', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='activityentry',
            constraint=models.CheckConstraint(condition=models.Q(('started_at', None), ('ended_at', None), ('ended_at__gt', models.F('started_at')), _connector='OR'), name='log_line_ends_after_it_starts', violation_error_message='The end must be after the start.'),
        ),
        migrations.AddConstraint(
            model_name='activityentry',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at__isnull', False), ('removed_at', None), ('source_kind', ''), ('started_at__isnull', False)), expressions=[('officer', '='), (sro_program.core.ranges.TimeRange('started_at', 'ended_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='log_lines_follow_each_other', violation_error_message='Another line of yours is about the same time. Change one of them.'),
        ),
        migrations.RunSQL(policies(SEEN, WRITTEN), policies(SEEN_BEFORE, UNIT)),
    ])
