"""Walkthroughs behind the walls of findings; what was walked is never changed (D§3.8).

A checklist marks itself when it is first walked: the mark stands outside of the second
wall, so that the triggers see it whoever acts. Nobody changes what was sent but the
clock, which seals names, and nobody deletes it; history is written by the triggers of its
table alone. A finding gets a photo once, and keeps what it was found by.
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
from sro_program.core.rls import append_only, at_my_school, protect

READS = at_my_school("principal", "officer", "commander", "district")
WALKS = at_my_school("principal", "officer", "commander")
SENDS = f"({WALKS} AND walked_by_id = app_user_id())"
ANSWERS = f"""({WALKS} AND EXISTS (
    SELECT FROM schools_walkthrough walk
    WHERE walk.id = walkthrough_id AND walk.walked_by_id = app_user_id()
))"""
BY_ITS_TRIGGER = f"({WALKS} AND pg_trigger_depth() > 0)"
NOBODY = "false"
NEVER_DELETED = "".join(
    f"ALTER POLICY remove ON schools_{table} USING (false);"
    for table in ("walkthrough", "walkanswer")
)
OF_ONE_SCHOOL = """
ALTER TABLE schools_walkthrough
    ADD CONSTRAINT walkthrough_of_one_school UNIQUE (id, school_id);
ALTER TABLE schools_walkanswer ADD CONSTRAINT walk_answer_of_its_school
    FOREIGN KEY (walkthrough_id, school_id)
    REFERENCES schools_walkthrough (id, school_id);
ALTER TABLE schools_finding ADD CONSTRAINT finding_of_its_walks_school
    FOREIGN KEY (walkthrough_id, school_id)
    REFERENCES schools_walkthrough (id, school_id);
"""
OF_ANY_SCHOOL = """
ALTER TABLE schools_finding DROP CONSTRAINT finding_of_its_walks_school;
ALTER TABLE schools_walkanswer DROP CONSTRAINT walk_answer_of_its_school;
ALTER TABLE schools_walkthrough DROP CONSTRAINT walkthrough_of_one_school;
"""
EDITIONS = """
CREATE FUNCTION schools_edition_was_walked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE schools_checklist SET is_walked = true
        WHERE id = NEW.checklist_id AND NOT is_walked;
    RETURN NULL;
END $$;
CREATE TRIGGER walked AFTER INSERT ON schools_walkthrough FOR EACH ROW
    EXECUTE FUNCTION schools_edition_was_walked();
CREATE FUNCTION schools_keep_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_edition_stays',
        MESSAGE = 'This edition was walked, so it stays as it is. Make a new edition.';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON schools_checklist FOR EACH ROW
    WHEN (OLD.is_walked) EXECUTE FUNCTION schools_keep_edition();
CREATE FUNCTION schools_keep_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM schools_checklist
        WHERE id IN (NEW.checklist_id, OLD.checklist_id) AND is_walked FOR SHARE;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_edition_stays',
            MESSAGE =
            'This edition was walked, so it stays as it is. Make a new edition.';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON schools_checklistitem
    FOR EACH ROW EXECUTE FUNCTION schools_keep_items();
"""
NO_EDITIONS = """
DROP TRIGGER stays ON schools_checklistitem;
DROP FUNCTION schools_keep_items();
DROP TRIGGER stays ON schools_checklist;
DROP FUNCTION schools_keep_edition();
DROP TRIGGER walked ON schools_walkthrough;
DROP FUNCTION schools_edition_was_walked();
"""


def kept(changed: str) -> str:
    """The trigger that keeps what a finding was found by."""
    return f"""
DROP TRIGGER stays ON schools_finding;
CREATE TRIGGER stays BEFORE UPDATE ON schools_finding FOR EACH ROW
    WHEN (OLD.status = 'checked' AND NEW.status <> 'checked' OR {changed})
    EXECUTE FUNCTION schools_keep_finding();
"""


FOUND_BY = """
    (OLD.school_id, OLD.drill_id, OLD.walkthrough_id, OLD.item_id, OLD.written_by_id,
        OLD.written_at) IS DISTINCT FROM
    (NEW.school_id, NEW.drill_id, NEW.walkthrough_id, NEW.item_id, NEW.written_by_id,
        NEW.written_at)
    OR OLD.photo <> '' AND
        (OLD.photo, OLD.photo_type) IS DISTINCT FROM (NEW.photo, NEW.photo_type)
