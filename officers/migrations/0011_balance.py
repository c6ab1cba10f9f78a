"""Goals for the balance of an officer's work, agreed by both sides, and why it tilted.

A reason about the command's picture would tell the school of what the law keeps from it.
"""

import datetime
import django.db.models.deletion
import django.db.models.expressions
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
COMMANDS = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
LEADS = at_my_school("principal")
SUPERIORS = f"({COMMANDS} OR {LEADS})"
GOALS_SEEN = f"({OWN} OR {at_my_school('commander', 'office', 'principal')})"
PROPOSED = f"""(proposed_by_id = app_user_id() AND (
    (side = 'command' AND {COMMANDS}) OR (side = 'school' AND {LEADS})))"""
REASONS_SEEN = f"""({OWN} OR {at_my_school('commander', 'office')}
    OR (side = 'school' AND {LEADS}))"""
EXPLAINS = f"""({OWN} OR (side = 'command' AND {COMMANDS})
    OR (side = 'school' AND {LEADS}))"""


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0010_placements'),
        ('schools', '0005_agreement'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='BalanceGoal',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('starts_on', models.DateField(verbose_name='from the month of')),
                ('law_enforcement', models.PositiveSmallIntegerField()),
                ('presentation', models.PositiveSmallIntegerField()),
                ('advising', models.PositiveSmallIntegerField()),
                ('other', models.PositiveSmallIntegerField()),
                ('margin', models.PositiveSmallIntegerField(default=10)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balance_goals', to='officers.officer')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balance_goals', to='schools.school')),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BalanceGoalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('starts_on', models.DateField(verbose_name='from the month of')),
                ('law_enforcement', models.PositiveSmallIntegerField()),
                ('presentation', models.PositiveSmallIntegerField()),
                ('advising', models.PositiveSmallIntegerField()),
                ('other', models.PositiveSmallIntegerField()),
                ('margin', models.PositiveSmallIntegerField(default=10)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.balancegoal')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TiltReason',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('month', models.DateField()),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('why', models.CharField(choices=[('threats', 'Bomb threats or other threats'), ('serious', 'A serious incident and what followed'), ('few_days', 'Few school days'), ('away', 'Absence, training or court'), ('testing', 'Testing or exams'), ('events', 'Season of games and events'), ('directed', 'Other duty directed'), ('lessons', 'A block of lessons'), ('help', 'Many who asked for advice'), ('short', 'Officers missing elsewhere'), ('other', 'Another reason')], max_length=8)),
                ('recorded_at', models.DateTimeField(auto_now=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tilt_reasons', to='officers.officer')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tilt_reasons', to='schools.school')),
            ],
            options={
                'ordering': ['-month', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TiltReasonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('month', models.DateField()),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('why', models.CharField(choices=[('threats', 'Bomb threats or other threats'), ('serious', 'A serious incident and what followed'), ('few_days', 'Few school days'), ('away', 'Absence, training or court'), ('testing', 'Testing or exams'), ('events', 'Season of games and events'), ('directed', 'Other duty directed'), ('lessons', 'A block of lessons'), ('help', 'Many who asked for advice'), ('short', 'Officers missing elsewhere'), ('other', 'Another reason')], max_length=8)),
                ('recorded_at', models.DateTimeField(auto_now=True)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.tiltreason')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='balancegoal',
            index=models.Index(fields=['officer', 'school'], name='balance_goal_of_officer'),
        ),
        migrations.AddConstraint(
            model_name='balancegoal',
            constraint=models.CheckConstraint(condition=models.Q(('law_enforcement', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('presentation')), '-', models.F('advising')), '-', models.F('other')))), name='balance_goal_is_a_whole', violation_error_message='The four shares must add up to 100.'),
        ),
        migrations.AddConstraint(
            model_name='balancegoal',
            constraint=models.CheckConstraint(condition=models.Q(('margin__range', (1, 50))), name='balance_goal_has_a_margin', violation_error_message='The margin goes from 1 to 50 points.'),
        ),
        migrations.AddConstraint(
            model_name='balancegoal',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__day', 1), ('starts_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='balance_goal_begins_with_a_month', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        migrations.AddConstraint(
            model_name='balancegoal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'agreed'), _negated=True), models.Q(('answered_by__isnull', False), models.Q(('answered_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='balance_goal_agreed_by_both', violation_error_message='Two people agree on goals, one of each side.'),
        ),
        migrations.AddConstraint(
            model_name='balancegoal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='balance_goal_says_why_not', violation_error_message='Say why.'),
        ),
        migrations.AddConstraint(
            model_name='balancegoal',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('officer', 'school'), name='one_balance_goal_proposed_at_a_time', violation_error_message='Goals are proposed already. They are answered or withdrawn first.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='balancegoal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_balancegoalevent" ("advising", "answered_at", "answered_by_id", "id", "law_enforcement", "margin", "officer_id", "other", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation", "proposed_at", "proposed_by_id", "reason", "school_id", "side", "starts_on", "status", "version") VALUES (NEW."advising", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."law_enforcement", NEW."margin", NEW."officer_id", NEW."other", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."presentation", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."school_id", NEW."side", NEW."starts_on", NEW."status", NEW."version"); RETURN NULL;', hash='bd4d3f9a0659962c8376110320f6199d2d3ca67d', operation='INSERT', pgid='pgtrigger_insert_insert_cd94d', table='officers_balancegoal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='balancegoal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_balancegoalevent" ("advising", "answered_at", "answered_by_id", "id", "law_enforcement", "margin", "officer_id", "other", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation", "proposed_at", "proposed_by_id", "reason", "school_id", "side", "starts_on", "status", "version") VALUES (NEW."advising", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."law_enforcement", NEW."margin", NEW."officer_id", NEW."other", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."presentation", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."school_id", NEW."side", NEW."starts_on", NEW."status", NEW."version"); RETURN NULL;', hash='03cee697a437de589f96eb25bb57b7c4b95ac58b', operation='UPDATE', pgid='pgtrigger_update_update_c1dbf', table='officers_balancegoal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='balancegoal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_balancegoalevent" ("advising", "answered_at", "answered_by_id", "id", "law_enforcement", "margin", "officer_id", "other", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation", "proposed_at", "proposed_by_id", "reason", "school_id", "side", "starts_on", "status", "version") VALUES (OLD."advising", OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."law_enforcement", OLD."margin", OLD."officer_id", OLD."other", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."presentation", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."school_id", OLD."side", OLD."starts_on", OLD."status", OLD."version"); RETURN NULL;', hash='b08db460124ef425acd9367d9e04ec5d305e4e3d', operation='DELETE', pgid='pgtrigger_delete_delete_b0029', table='officers_balancegoal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='balancegoalevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='709bd60e8365b66394123b5a35957d7a7ad13112', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_58505', table='officers_balancegoalevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='tiltreason',
            constraint=models.UniqueConstraint(fields=('officer', 'school', 'month', 'side'), name='one_tilt_reason_of_a_month', violation_error_message='Somebody has just given a reason. Look again.'),
        ),
        migrations.AddConstraint(
            model_name='tiltreason',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1), ('month__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='tilt_reason_is_of_a_month', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tiltreason',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_tiltreasonevent" ("id", "month", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "school_id", "side", "version", "why") VALUES (NEW."id", NEW."month", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."school_id", NEW."side", NEW."version", NEW."why"); RETURN NULL;', hash='261833abfc7ac5451bc3a0e96cf06e8aea337133', operation='INSERT', pgid='pgtrigger_insert_insert_7af58', table='officers_tiltreason', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tiltreason',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_tiltreasonevent" ("id", "month", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "school_id", "side", "version", "why") VALUES (NEW."id", NEW."month", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."school_id", NEW."side", NEW."version", NEW."why"); RETURN NULL;', hash='859a66eac35f6cb81c38a59326afa72bc70d7346', operation='UPDATE', pgid='pgtrigger_update_update_65bcd', table='officers_tiltreason', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tiltreason',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_tiltreasonevent" ("id", "month", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "school_id", "side", "version", "why") VALUES (OLD."id", OLD."month", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."school_id", OLD."side", OLD."version", OLD."why"); RETURN NULL;', hash='8bd401439d31f3eaef359619de744d8c697b4915', operation='DELETE', pgid='pgtrigger_delete_delete_54e12', table='officers_tiltreason', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tiltreasonevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='efd8166d0d6f9b8a16bd416294246e33943c6804', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fe8f4', table='officers_tiltreasonevent', when='BEFORE')),
        ),
        protect(
            "officers_balancegoal", see=GOALS_SEEN, add=PROPOSED, change=SUPERIORS
        ),
        protect("officers_balancegoalevent", see=GOALS_SEEN, add="true"),
        append_only("officers_balancegoalevent"),
        protect("officers_tiltreason", see=REASONS_SEEN, add=EXPLAINS, change=EXPLAINS),
        protect("officers_tiltreasonevent", see=REASONS_SEEN, add="true"),
        append_only("officers_tiltreasonevent"),
    ])
