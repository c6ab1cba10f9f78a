"""Campus memory behind the walls of floor plans; equipment and hazards as places.

Who writes a note, confirms it or ends it does so in their own name, also by SQL. An
ended note stays as it is, none is deleted, and history is written by its trigger alone.
A finding can be a difference between a floor plan and the building, and keeps its plan.
"""

import datetime
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sro_program.core.migrating import at_once
from sro_program.core.rls import BY_A_TRIGGER, append_only, at_my_school, protect

READS = at_my_school("commander", "officer", "principal", "district")
KEEPS = at_my_school("commander", "officer", "principal")
WRITES = f"""({KEEPS} AND written_by_id = app_user_id()
    AND confirmed_by_id = app_user_id() AND ended_by_id IS NULL)"""
KINDS = [
    *("AED", "Bleed kit", "Camera", "Chemical store", "Fire alarm panel"),
    *("Key box", "Panic alarm", "Radio dead spot", "Roof access", "Shut-off valve"),
]
NEVER_DELETED = "ALTER POLICY remove ON schools_placenote USING (false);"
OF_ONE_SCHOOL = """
ALTER TABLE schools_placenote ADD CONSTRAINT note_of_a_place_of_its_school
    FOREIGN KEY (place_id, school_id) REFERENCES schools_place (id, school_id);
ALTER TABLE schools_finding ADD CONSTRAINT finding_on_a_plan_of_its_school
    FOREIGN KEY (plan_id, school_id) REFERENCES schools_floorplan (id, school_id);
"""
OF_ANY_SCHOOL = """
ALTER TABLE schools_finding DROP CONSTRAINT finding_on_a_plan_of_its_school;
ALTER TABLE schools_placenote DROP CONSTRAINT note_of_a_place_of_its_school;
"""
IN_OWN_NAME = """
CREATE FUNCTION schools_hold_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_is_clock() THEN
        RETURN NEW;
    END IF;
    IF OLD.ended_at IS NOT NULL
        OR (OLD.school_id, OLD.written_by_id, OLD.written_at)
            IS DISTINCT FROM (NEW.school_id, NEW.written_by_id, NEW.written_at)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_note_stays',
            MESSAGE = 'Who wrote a note and when stays, and an ended note as it is.';
    END IF;
    IF (NEW.ended_by_id IS NOT NULL AND NEW.ended_by_id <> app_user_id())
        OR ((NEW.confirmed_by_id, NEW.confirmed_on, NEW.text, NEW.place_id)
                IS DISTINCT FROM
                (OLD.confirmed_by_id, OLD.confirmed_on, OLD.text, OLD.place_id)
            AND NEW.confirmed_by_id <> app_user_id())
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_note_in_own_name',
            MESSAGE = 'Who says that it holds, or no longer, says so themselves.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE UPDATE ON schools_placenote
    FOR EACH ROW EXECUTE FUNCTION schools_hold_note();
"""
IN_ANY_NAME = """
DROP TRIGGER held ON schools_placenote;
DROP FUNCTION schools_hold_note();
"""


def kept(*columns: str) -> str:
    """The trigger that keeps what a finding was found by, and its photo."""
    was, will_be = (
        ", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW")
    )
    return f"""
DROP TRIGGER stays ON schools_finding;
CREATE TRIGGER stays BEFORE UPDATE ON schools_finding FOR EACH ROW
    WHEN (OLD.status = 'checked' AND NEW.status <> 'checked'
        OR ({was}) IS DISTINCT FROM ({will_be})
        OR OLD.photo <> '' AND
            (OLD.photo, OLD.photo_type) IS DISTINCT FROM (NEW.photo, NEW.photo_type))
    EXECUTE FUNCTION schools_keep_finding();
"""


FOUND_BY = (
    *("school_id", "drill_id", "walkthrough_id", "item_id", "written_by_id"),
    "written_at",
)


