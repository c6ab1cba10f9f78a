"""Drills behind walls of their own (D§2.3, §3.9).

A drill that nobody shall expect exists before it was held for those alone who keep
drills. What is said of children never exists for the district and the office. Nobody
deletes anything here, and the clock does not either; history is written by the triggers
of its table alone.
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

KEEPS = at_my_school("principal", "officer")
READS = at_my_school("principal", "officer", "commander", "office", "district")
MENDS = at_my_school("principal", "officer", "commander")
SEES = f"({KEEPS} OR ({READS} AND (is_announced OR held_at IS NOT NULL)))"
BY_ITS_TRIGGER = f"({KEEPS} AND pg_trigger_depth() > 0)"
BY_TRIGGER_OF_TASKS = f"({MENDS} AND pg_trigger_depth() > 0)"
NOBODY = "false"
TABLES = ["drill", "drillnote", "drilltask"]
EVENTS = [f"schools_{table}event" for table in TABLES]
NEVER_DELETED = "".join(
    f"ALTER POLICY remove ON schools_{table} USING (false);" for table in TABLES
)
OF_ONE_SCHOOL = """
ALTER TABLE schools_drill ADD CONSTRAINT drill_of_one_school UNIQUE (id, school_id);
ALTER TABLE schools_drillnote ADD CONSTRAINT drill_note_of_its_school
    FOREIGN KEY (drill_id, school_id) REFERENCES schools_drill (id, school_id);
ALTER TABLE schools_drilltask ADD CONSTRAINT drill_task_of_its_school
    FOREIGN KEY (drill_id, school_id) REFERENCES schools_drill (id, school_id);
