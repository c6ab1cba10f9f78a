"""Who has read an agreement, as it stood.

One says it for oneself alone, of an agreement that binds one's school; it stays. Those
who oversee the district see it.
"""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


from sro_program.core.rls import BY_A_TRIGGER, append_only, at_my_school, protect


def of_schools(*roles):
    """The agreement is of a district in which the actor reaches a school so."""
    mine = at_my_school(*roles, column="s.id")
    return f"""agreement_id IN (SELECT a.id FROM schools_agreement a
        JOIN schools_school s ON s.district_id = a.district_id WHERE {mine})"""


OWN = "reader_id = app_user_id()"
SEES = f"({OWN} OR {of_schools('commander', 'office', 'district')})"
READS = f"({OWN} AND {of_schools('officer', 'principal')})"
TABLE = "schools_agreementreading"


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0010_findings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('read_at', models.DateTimeField(auto_now_add=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='schools.agreement')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['read_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementReadingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('read_at', models.DateTimeField(auto_now_add=True)),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.agreement')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='schools.agreementreading')),
                ('reader', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='agreementreading',
            constraint=models.UniqueConstraint(fields=('agreement', 'version', 'reader'), name='agreement_read_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreading',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementreadingevent" ("agreement_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "reader_id", "version") VALUES (NEW."agreement_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."read_at", NEW."reader_id", NEW."version"); RETURN NULL;', hash='f9c5f0fb261782ab4288afa7562d9f383d48d331', operation='INSERT', pgid='pgtrigger_insert_insert_f0bf1', table='schools_agreementreading', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreading',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_agreementreadingevent" ("agreement_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "reader_id", "version") VALUES (NEW."agreement_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."read_at", NEW."reader_id", NEW."version"); RETURN NULL;', hash='ac666e731cfeaa4b1ff5a7340b4e5017638b5445', operation='UPDATE', pgid='pgtrigger_update_update_3e51f', table='schools_agreementreading', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreading',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_agreementreadingevent" ("agreement_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "reader_id", "version") VALUES (OLD."agreement_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."read_at", OLD."reader_id", OLD."version"); RETURN NULL;', hash='da4568021eba382702bdf8dcb01c7d78f9c17d9e', operation='DELETE', pgid='pgtrigger_delete_delete_24d1a', table='schools_agreementreading', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementreadingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ba12fa17b8180ec0b667e32e7e50d1231b50c8b0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_53bce', table='schools_agreementreadingevent', when='BEFORE')),
        ),
        protect(TABLE, see=SEES, add=READS, change="false"),
        protect(f"{TABLE}event", see=SEES, add=BY_A_TRIGGER, change="false"),
        append_only(f"{TABLE}event"),
    ]