def offer_kinds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What a map of a school says (domain.md §2.1 R15, §3.8); administrators add."""
    kinds = apps.get_model("schools", "SpotKind")
    rows = [kinds(name=name) for name in KINDS]
    kinds.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0014_checklists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='PlaceNote',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('text', models.CharField(max_length=300)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last known to hold')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='no longer so since')),
            ],
            options={
                'ordering': ['-confirmed_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PlaceNoteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('text', models.CharField(max_length=300)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='last known to hold')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='no longer so since')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SpotKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('is_offered', models.BooleanField(default=True, help_text='What has it keeps it.', verbose_name='offered for new places')),
            ],
            options={
                'verbose_name': 'kind of equipment or hazard',
                'verbose_name_plural': 'kinds of equipment and hazards',
                'ordering': ['name'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='finding',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='finding',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='finding',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='finding',
            name='plan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='schools.floorplan'),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='plan',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.floorplan'),
        ),
        migrations.AlterField(
            model_name='place',
            name='kind',
            field=models.CharField(choices=[('building', 'Building'), ('floor', 'Floor'), ('room', 'Room'), ('door', 'Door'), ('area', 'Outdoor area'), ('spot', 'Equipment or hazard')], max_length=20),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "item_id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "plan_id", "school_id", "severity", "status", "version", "walkthrough_id", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."item_id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."photo", NEW."photo_type", NEW."place_id", NEW."plan_id", NEW."school_id", NEW."severity", NEW."status", NEW."version", NEW."walkthrough_id", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='e3a2ba68a5ae16ea4b50cda6bb575845abba4d03', operation='INSERT', pgid='pgtrigger_insert_insert_e9e9e', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "item_id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "plan_id", "school_id", "severity", "status", "version", "walkthrough_id", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."item_id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."photo", NEW."photo_type", NEW."place_id", NEW."plan_id", NEW."school_id", NEW."severity", NEW."status", NEW."version", NEW."walkthrough_id", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='e0da078d23d53d0e25dddf7ed27e42c0977ad669', operation='UPDATE', pgid='pgtrigger_update_update_306ff', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "item_id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "plan_id", "school_id", "severity", "status", "version", "walkthrough_id", "warned", "what", "written_at", "written_by_id") VALUES (OLD."checked_at", OLD."checked_by_id", OLD."done_at", OLD."done_by_id", OLD."drill_id", OLD."due_on", OLD."id", OLD."item_id", OLD."owner", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."photo", OLD."photo_type", OLD."place_id", OLD."plan_id", OLD."school_id", OLD."severity", OLD."status", OLD."version", OLD."walkthrough_id", OLD."warned", OLD."what", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='1a0bbd6aa014847eb7b8bdf5c72a088b46ad5cf3', operation='DELETE', pgid='pgtrigger_delete_delete_75f47', table='schools_finding', when='AFTER')),
        ),
        migrations.AddField(
            model_name='placenote',
            name='confirmed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placenote',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placenote',
            name='place',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='schools.place'),
        ),
        migrations.AddField(
            model_name='placenote',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='schools.school'),
        ),
        migrations.AddField(
            model_name='placenote',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placenoteevent',
            name='confirmed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placenoteevent',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placenoteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.placenote'),
        ),
        migrations.AddField(
            model_name='placenoteevent',
            name='place',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.place'),
        ),
        migrations.AddField(
            model_name='placenoteevent',
            name='school',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school'),
        ),
        migrations.AddField(
            model_name='placenoteevent',
            name='written_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='place',
            name='spot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.spotkind', verbose_name='which equipment or hazard'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'spot'), ('spot__isnull', False)), models.Q(models.Q(('kind', 'spot'), _negated=True), ('spot', None)), _connector='OR'), name='place_spot_says_of_what', violation_error_message='Say which equipment or hazard it is, and only of one.'),
        ),
        migrations.AddIndex(
            model_name='placenote',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['school', 'confirmed_on'], name='note_of_school'),
        ),
        migrations.AddConstraint(
            model_name='placenote',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='note_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='placenote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='note_ended_by_somebody', violation_error_message='Somebody says that it is no longer so.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placenote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_placenoteevent" ("confirmed_by_id", "confirmed_on", "ended_at", "ended_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "text", "version", "written_at", "written_by_id") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."ended_at", NEW."ended_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place_id", NEW."school_id", NEW."text", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='1d07c8cba5022102b9a96f0e1b8a55df96defcc4', operation='INSERT', pgid='pgtrigger_insert_insert_c3e10', table='schools_placenote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placenote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_placenoteevent" ("confirmed_by_id", "confirmed_on", "ended_at", "ended_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "text", "version", "written_at", "written_by_id") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."ended_at", NEW."ended_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place_id", NEW."school_id", NEW."text", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='69cac0e7a64f0a14b90f8db56b358e13522be8fb', operation='UPDATE', pgid='pgtrigger_update_update_b65ac', table='schools_placenote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placenote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_placenoteevent" ("confirmed_by_id", "confirmed_on", "ended_at", "ended_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "text", "version", "written_at", "written_by_id") VALUES (OLD."confirmed_by_id", OLD."confirmed_on", OLD."ended_at", OLD."ended_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place_id", OLD."school_id", OLD."text", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='32bd52d8e0e20054c17f320bf3baf41af5ca3745', operation='DELETE', pgid='pgtrigger_delete_delete_78d30', table='schools_placenote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placenoteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b7a71b53b2f3537b53df413291e4a08129097fd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a9a1e', table='schools_placenoteevent', when='BEFORE')),
        ),
        migrations.RunPython(offer_kinds, migrations.RunPython.noop),
        migrations.RunSQL(OF_ONE_SCHOOL, OF_ANY_SCHOOL),
        migrations.RunSQL(IN_OWN_NAME, IN_ANY_NAME),
        migrations.RunSQL(kept(*FOUND_BY, "plan_id"), kept(*FOUND_BY)),
        protect("schools_placenote", see=READS, add=WRITES, change=KEEPS),
        protect("schools_placenoteevent", see=READS, add=BY_A_TRIGGER, change="false"),
        migrations.RunSQL(NEVER_DELETED, migrations.RunSQL.noop),
        append_only("schools_placenoteevent"),
    ])
