"""What a drill left to be mended is a finding now, as what is seen on a round is.

It tells where a school is weak: the office reads it no longer, and the commander may
write it (domain.md §2.3, plan gaps). What it was found by and its photo stay as they
came; nobody deletes it; history is written by the triggers of its table alone.
"""

import datetime
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import at_my_school

WAS_READ = at_my_school("principal", "officer", "commander", "office", "district")
READS = at_my_school("principal", "officer", "commander", "district")
WAS_ADDED = at_my_school("principal", "officer")
MENDS = at_my_school("principal", "officer", "commander")


def walls(read: str, add: str) -> str:
    """Who reads the findings and their history, and who adds them."""
    return f"""
ALTER POLICY see ON schools_finding USING (app_is_clock() OR {read});
ALTER POLICY see ON schools_findingevent USING (app_is_clock() OR {read});
ALTER POLICY add ON schools_finding WITH CHECK (app_is_clock() OR {add});
"""


OF_ONE_SCHOOL = """
ALTER TABLE schools_finding RENAME CONSTRAINT schools_drilltask_pkey
    TO schools_finding_pkey;
ALTER TABLE schools_finding RENAME CONSTRAINT drill_task_of_its_school
    TO finding_of_its_drills_school;
ALTER TABLE schools_finding ADD CONSTRAINT finding_at_a_place_of_its_school
    FOREIGN KEY (place_id, school_id) REFERENCES schools_place (id, school_id);
CREATE FUNCTION schools_keep_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_finding_stays',
        MESSAGE = 'Where it was found, its photo and who wrote it stay; and what two'
            ' have looked at stays mended.';
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON schools_finding FOR EACH ROW
    WHEN (OLD.status = 'checked' AND NEW.status <> 'checked'
        OR (OLD.school_id, OLD.drill_id, OLD.photo, OLD.written_by_id, OLD.written_at)
            IS DISTINCT FROM
            (NEW.school_id, NEW.drill_id, NEW.photo, NEW.written_by_id, NEW.written_at))
    EXECUTE FUNCTION schools_keep_finding();
"""
OF_ANY_SCHOOL = """
DROP TRIGGER stays ON schools_finding;
DROP FUNCTION schools_keep_finding();
ALTER TABLE schools_finding DROP CONSTRAINT finding_at_a_place_of_its_school;
ALTER TABLE schools_finding RENAME CONSTRAINT finding_of_its_drills_school
    TO drill_task_of_its_school;
ALTER TABLE schools_finding RENAME CONSTRAINT schools_finding_pkey
    TO schools_drilltask_pkey;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0009_drills'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        pgtrigger.migrations.RemoveTrigger(
            model_name='drilltask',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='drilltask',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='drilltask',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='drilltaskevent',
            name='append_only',
        ),
        migrations.RenameModel('DrillTask', 'Finding'),
        migrations.RenameModel('DrillTaskEvent', 'FindingEvent'),
        migrations.RemoveConstraint(
            model_name='finding',
            name='drill_task_of_our_time',
        ),
        migrations.RemoveConstraint(
            model_name='finding',
            name='drill_task_done_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='finding',
            name='drill_task_looked_at_by_another',
        ),
        migrations.RemoveIndex(
            model_name='finding',
            name='drill_task_of_school',
        ),
        migrations.RenameIndex(
            model_name='finding',
            new_name='finding_due',
            old_name='drill_task_due',
        ),
        migrations.AddField(
            model_name='finding',
            name='photo',
            field=models.FileField(blank=True, max_length=200, upload_to='findings/'),
        ),
        migrations.AddField(
            model_name='finding',
            name='photo_type',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='finding',
            name='place',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='schools.place'),
        ),
        migrations.AddField(
            model_name='finding',
            name='severity',
            field=models.CharField(choices=[('low', 'Can wait'), ('medium', 'Soon'), ('high', 'At once')], default='medium', max_length=6, verbose_name='how urgent'),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='photo',
            field=models.FileField(blank=True, max_length=200, upload_to='findings/'),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='photo_type',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='place',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.place'),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='severity',
            field=models.CharField(choices=[('low', 'Can wait'), ('medium', 'Soon'), ('high', 'At once')], default='medium', max_length=6, verbose_name='how urgent'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='what',
            field=models.CharField(max_length=300),
        ),
        migrations.AlterField(
            model_name='findingevent',
            name='what',
            field=models.CharField(max_length=300),
        ),
        migrations.AlterField(
            model_name='finding',
            name='drill',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='schools.drill'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='schools.school'),
        ),
        migrations.AlterField(
            model_name='findingevent',
            name='drill',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.drill'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['school', 'due_on', 'id'], name='finding_of_school'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "school_id", "severity", "status", "version", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."photo", NEW."photo_type", NEW."place_id", NEW."school_id", NEW."severity", NEW."status", NEW."version", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='a9be45342673518d340c8a4c0ddf1cc8fa2c9b10', operation='INSERT', pgid='pgtrigger_insert_insert_e9e9e', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "school_id", "severity", "status", "version", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."photo", NEW."photo_type", NEW."place_id", NEW."school_id", NEW."severity", NEW."status", NEW."version", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='9ba83914e0c7a3ff673c7c39a428a484eb6deca9', operation='UPDATE', pgid='pgtrigger_update_update_306ff', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "school_id", "severity", "status", "version", "warned", "what", "written_at", "written_by_id") VALUES (OLD."checked_at", OLD."checked_by_id", OLD."done_at", OLD."done_by_id", OLD."drill_id", OLD."due_on", OLD."id", OLD."owner", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."photo", OLD."photo_type", OLD."place_id", OLD."school_id", OLD."severity", OLD."status", OLD."version", OLD."warned", OLD."what", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='882b9301b73cb817f3ac69afa1b579ac1e5b058c', operation='DELETE', pgid='pgtrigger_delete_delete_75f47', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='findingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b17c738b14739dfee6d96149ded40e15792b96ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_544bf', table='schools_findingevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='finding_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='finding_done_by_somebody', violation_error_message='Somebody did it.'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status', 'checked'), _negated=True), ('checked_at', None), ('checked_by', None)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('status', 'checked'), models.Q(('checked_by', models.F('done_by')), _negated=True)), _connector='OR'), name='finding_looked_at_by_another', violation_error_message='Somebody else looks at it again.'),
        ),
        migrations.RunSQL(OF_ONE_SCHOOL, OF_ANY_SCHOOL),
        migrations.RunSQL(walls(READS, MENDS), walls(WAS_READ, WAS_ADDED)),
    ])
