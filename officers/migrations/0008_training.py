"""Certificates and hours of training, and the dates that follow from them.

A matter of personnel: the officer, and the command and the office of the agency read
and write it; nobody of a school, and no fellow officer.
"""

import django.db.models.deletion
import django.db.models.functions.math
import django.db.models.lookups
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


from sro_program.core.migrating import at_once
from sro_program.core.rls import append_only, protect

KEPT = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() OR o.police_agency_id IN (
        SELECT m.police_agency_id FROM accounts_membership m
        JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = app_user_id() AND m.role IN ('commander', 'office')
          AND m.police_agency_id IS NOT NULL
          AND m.starts_on <= current_date
          AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0007_directives'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('document', models.FileField(blank=True, max_length=200, upload_to='training/')),
                ('document_type', models.CharField(blank=True, max_length=100)),
                ('document_size', models.PositiveIntegerField(blank=True, null=True)),
                ('document_sha256', models.CharField(blank=True, max_length=64)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('sro_1', 'SRO I'), ('sro_2', 'SRO II'), ('sro_3', 'SRO III'), ('peace_officer', 'Peace officer'), ('firearms', 'Firearms'), ('first_aid', 'First aid'), ('other', 'Other')], max_length=13)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('earned_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('lost_on', models.DateField(blank=True, null=True)),
                ('lost_because', models.CharField(blank=True, max_length=200)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='officers.officer')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-earned_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CertificateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('document', models.FileField(blank=True, max_length=200, upload_to='training/')),
                ('document_type', models.CharField(blank=True, max_length=100)),
                ('document_size', models.PositiveIntegerField(blank=True, null=True)),
                ('document_sha256', models.CharField(blank=True, max_length=64)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('sro_1', 'SRO I'), ('sro_2', 'SRO II'), ('sro_3', 'SRO III'), ('peace_officer', 'Peace officer'), ('firearms', 'Firearms'), ('first_aid', 'First aid'), ('other', 'Other')], max_length=13)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('earned_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('lost_on', models.DateField(blank=True, null=True)),
                ('lost_because', models.CharField(blank=True, max_length=200)),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.certificate')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TrainingDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=120)),
                ('label', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('told', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training_due', to='officers.officer')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TrainingHours',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('document', models.FileField(blank=True, max_length=200, upload_to='training/')),
                ('document_type', models.CharField(blank=True, max_length=100)),
                ('document_size', models.PositiveIntegerField(blank=True, null=True)),
                ('document_sha256', models.CharField(blank=True, max_length=64)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('on', models.DateField()),
                ('hours', models.DecimalField(decimal_places=2, max_digits=4)),
                ('course', models.CharField(max_length=120)),
                ('topic', models.CharField(choices=[('foundations', 'Foundations of school-based policing'), ('threat', 'Threat assessment'), ('drugs', 'Drug use'), ('cyber', 'Social media and cyber safety'), ('teaching', 'Teaching and mentoring'), ('mental_health', 'Mental health'), ('bias', 'Diversity and bias'), ('trauma', 'Trauma-informed action'), ('special_needs', 'Special needs'), ('de_escalation', 'De-escalation'), ('firearms', 'Firearms'), ('first_aid', 'First aid'), ('law', 'Law and procedure'), ('other', 'Other')], max_length=13)),
                ('provider', models.CharField(blank=True, max_length=80)),
                ('counts', models.BooleanField(default=True, verbose_name='counts toward the 40 hours')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_hours', to='officers.officer')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'training hours',
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TrainingHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('document', models.FileField(blank=True, max_length=200, upload_to='training/')),
                ('document_type', models.CharField(blank=True, max_length=100)),
                ('document_size', models.PositiveIntegerField(blank=True, null=True)),
                ('document_sha256', models.CharField(blank=True, max_length=64)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('on', models.DateField()),
                ('hours', models.DecimalField(decimal_places=2, max_digits=4)),
                ('course', models.CharField(max_length=120)),
                ('topic', models.CharField(choices=[('foundations', 'Foundations of school-based policing'), ('threat', 'Threat assessment'), ('drugs', 'Drug use'), ('cyber', 'Social media and cyber safety'), ('teaching', 'Teaching and mentoring'), ('mental_health', 'Mental health'), ('bias', 'Diversity and bias'), ('trauma', 'Trauma-informed action'), ('special_needs', 'Special needs'), ('de_escalation', 'De-escalation'), ('firearms', 'Firearms'), ('first_aid', 'First aid'), ('law', 'Law and procedure'), ('other', 'Other')], max_length=13)),
                ('provider', models.CharField(blank=True, max_length=80)),
                ('counts', models.BooleanField(default=True, verbose_name='counts toward the 40 hours')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.traininghours')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gt', models.F('earned_on')), _connector='OR'), name='certificate_expires_after_it_is_earned', violation_error_message='It cannot expire before it was earned.'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('lost_on', None), ('lost_on__gte', models.F('earned_on')), _connector='OR'), name='certificate_lost_after_it_is_earned', violation_error_message='It cannot be lost before it was earned.'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('lost_on', None), models.Q(('lost_because', ''), _negated=True), _connector='OR'), name='certificate_lost_with_a_reason', violation_error_message='Say why it was lost.'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'other'), models.Q(('title', ''), _negated=True)), models.Q(models.Q(('kind', 'other'), _negated=True), ('title', '')), _connector='OR'), name='certificate_says_what_it_is', violation_error_message='Say what certificate it is.'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('struck_at', None)), fields=('officer', 'kind', 'title', 'earned_on'), name='certificate_once', violation_error_message='This certificate of this day is recorded already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_certificateevent" ("confirmed_by_id", "document", "document_sha256", "document_size", "document_type", "earned_on", "expires_on", "id", "kind", "lost_because", "lost_on", "number", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "struck_at", "title", "version") VALUES (NEW."confirmed_by_id", NEW."document", NEW."document_sha256", NEW."document_size", NEW."document_type", NEW."earned_on", NEW."expires_on", NEW."id", NEW."kind", NEW."lost_because", NEW."lost_on", NEW."number", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."struck_at", NEW."title", NEW."version"); RETURN NULL;', hash='aec65d610c94cd85969709e54e32115285080758', operation='INSERT', pgid='pgtrigger_insert_insert_f9a55', table='officers_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_certificateevent" ("confirmed_by_id", "document", "document_sha256", "document_size", "document_type", "earned_on", "expires_on", "id", "kind", "lost_because", "lost_on", "number", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "struck_at", "title", "version") VALUES (NEW."confirmed_by_id", NEW."document", NEW."document_sha256", NEW."document_size", NEW."document_type", NEW."earned_on", NEW."expires_on", NEW."id", NEW."kind", NEW."lost_because", NEW."lost_on", NEW."number", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."struck_at", NEW."title", NEW."version"); RETURN NULL;', hash='7fdcaecba028533556159c49e9d0c90a7456c5b6', operation='UPDATE', pgid='pgtrigger_update_update_35796', table='officers_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_certificateevent" ("confirmed_by_id", "document", "document_sha256", "document_size", "document_type", "earned_on", "expires_on", "id", "kind", "lost_because", "lost_on", "number", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "struck_at", "title", "version") VALUES (OLD."confirmed_by_id", OLD."document", OLD."document_sha256", OLD."document_size", OLD."document_type", OLD."earned_on", OLD."expires_on", OLD."id", OLD."kind", OLD."lost_because", OLD."lost_on", OLD."number", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."struck_at", OLD."title", OLD."version"); RETURN NULL;', hash='551724a072ab36f5b6e7980bdea50ea18f52e555', operation='DELETE', pgid='pgtrigger_delete_delete_3ae3e', table='officers_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='296b1d713079867a9a8356755b2ddb1d8d613ad1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7828e', table='officers_certificateevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='trainingdue',
            constraint=models.UniqueConstraint(fields=('officer', 'about'), name='training_due_once', violation_error_message='This date is known already.'),
        ),
        migrations.AddConstraint(
            model_name='traininghours',
            constraint=models.CheckConstraint(condition=models.Q(('hours__range', (Decimal('0.25'), Decimal('24')))), name='training_within_a_day', violation_error_message='Give between a quarter of an hour and 24.'),
        ),
        migrations.AddConstraint(
            model_name='traininghours',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.F('hours'), models.Value(Decimal('0.25'))), models.Value(Decimal('0'))), name='training_in_quarters_of_an_hour', violation_error_message='Give quarters of an hour, like 1.5 or 0.75.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='traininghours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_traininghoursevent" ("confirmed_by_id", "counts", "course", "document", "document_sha256", "document_size", "document_type", "hours", "id", "officer_id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "struck_at", "topic", "version") VALUES (NEW."confirmed_by_id", NEW."counts", NEW."course", NEW."document", NEW."document_sha256", NEW."document_size", NEW."document_type", NEW."hours", NEW."id", NEW."officer_id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."provider", NEW."recorded_at", NEW."recorded_by_id", NEW."struck_at", NEW."topic", NEW."version"); RETURN NULL;', hash='0b1d7969ca847b422fcb165d1262b80970cbbc78', operation='INSERT', pgid='pgtrigger_insert_insert_fa2a9', table='officers_traininghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='traininghours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_traininghoursevent" ("confirmed_by_id", "counts", "course", "document", "document_sha256", "document_size", "document_type", "hours", "id", "officer_id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "struck_at", "topic", "version") VALUES (NEW."confirmed_by_id", NEW."counts", NEW."course", NEW."document", NEW."document_sha256", NEW."document_size", NEW."document_type", NEW."hours", NEW."id", NEW."officer_id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."provider", NEW."recorded_at", NEW."recorded_by_id", NEW."struck_at", NEW."topic", NEW."version"); RETURN NULL;', hash='d677d96949425b049c6ad4a91b8d9740f6087c10', operation='UPDATE', pgid='pgtrigger_update_update_b7fe1', table='officers_traininghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='traininghours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_traininghoursevent" ("confirmed_by_id", "counts", "course", "document", "document_sha256", "document_size", "document_type", "hours", "id", "officer_id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "struck_at", "topic", "version") VALUES (OLD."confirmed_by_id", OLD."counts", OLD."course", OLD."document", OLD."document_sha256", OLD."document_size", OLD."document_type", OLD."hours", OLD."id", OLD."officer_id", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."provider", OLD."recorded_at", OLD."recorded_by_id", OLD."struck_at", OLD."topic", OLD."version"); RETURN NULL;', hash='e3784cea3501a90c07157f58f8aa944d493649c0', operation='DELETE', pgid='pgtrigger_delete_delete_93127', table='officers_traininghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='traininghoursevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b4618fcc8bf51f29f6e183323c5632c2aa30d019', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb551', table='officers_traininghoursevent', when='BEFORE')),
        ),
        protect("officers_certificate", see=KEPT),
        protect("officers_traininghours", see=KEPT),
        protect("officers_trainingdue", see=KEPT),
        protect("officers_certificateevent", see=KEPT, add="true"),
        protect("officers_traininghoursevent", see=KEPT, add="true"),
        append_only("officers_certificateevent", "officers_traininghoursevent"),
    ])
