"""An officer at a school event, in their own name; read by those who read the log."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import (
    BY_A_TRIGGER,
    append_only,
    at_my_school,
    protect,
    remove_anew,
)

IN_SERVICE = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service))"""
OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
SEES = f"({OWN} OR {at_my_school('commander', 'office', 'officer', 'principal')})"
ADDS = f"({IN_SERVICE} AND {at_my_school('officer')})"
NOBODY = "false"
AT_ITS_SCHOOL = """
ALTER TABLE officers_eventattendance ADD CONSTRAINT attendance_at_the_events_school
    FOREIGN KEY (event_id, school_id) REFERENCES schools_schoolevent (id, school_id);
CREATE FUNCTION officers_keep_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM officers_refuse('rule_attendance_stays', 'Whose it is, and of what, stays.');
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON officers_eventattendance FOR EACH ROW
    WHEN ((OLD.event_id, OLD.school_id, OLD.officer_id, OLD.written_at)
        IS DISTINCT FROM
        (NEW.event_id, NEW.school_id, NEW.officer_id, NEW.written_at))
    EXECUTE FUNCTION officers_keep_attendance();
"""
ANYWHERE = """
DROP TRIGGER stays ON officers_eventattendance;
DROP FUNCTION officers_keep_attendance();
ALTER TABLE officers_eventattendance DROP CONSTRAINT attendance_at_the_events_school;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0023_absences_as_recorded'),
        ('schools', '0018_events'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='EventAttendance',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('status', models.CharField(choices=[('planned', 'Means to come'), ('attended', 'Was there'), ('not', 'Not there')], max_length=8)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('elsewhere_because', models.CharField(blank=True, max_length=120, verbose_name='why at another school')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='schools.schoolevent')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='officers.officer')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EventAttendanceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('status', models.CharField(choices=[('planned', 'Means to come'), ('attended', 'Was there'), ('not', 'Not there')], max_length=8)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('elsewhere_because', models.CharField(blank=True, max_length=120, verbose_name='why at another school')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('event', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.schoolevent')),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.eventattendance')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='eventattendance',
            index=models.Index(fields=['officer', 'status'], name='attendance_of_officer'),
        ),
        migrations.AddConstraint(
            model_name='eventattendance',
            constraint=models.UniqueConstraint(fields=('event', 'officer'), name='event_attended_once_by_each', violation_error_message='You are at this event already.'),
        ),
        migrations.AddConstraint(
            model_name='eventattendance',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='attendance_took_time', violation_error_message='Minutes go from 1 to 1440.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventattendance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_eventattendanceevent" ("elsewhere_because", "event_id", "id", "minutes", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "version", "written_at") VALUES (NEW."elsewhere_because", NEW."event_id", NEW."id", NEW."minutes", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."school_id", NEW."status", NEW."version", NEW."written_at"); RETURN NULL;', hash='b7d6c0410af4298bc39ca4534a35c486b515b5d8', operation='INSERT', pgid='pgtrigger_insert_insert_98143', table='officers_eventattendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventattendance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_eventattendanceevent" ("elsewhere_because", "event_id", "id", "minutes", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "version", "written_at") VALUES (NEW."elsewhere_because", NEW."event_id", NEW."id", NEW."minutes", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."school_id", NEW."status", NEW."version", NEW."written_at"); RETURN NULL;', hash='8bd9ce166e6f10f65f1123411193391f9b487524', operation='UPDATE', pgid='pgtrigger_update_update_0c07b', table='officers_eventattendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventattendance',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_eventattendanceevent" ("elsewhere_because", "event_id", "id", "minutes", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "version", "written_at") VALUES (OLD."elsewhere_because", OLD."event_id", OLD."id", OLD."minutes", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."school_id", OLD."status", OLD."version", OLD."written_at"); RETURN NULL;', hash='5a685414a65d534f467dcaad43760d0f36435322', operation='DELETE', pgid='pgtrigger_delete_delete_03738', table='officers_eventattendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eventattendanceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c83b705d34dede3632017ab383d8aa7d18317d87', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab4f3', table='officers_eventattendanceevent', when='BEFORE')),
        ),
        migrations.RunSQL(AT_ITS_SCHOOL, ANYWHERE),
        protect("officers_eventattendance", see=SEES, add=ADDS, change=IN_SERVICE),
        remove_anew("officers_eventattendance", remove=NOBODY, was=IN_SERVICE),
        protect(
            "officers_eventattendanceevent",
            see=SEES,
            add=BY_A_TRIGGER,
            change=NOBODY,
        ),
        append_only("officers_eventattendanceevent"),
    ])