"""
OF_ANY_SCHOOL = """
ALTER TABLE schools_drilltask DROP CONSTRAINT drill_task_of_its_school;
ALTER TABLE schools_drillnote DROP CONSTRAINT drill_note_of_its_school;
ALTER TABLE schools_drill DROP CONSTRAINT drill_of_one_school;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0008_roster_by_its_keepers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Drill',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('fire', 'Fire'), ('severe_weather', 'Severe weather'), ('earthquake', 'Earthquake'), ('lockdown', 'Lockdown'), ('evacuation', 'Evacuation'), ('reverse', 'Reverse evacuation'), ('bus', 'Bus'), ('reunification', 'Reunification'), ('cardiac', 'Cardiac emergency')], max_length=14)),
                ('is_announced', models.BooleanField(default=True)),
                ('on', models.DateField()),
                ('begins', models.TimeField(null=True)),
                ('ends', models.TimeField(null=True)),
                ('students', models.PositiveIntegerField(null=True)),
                ('staff', models.PositiveIntegerField(null=True)),
                ('responders', models.CharField(blank=True, choices=[('', 'Not invited'), ('invited', 'Invited, did not come'), ('present', 'Invited and there')], max_length=7)),
                ('part_of_sro', models.CharField(blank=True, choices=[('', 'No officer was there'), ('led', 'Led it'), ('observed', 'Observed it'), ('helped', 'Took part in it')], max_length=8)),
                ('seconds_to_secure', models.PositiveSmallIntegerField(null=True)),
                ('doors_missed', models.CharField(blank=True, max_length=200)),
                ('problems', models.TextField(blank=True, max_length=2000)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held, not certified'), ('certified', 'Certified'), ('taken_out', 'Taken out')], default='planned', max_length=9)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('held_at', models.DateTimeField(null=True)),
                ('certified_at', models.DateTimeField(null=True)),
                ('taken_out_because', models.CharField(blank=True, max_length=300)),
                ('certified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to='schools.school')),
                ('sro', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DrillNote',
            fields=[
                ('drill', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='note', serialize=False, to='schools.drill')),
                ('reaction', models.TextField(blank=True, max_length=1000)),
                ('needs', models.TextField(blank=True, max_length=1000)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='DrillEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('fire', 'Fire'), ('severe_weather', 'Severe weather'), ('earthquake', 'Earthquake'), ('lockdown', 'Lockdown'), ('evacuation', 'Evacuation'), ('reverse', 'Reverse evacuation'), ('bus', 'Bus'), ('reunification', 'Reunification'), ('cardiac', 'Cardiac emergency')], max_length=14)),
                ('is_announced', models.BooleanField(default=True)),
                ('on', models.DateField()),
                ('begins', models.TimeField(null=True)),
                ('ends', models.TimeField(null=True)),
                ('students', models.PositiveIntegerField(null=True)),
                ('staff', models.PositiveIntegerField(null=True)),
                ('responders', models.CharField(blank=True, choices=[('', 'Not invited'), ('invited', 'Invited, did not come'), ('present', 'Invited and there')], max_length=7)),
                ('part_of_sro', models.CharField(blank=True, choices=[('', 'No officer was there'), ('led', 'Led it'), ('observed', 'Observed it'), ('helped', 'Took part in it')], max_length=8)),
                ('seconds_to_secure', models.PositiveSmallIntegerField(null=True)),
                ('doors_missed', models.CharField(blank=True, max_length=200)),
                ('problems', models.TextField(blank=True, max_length=2000)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held, not certified'), ('certified', 'Certified'), ('taken_out', 'Taken out')], default='planned', max_length=9)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('held_at', models.DateTimeField(null=True)),
                ('certified_at', models.DateTimeField(null=True)),
                ('taken_out_because', models.CharField(blank=True, max_length=300)),
                ('certified_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.drill')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('sro', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DrillRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fire', 'Fire'), ('severe_weather', 'Severe weather'), ('earthquake', 'Earthquake'), ('lockdown', 'Lockdown'), ('evacuation', 'Evacuation'), ('reverse', 'Reverse evacuation'), ('bus', 'Bus'), ('reunification', 'Reunification'), ('cardiac', 'Cardiac emergency')], max_length=14)),
                ('window', models.CharField(choices=[('first_days', 'First 30 school days'), ('january', 'January')], max_length=10)),
                ('times', models.PositiveSmallIntegerField(default=1, verbose_name='how many')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drill_rules', to='schools.district')),
            ],
            options={
                'ordering': ['district', 'window', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='DrillTask',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('what', models.CharField(max_length=200)),
                ('owner', models.CharField(choices=[('school', 'The school'), ('facilities', 'Facilities'), ('agency', 'The sheriff’s office')], max_length=10)),
                ('due_on', models.DateField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('done', 'Done, wants a second look'), ('checked', 'Mended')], default='open', max_length=7)),
                ('warned', models.CharField(blank=True, choices=[('', 'Not yet'), ('soon', 'Due soon'), ('late', 'Overdue')], max_length=4)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='schools.drill')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drill_tasks', to='schools.school')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DrillTaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('what', models.CharField(max_length=200)),
                ('owner', models.CharField(choices=[('school', 'The school'), ('facilities', 'Facilities'), ('agency', 'The sheriff’s office')], max_length=10)),
                ('due_on', models.DateField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('done', 'Done, wants a second look'), ('checked', 'Mended')], default='open', max_length=7)),
                ('warned', models.CharField(blank=True, choices=[('', 'Not yet'), ('soon', 'Due soon'), ('late', 'Overdue')], max_length=4)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('checked_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('drill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.drill')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.drilltask')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DrillNoteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('reaction', models.TextField(blank=True, max_length=1000)),
                ('needs', models.TextField(blank=True, max_length=1000)),
                ('drill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='schools.drill')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.drillnote')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='drill',
            index=models.Index(fields=['school', '-on', '-id'], name='drill_of_school'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(('on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='drill_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(('begins', None), ('ends', None), ('ends__gt', models.F('begins')), _connector='OR'), name='drill_ends_after_it_begins', violation_error_message='The end must be after the start.'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['held', 'certified']), _negated=True), models.Q(('begins__isnull', False), ('ends__isnull', False), ('held_at__isnull', False), ('staff__isnull', False), ('staff__lte', 20000), ('students__isnull', False), ('students__lte', 20000)), _connector='OR'), name='drill_held_says_when_and_with_whom', violation_error_message='Say from when to when, and how many came.'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('part_of_sro', ''), ('sro', None)), models.Q(models.Q(('part_of_sro', ''), _negated=True), ('sro__isnull', False)), _connector='OR'), name='drill_names_its_officer', violation_error_message='Say which officer, and what they did.'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(('seconds_to_secure', None), ('seconds_to_secure__range', (1, 3600)), _connector='OR'), name='drill_secured_within_an_hour', violation_error_message='Securing takes from a second to an hour.'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certified_at__isnull', False), ('certified_by__isnull', False), ('status', 'certified')), models.Q(models.Q(('status', 'certified'), _negated=True), ('certified_at', None), ('certified_by', None)), _connector='OR'), name='drill_certified_by_somebody', violation_error_message='Somebody certifies it.'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'taken_out'), _negated=True), models.Q(('taken_out_because', ''), _negated=True), _connector='OR'), name='drill_taken_out_says_why', violation_error_message='Say why.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drill',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_drillevent" ("begins", "certified_at", "certified_by_id", "doors_missed", "ends", "held_at", "id", "is_announced", "kind", "on", "part_of_sro", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "responders", "school_id", "seconds_to_secure", "sro_id", "staff", "status", "students", "taken_out_because", "version", "written_at", "written_by_id") VALUES (NEW."begins", NEW."certified_at", NEW."certified_by_id", NEW."doors_missed", NEW."ends", NEW."held_at", NEW."id", NEW."is_announced", NEW."kind", NEW."on", NEW."part_of_sro", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."problems", NEW."responders", NEW."school_id", NEW."seconds_to_secure", NEW."sro_id", NEW."staff", NEW."status", NEW."students", NEW."taken_out_because", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='27ee629ccb3d0bf855478467a696ff3020386572', operation='INSERT', pgid='pgtrigger_insert_insert_cb6fc', table='schools_drill', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drill',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_drillevent" ("begins", "certified_at", "certified_by_id", "doors_missed", "ends", "held_at", "id", "is_announced", "kind", "on", "part_of_sro", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "responders", "school_id", "seconds_to_secure", "sro_id", "staff", "status", "students", "taken_out_because", "version", "written_at", "written_by_id") VALUES (NEW."begins", NEW."certified_at", NEW."certified_by_id", NEW."doors_missed", NEW."ends", NEW."held_at", NEW."id", NEW."is_announced", NEW."kind", NEW."on", NEW."part_of_sro", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."problems", NEW."responders", NEW."school_id", NEW."seconds_to_secure", NEW."sro_id", NEW."staff", NEW."status", NEW."students", NEW."taken_out_because", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='758e0a25acc4327af8d89a485c70477324052283', operation='UPDATE', pgid='pgtrigger_update_update_48ce6', table='schools_drill', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drill',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_drillevent" ("begins", "certified_at", "certified_by_id", "doors_missed", "ends", "held_at", "id", "is_announced", "kind", "on", "part_of_sro", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "responders", "school_id", "seconds_to_secure", "sro_id", "staff", "status", "students", "taken_out_because", "version", "written_at", "written_by_id") VALUES (OLD."begins", OLD."certified_at", OLD."certified_by_id", OLD."doors_missed", OLD."ends", OLD."held_at", OLD."id", OLD."is_announced", OLD."kind", OLD."on", OLD."part_of_sro", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."problems", OLD."responders", OLD."school_id", OLD."seconds_to_secure", OLD."sro_id", OLD."staff", OLD."status", OLD."students", OLD."taken_out_because", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='6f01e90e295e39285aea105b482396f4e6d1620f', operation='DELETE', pgid='pgtrigger_delete_delete_22625', table='schools_drill', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drillevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='222a11a23da459415a3456018e3cbdf0a1eb16f1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_02b1e', table='schools_drillevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='drillrule',
            constraint=models.UniqueConstraint(fields=('district', 'kind', 'window'), name='drill_rule_once', violation_error_message='This is already asked for.'),
        ),
        migrations.AddConstraint(
            model_name='drillrule',
            constraint=models.CheckConstraint(condition=models.Q(('times__range', (1, 10))), name='drill_rule_asks_for_some', violation_error_message='Ask for 1 to 10 drills.'),
        ),
        migrations.AddIndex(
            model_name='drilltask',
            index=models.Index(fields=['school', 'due_on'], name='drill_task_of_school'),
        ),
        migrations.AddIndex(
            model_name='drilltask',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['due_on'], name='drill_task_due'),
        ),
        migrations.AddConstraint(
            model_name='drilltask',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='drill_task_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='drilltask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='drill_task_done_by_somebody', violation_error_message='Somebody did it.'),
        ),
        migrations.AddConstraint(
            model_name='drilltask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status', 'checked'), _negated=True), ('checked_at', None), ('checked_by', None)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('status', 'checked'), models.Q(('checked_by', models.F('done_by')), _negated=True)), _connector='OR'), name='drill_task_looked_at_by_another', violation_error_message='Somebody else looks at it again.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drilltask',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_drilltaskevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "version", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."school_id", NEW."status", NEW."version", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='5a3ccc02a47568617af49e272d18beb6298d687a', operation='INSERT', pgid='pgtrigger_insert_insert_3dca5', table='schools_drilltask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drilltask',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_drilltaskevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "version", "warned", "what", "written_at", "written_by_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."done_at", NEW."done_by_id", NEW."drill_id", NEW."due_on", NEW."id", NEW."owner", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."school_id", NEW."status", NEW."version", NEW."warned", NEW."what", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='ccd5a184c1b15fda7b84883b8cf89f18f80b2a18', operation='UPDATE', pgid='pgtrigger_update_update_e5b21', table='schools_drilltask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drilltask',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_drilltaskevent" ("checked_at", "checked_by_id", "done_at", "done_by_id", "drill_id", "due_on", "id", "owner", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "version", "warned", "what", "written_at", "written_by_id") VALUES (OLD."checked_at", OLD."checked_by_id", OLD."done_at", OLD."done_by_id", OLD."drill_id", OLD."due_on", OLD."id", OLD."owner", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."school_id", OLD."status", OLD."version", OLD."warned", OLD."what", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='75dfe06e4571ce29791939e16236c287e8d7784a', operation='DELETE', pgid='pgtrigger_delete_delete_71426', table='schools_drilltask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drilltaskevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7f6f9e486ece53fa564980bd395b8fa72c4610d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_98d58', table='schools_drilltaskevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drillnoteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ce0cbd7e918b6e58a0ef645da8f33977ad9d2c44', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_36b13', table='schools_drillnoteevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drillnote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_drillnoteevent" ("drill_id", "needs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction", "school_id") VALUES (NEW."drill_id", NEW."needs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."drill_id", NEW."reaction", NEW."school_id"); RETURN NULL;', hash='05a34c9f7986e5c40beb8bd908cff243dcf2bd07', operation='INSERT', pgid='pgtrigger_insert_insert_bec32', table='schools_drillnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drillnote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_drillnoteevent" ("drill_id", "needs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction", "school_id") VALUES (NEW."drill_id", NEW."needs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."drill_id", NEW."reaction", NEW."school_id"); RETURN NULL;', hash='fe8662fa9fc8425846cf5012e3a0524cc28bb1a5', operation='UPDATE', pgid='pgtrigger_update_update_7d44e', table='schools_drillnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drillnote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_drillnoteevent" ("drill_id", "needs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction", "school_id") VALUES (OLD."drill_id", OLD."needs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."drill_id", OLD."reaction", OLD."school_id"); RETURN NULL;', hash='14c78d5b662531faefc3ab30b62ace41b1b2bbc5', operation='DELETE', pgid='pgtrigger_delete_delete_eaa0e', table='schools_drillnote', when='AFTER')),
        ),
        migrations.RunSQL(OF_ONE_SCHOOL, OF_ANY_SCHOOL),
        protect("schools_drill", see=SEES, add=KEEPS, change=KEEPS),
        protect("schools_drillevent", see=SEES, add=BY_ITS_TRIGGER, change=NOBODY),
        protect("schools_drillnote", see=MENDS, add=KEEPS, change=KEEPS),
        protect(
            "schools_drillnoteevent", see=MENDS, add=BY_ITS_TRIGGER, change=NOBODY
        ),
        protect("schools_drilltask", see=READS, add=KEEPS, change=MENDS),
        protect(
            "schools_drilltaskevent",
            see=READS,
            add=BY_TRIGGER_OF_TASKS,
            change=NOBODY,
        ),
        migrations.RunSQL(NEVER_DELETED, migrations.RunSQL.noop),
        append_only(*EVENTS),
    ])