"""
WAS_FOUND_BY = """
    (OLD.school_id, OLD.drill_id, OLD.photo, OLD.written_by_id, OLD.written_at)
        IS DISTINCT FROM
        (NEW.school_id, NEW.drill_id, NEW.photo, NEW.written_by_id, NEW.written_at)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0012_findings_by_their_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale', models.CharField(choices=[('round', 'Round'), ('assessment', 'Yearly assessment')], default='round', max_length=10)),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=100)),
                ('valid_from', models.DateField(blank=True, help_text='Empty: it is being written.', null=True, verbose_name='used from')),
                ('is_walked', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'ordering': ['district', 'scale', '-edition'],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('layer', models.CharField(choices=[('campus', 'Campus perimeter'), ('building', 'Building perimeter'), ('interior', 'Classroom and interior'), ('digital', 'Digital infrastructure'), ('district', 'District-wide')], max_length=8)),
                ('means', models.CharField(choices=[('policies', 'Policies and procedures'), ('people', 'People'), ('architecture', 'Architecture'), ('communication', 'Communication'), ('access', 'Access control'), ('video', 'Video'), ('detection', 'Detection and alarms')], max_length=13)),
                ('area', models.CharField(choices=[('crisis', 'Crisis planning'), ('policies', 'Policies'), ('security', 'Physical security'), ('training', 'Training'), ('support', 'Support services'), ('officers', 'SRO staffing and practices'), ('community', 'School and community')], default='security', max_length=9)),
                ('text', models.CharField(max_length=150, verbose_name='what is looked at')),
                ('is_marshals', models.BooleanField(default=False, help_text='KRS 158.162(3)', verbose_name='the marshal checks it')),
            ],
            options={
                'ordering': ['checklist', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WalkAnswer',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('ok', 'OK'), ('finding', 'Finding'), ('not_checked', 'Not checked'), ('none', 'Not here'), ('in_place', 'In place'), ('in_progress', 'In progress'), ('future', 'Future'), ('not_needed', 'Not needed')], max_length=11)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Walkthrough',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('begins', models.TimeField()),
                ('route', models.CharField(blank=True, max_length=100)),
                ('weather', models.CharField(blank=True, choices=[('', 'Not said'), ('clear', 'Clear'), ('cloudy', 'Cloudy'), ('rain', 'Rain'), ('snow', 'Snow or ice'), ('fog', 'Fog'), ('dark', 'Dark')], max_length=6)),
                ('in_session', models.BooleanField(default=True)),
                ('note', models.TextField(blank=True, max_length=1000)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='WalkthroughEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('on', models.DateField()),
                ('begins', models.TimeField()),
                ('route', models.CharField(blank=True, max_length=100)),
                ('weather', models.CharField(blank=True, choices=[('', 'Not said'), ('clear', 'Clear'), ('cloudy', 'Cloudy'), ('rain', 'Rain'), ('snow', 'Snow or ice'), ('fog', 'Fog'), ('dark', 'Dark')], max_length=6)),
                ('in_session', models.BooleanField(default=True)),
                ('note', models.TextField(blank=True, max_length=1000)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
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
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "item_id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "school_id", "severity", "status", "version", "walkthrough_id", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."item_id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."photo", NEW."photo_type", NEW."place_id", NEW."school_id", NEW."severity", NEW."status", NEW."version", NEW."walkthrough_id", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='81af0745b2439e7eb844efbc6cba9385c061df08', operation='INSERT', pgid='pgtrigger_insert_insert_e9e9e', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "item_id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "school_id", "severity", "status", "version", "walkthrough_id", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."item_id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."photo", NEW."photo_type", NEW."place_id", NEW."school_id", NEW."severity", NEW."status", NEW."version", NEW."walkthrough_id", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='1c9ce09200e6432e925b1826f7cabb33f8a5a561', operation='UPDATE', pgid='pgtrigger_update_update_306ff', table='schools_finding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_findingevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "item_id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_type", "place_id", "school_id", "severity", "status", "version", "walkthrough_id", "warned", "what", "written_at", "written_by_id") VALUES (OLD."checked_at", OLD."checked_by_id", OLD."done_at", OLD."done_by_id", OLD."drill_id", OLD."due_on", OLD."id", OLD."item_id", OLD."owner", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."photo", OLD."photo_type", OLD."place_id", OLD."school_id", OLD."severity", OLD."status", OLD."version", OLD."walkthrough_id", OLD."warned", OLD."what", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='04b8c1817ebc19687dc947458b28eb31d1d2d5f6', operation='DELETE', pgid='pgtrigger_delete_delete_75f47', table='schools_finding', when='AFTER')),
        ),
        migrations.AddField(
            model_name='checklist',
            name='district',
            field=models.ForeignKey(blank=True, help_text='Empty: for every district that has no own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checklists', to='schools.district'),
        ),
        migrations.AddField(
            model_name='checklistitem',
            name='checklist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='schools.checklist'),
        ),
        migrations.AddField(
            model_name='finding',
            name='item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.checklistitem'),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='item',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.checklistitem'),
        ),
        migrations.AddField(
            model_name='walkanswer',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.checklistitem'),
        ),
        migrations.AddField(
            model_name='walkanswer',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school'),
        ),
        migrations.AddField(
            model_name='walkthrough',
            name='checklist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.checklist'),
        ),
        migrations.AddField(
            model_name='walkthrough',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='walkthroughs', to='schools.school'),
        ),
        migrations.AddField(
            model_name='walkthrough',
            name='walked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='walkanswer',
            name='walkthrough',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='schools.walkthrough'),
        ),
        migrations.AddField(
            model_name='finding',
            name='walkthrough',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='schools.walkthrough'),
        ),
        migrations.AddField(
            model_name='findingevent',
            name='walkthrough',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.walkthrough'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('item', None), ('walkthrough__isnull', False), _connector='OR'), name='finding_at_an_item_of_a_walk', violation_error_message='An item is one of a walkthrough.'),
        ),
        migrations.AddField(
            model_name='walkthroughevent',
            name='checklist',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.checklist'),
        ),
        migrations.AddField(
            model_name='walkthroughevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.walkthrough'),
        ),
        migrations.AddField(
            model_name='walkthroughevent',
            name='school',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school'),
        ),
        migrations.AddField(
            model_name='walkthroughevent',
            name='walked_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(fields=('district', 'scale', 'edition'), name='checklist_edition_once', nulls_distinct=False, violation_error_message='This edition is there already. Count on.'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_from__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), name='checklist_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.UniqueConstraint(fields=('checklist', 'text'), name='checklist_item_once', violation_error_message='This stands in the list already.'),
        ),
        migrations.AddIndex(
            model_name='walkthrough',
            index=models.Index(fields=['school', '-on', '-id'], name='walkthrough_of_school'),
        ),
        migrations.AddConstraint(
            model_name='walkthrough',
            constraint=models.CheckConstraint(condition=models.Q(('on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='walkthrough_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkthrough',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_walkthroughevent" ("begins", "checklist_id", "digest", "id", "in_session", "note", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "school_id", "walked_by_id", "weather", "written_at") VALUES (NEW."begins", NEW."checklist_id", NEW."digest", NEW."id", NEW."in_session", NEW."note", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."route", NEW."school_id", NEW."walked_by_id", NEW."weather", NEW."written_at"); RETURN NULL;', hash='4e59131726c8dcbd710bd435e556221fa3df0f58', operation='INSERT', pgid='pgtrigger_insert_insert_bed9c', table='schools_walkthrough', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkthrough',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_walkthroughevent" ("begins", "checklist_id", "digest", "id", "in_session", "note", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "school_id", "walked_by_id", "weather", "written_at") VALUES (NEW."begins", NEW."checklist_id", NEW."digest", NEW."id", NEW."in_session", NEW."note", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."route", NEW."school_id", NEW."walked_by_id", NEW."weather", NEW."written_at"); RETURN NULL;', hash='b2855a3d7c8bf60c5844212bb0ad69048c41c2de', operation='UPDATE', pgid='pgtrigger_update_update_f41f9', table='schools_walkthrough', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkthrough',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_walkthroughevent" ("begins", "checklist_id", "digest", "id", "in_session", "note", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "school_id", "walked_by_id", "weather", "written_at") VALUES (OLD."begins", OLD."checklist_id", OLD."digest", OLD."id", OLD."in_session", OLD."note", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."route", OLD."school_id", OLD."walked_by_id", OLD."weather", OLD."written_at"); RETURN NULL;', hash='eec0955d6b9a92e7f4293bde78c645ebd0972733', operation='DELETE', pgid='pgtrigger_delete_delete_6e454', table='schools_walkthrough', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='walkanswer',
            constraint=models.UniqueConstraint(fields=('walkthrough', 'item'), name='one_answer_at_an_item', violation_error_message='Each item has one answer.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='walkthroughevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='515f2b5dc3ac69b2ed22990d90eb3530a3ff02bb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1906e', table='schools_walkthroughevent', when='BEFORE')),
        ),
        migrations.AlterField(
            model_name='finding',
            name='written_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AlterField(
            model_name='findingevent',
            name='written_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunSQL(OF_ONE_SCHOOL, OF_ANY_SCHOOL),
        migrations.RunSQL(EDITIONS, NO_EDITIONS),
        migrations.RunSQL(kept(FOUND_BY), kept(WAS_FOUND_BY)),
        protect("schools_walkthrough", see=READS, add=SENDS, change=NOBODY),
        protect("schools_walkanswer", see=READS, add=ANSWERS, change=NOBODY),
        protect(
            "schools_walkthroughevent", see=READS, add=BY_ITS_TRIGGER, change=NOBODY
        ),
        migrations.RunSQL(NEVER_DELETED, migrations.RunSQL.noop),
        append_only("schools_walkthroughevent"),
    ])
