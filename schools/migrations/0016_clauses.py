"""What an agreement says clause by clause, who signed it, its paper, and its reviews.

Clauses and signatories are published with the agreement and kept by administrators.
Who reviews it says so in their own name; a review stays as it was written.
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
from sro_program.core.rls import BY_A_TRIGGER, append_only, at_my_school, protect

TABLE = "schools_agreementreview"
HISTORIES = ("schools_agreementclauseevent", "schools_agreementsignatoryevent")
OVERSEEN = f"""agreement_id IN (SELECT a.id FROM schools_agreement a
    JOIN schools_school s ON s.district_id = a.district_id
    WHERE {at_my_school("commander", "office", "district", column="s.id")})"""
REVIEWS = f"({OVERSEEN} AND reviewed_by_id = app_user_id())"

class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0015_campus'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='AgreementClause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=20)),
                ('subject', models.CharField(choices=[('purpose', 'Purpose'), ('funding', 'Funding and cost'), ('placement', 'Number and placement'), ('selection', 'Selection and removal'), ('duties', 'Duties'), ('command', 'Chain of command and reports to both'), ('information', 'Sharing of information'), ('interviews', 'Interviews, searches and arrests'), ('force', 'Force'), ('cameras', 'Body cameras'), ('training', 'Training'), ('equipment', 'Equipment'), ('hours', 'Hours, overtime and summer'), ('evaluation', 'Evaluation'), ('data', 'Data that is kept'), ('complaints', 'Complaints'), ('other', 'Other')], max_length=12)),
                ('text', models.TextField(help_text='Word for word.', max_length=8000)),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementClauseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(blank=True, max_length=20)),
                ('subject', models.CharField(choices=[('purpose', 'Purpose'), ('funding', 'Funding and cost'), ('placement', 'Number and placement'), ('selection', 'Selection and removal'), ('duties', 'Duties'), ('command', 'Chain of command and reports to both'), ('information', 'Sharing of information'), ('interviews', 'Interviews, searches and arrests'), ('force', 'Force'), ('cameras', 'Body cameras'), ('training', 'Training'), ('equipment', 'Equipment'), ('hours', 'Hours, overtime and summer'), ('evaluation', 'Evaluation'), ('data', 'Data that is kept'), ('complaints', 'Complaints'), ('other', 'Other')], max_length=12)),
                ('text', models.TextField(help_text='Word for word.', max_length=8000)),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementReview',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('reviewed_at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.TextField(max_length=2000)),
                ('next_on', models.DateField(verbose_name='next review')),
            ],
            options={
                'ordering': ['-reviewed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AgreementReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('reviewed_at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.TextField(max_length=2000)),
                ('next_on', models.DateField(verbose_name='next review')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementSignatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('district', 'For the school district'), ('agency', 'For the police agency'), ('other', 'For another party')], max_length=8)),
                ('name', models.CharField(max_length=100)),
                ('office', models.CharField(help_text='Such as “Superintendent”.', max_length=100)),
                ('party', models.CharField(blank=True, help_text='Of another party: its name.', max_length=100)),
                ('signed_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'signatories',
                'ordering': ['side', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementSignatoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('side', models.CharField(choices=[('district', 'For the school district'), ('agency', 'For the police agency'), ('other', 'For another party')], max_length=8)),
                ('name', models.CharField(max_length=100)),
                ('office', models.CharField(help_text='Such as “Superintendent”.', max_length=100)),
                ('party', models.CharField(blank=True, help_text='Of another party: its name.', max_length=100)),
                ('signed_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agreement',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agreement',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agreement',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='agreement',
            name='paper',
            field=models.FileField(blank=True, editable=False, max_length=200, upload_to='agreements/', verbose_name='the signed paper'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='paper_type',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='agreementevent',
            name='paper',
            field=models.FileField(blank=True, editable=False, max_length=200, upload_to='agreements/', verbose_name='the signed paper'),
        ),
        migrations.AddField(
            model_name='agreementevent',
            name='paper_type',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementevent" ("clause_number", "discipline_clause", "district_id", "document", "id", "paper", "paper_type", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "police_agency_id", "review_on", "title", "valid_from", "valid_until", "version") VALUES (NEW."clause_number", NEW."discipline_clause", NEW."district_id", NEW."document", NEW."id", NEW."paper", NEW."paper_type", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."police_agency_id", NEW."review_on", NEW."title", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='b164341c09d54e3a233c17c76b9a64350fc2c4ac', operation='INSERT', pgid='pgtrigger_insert_insert_4f0ea', table='schools_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_agreementevent" ("clause_number", "discipline_clause", "district_id", "document", "id", "paper", "paper_type", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "police_agency_id", "review_on", "title", "valid_from", "valid_until", "version") VALUES (NEW."clause_number", NEW."discipline_clause", NEW."district_id", NEW."document", NEW."id", NEW."paper", NEW."paper_type", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."police_agency_id", NEW."review_on", NEW."title", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='954b9fb51d90d3fe19bb4b4057fe2b0d0fde2ab4', operation='UPDATE', pgid='pgtrigger_update_update_69898', table='schools_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementevent" ("clause_number", "discipline_clause", "district_id", "document", "id", "paper", "paper_type", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "police_agency_id", "review_on", "title", "valid_from", "valid_until", "version") VALUES (OLD."clause_number", OLD."discipline_clause", OLD."district_id", OLD."document", OLD."id", OLD."paper", OLD."paper_type", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."police_agency_id", OLD."review_on", OLD."title", OLD."valid_from", OLD."valid_until", OLD."version"); RETURN NULL;', hash='04eda49f861393613441a15e4dc498572bb60372', operation='DELETE', pgid='pgtrigger_delete_delete_30980', table='schools_agreement', when='AFTER')),
        ),
        migrations.AddField(
            model_name='agreementclause',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='schools.agreement'),
        ),
        migrations.AddField(
            model_name='agreementclauseevent',
            name='agreement',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.agreement'),
        ),
        migrations.AddField(
            model_name='agreementclauseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.agreementclause'),
        ),
        migrations.AddField(
            model_name='agreementreview',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='schools.agreement'),
        ),
        migrations.AddField(
            model_name='agreementreview',
            name='reviewed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreementreviewevent',
            name='agreement',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.agreement'),
        ),
        migrations.AddField(
            model_name='agreementreviewevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.agreementreview'),
        ),
        migrations.AddField(
            model_name='agreementreviewevent',
            name='reviewed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='agreementsignatory',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatories', to='schools.agreement'),
        ),
        migrations.AddField(
            model_name='agreementsignatoryevent',
            name='agreement',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.agreement'),
        ),
        migrations.AddField(
            model_name='agreementsignatoryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.agreementsignatory'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementclause',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementclauseevent" ("agreement_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "subject", "text") VALUES (NEW."agreement_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."subject", NEW."text"); RETURN NULL;', hash='ead032ed91a7fe19d3eda8cd8116f002f080cefa', operation='INSERT', pgid='pgtrigger_insert_insert_a6edd', table='schools_agreementclause', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementclause',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_agreementclauseevent" ("agreement_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "subject", "text") VALUES (NEW."agreement_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."subject", NEW."text"); RETURN NULL;', hash='578af2f53948cfc3670681405b46c6dac27dafca', operation='UPDATE', pgid='pgtrigger_update_update_b721a', table='schools_agreementclause', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementclause',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementclauseevent" ("agreement_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "subject", "text") VALUES (OLD."agreement_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."subject", OLD."text"); RETURN NULL;', hash='34a220df1bb03c7b5b7f8e342601d6adaabec4cb', operation='DELETE', pgid='pgtrigger_delete_delete_9ab9b', table='schools_agreementclause', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementclauseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='96cb95991f5d99b41b823668c161bf278a6559d3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6cc9c', table='schools_agreementclauseevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agreementreview',
            constraint=models.CheckConstraint(condition=models.Q(('next_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))), name='agreement_review_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreview',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementreviewevent" ("agreement_id", "id", "next_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewed_at", "reviewed_by_id", "version") VALUES (NEW."agreement_id", NEW."id", NEW."next_on", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reviewed_at", NEW."reviewed_by_id", NEW."version"); RETURN NULL;', hash='bcbe4bb38c2660e06935a6c5a6ff10e4080015fb', operation='INSERT', pgid='pgtrigger_insert_insert_2af1e', table='schools_agreementreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreview',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_agreementreviewevent" ("agreement_id", "id", "next_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewed_at", "reviewed_by_id", "version") VALUES (NEW."agreement_id", NEW."id", NEW."next_on", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reviewed_at", NEW."reviewed_by_id", NEW."version"); RETURN NULL;', hash='fac77a36b0cc38936a6e0276d747dc0c22bd2fd4', operation='UPDATE', pgid='pgtrigger_update_update_2e541', table='schools_agreementreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreview',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementreviewevent" ("agreement_id", "id", "next_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewed_at", "reviewed_by_id", "version") VALUES (OLD."agreement_id", OLD."id", OLD."next_on", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reviewed_at", OLD."reviewed_by_id", OLD."version"); RETURN NULL;', hash='7e34504d6a1f18ddaad067251f3699609d2b64a4', operation='DELETE', pgid='pgtrigger_delete_delete_b2e5c', table='schools_agreementreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreviewevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='61bc440e21c95810dd8f9e45d36a88e18256781e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_10a0b', table='schools_agreementreviewevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agreementsignatory',
            constraint=models.CheckConstraint(condition=models.Q(('signed_on', None), ('signed_on__range', (datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), name='signature_of_our_time', violation_error_message='Give a day from 2000 to 2100.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementsignatory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementsignatoryevent" ("agreement_id", "id", "name", "office", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "signed_on") VALUES (NEW."agreement_id", NEW."id", NEW."name", NEW."office", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."side", NEW."signed_on"); RETURN NULL;', hash='779f202922e7c409b2bf9feac5f503e8e5595061', operation='INSERT', pgid='pgtrigger_insert_insert_7f3ad', table='schools_agreementsignatory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementsignatory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_agreementsignatoryevent" ("agreement_id", "id", "name", "office", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "signed_on") VALUES (NEW."agreement_id", NEW."id", NEW."name", NEW."office", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."side", NEW."signed_on"); RETURN NULL;', hash='491f4932758a5edf7380242ab453c10f211ecdfc', operation='UPDATE', pgid='pgtrigger_update_update_12401', table='schools_agreementsignatory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementsignatory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementsignatoryevent" ("agreement_id", "id", "name", "office", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "signed_on") VALUES (OLD."agreement_id", OLD."id", OLD."name", OLD."office", OLD."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."side", OLD."signed_on"); RETURN NULL;', hash='316fe39e9e3e8721a96479bead4502c51ec777c9', operation='DELETE', pgid='pgtrigger_delete_delete_6fcca', table='schools_agreementsignatory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementsignatoryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='92d2d2d1a772bee3ca0b13669a4fbf695ca4c513', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_10b61', table='schools_agreementsignatoryevent', when='BEFORE')),
        ),
        protect(TABLE, see=OVERSEEN, add=REVIEWS, change="false"),
        protect(f"{TABLE}event", see=OVERSEEN, add=BY_A_TRIGGER, change="false"),
        append_only(f"{TABLE}event"),
        *(
            protect(table, see="true", add=BY_A_TRIGGER, change="false")
            for table in HISTORIES
        ),
        append_only(*HISTORIES),
    ])
