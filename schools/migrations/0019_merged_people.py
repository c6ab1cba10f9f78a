"""Two entries of a roster that are one person, and two people of one name.

An entry is merged by the clock on behalf of whoever may, since nobody writes rosters by
hand. That two are two people is said in one's own name and stays.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import at_my_school, protect

MERGES = at_my_school("commander", "principal")
SAYS = f"({MERGES} AND said_by_id = app_user_id())"
OF_ONE_SCHOOL = """
ALTER TABLE schools_person ADD CONSTRAINT person_of_its_school UNIQUE (id, school_id);
ALTER TABLE schools_namesakes
    ADD CONSTRAINT namesake_of_its_school FOREIGN KEY (one_id, school_id)
        REFERENCES schools_person (id, school_id),
    ADD CONSTRAINT other_of_its_school FOREIGN KEY (other_id, school_id)
        REFERENCES schools_person (id, school_id);
"""
OF_ANY_SCHOOL = """
ALTER TABLE schools_namesakes
    DROP CONSTRAINT other_of_its_school, DROP CONSTRAINT namesake_of_its_school;
ALTER TABLE schools_person DROP CONSTRAINT person_of_its_school;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0018_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Namesakes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'namesakes',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, help_text='The entry of the same person that stays.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='schools.person'),
        ),
        migrations.AddField(
            model_name='personevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The entry of the same person that stays.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.person'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_personevent" ("active_until", "family_name", "given_name", "grade", "id", "kind", "legal_hold", "merged_into_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retention_class", "school_id", "sealed_at", "sourced_id") VALUES (NEW."active_until", NEW."family_name", NEW."given_name", NEW."grade", NEW."id", NEW."kind", NEW."legal_hold", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."retention_class", NEW."school_id", NEW."sealed_at", NEW."sourced_id"); RETURN NULL;', hash='e28bd4960f06dcb2439d8e829bb9e87711908d60', operation='INSERT', pgid='pgtrigger_insert_insert_0aee7', table='schools_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schools_personevent" ("active_until", "family_name", "given_name", "grade", "id", "kind", "legal_hold", "merged_into_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retention_class", "school_id", "sealed_at", "sourced_id") VALUES (NEW."active_until", NEW."family_name", NEW."given_name", NEW."grade", NEW."id", NEW."kind", NEW."legal_hold", NEW."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."retention_class", NEW."school_id", NEW."sealed_at", NEW."sourced_id"); RETURN NULL;', hash='e5e956cfbb5e9e08fcda25a3281c819e15fab154', operation='UPDATE', pgid='pgtrigger_update_update_f174e', table='schools_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schools_personevent" ("active_until", "family_name", "given_name", "grade", "id", "kind", "legal_hold", "merged_into_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retention_class", "school_id", "sealed_at", "sourced_id") VALUES (OLD."active_until", OLD."family_name", OLD."given_name", OLD."grade", OLD."id", OLD."kind", OLD."legal_hold", OLD."merged_into_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."retention_class", OLD."school_id", OLD."sealed_at", OLD."sourced_id"); RETURN NULL;', hash='bf07308cea214e48ea938fb14612977119311d3e', operation='DELETE', pgid='pgtrigger_delete_delete_628ac', table='schools_person', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='person_not_merged_into_oneself', violation_error_message='Choose two different people.'),
        ),
        migrations.AddField(
            model_name='namesakes',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.person'),
        ),
        migrations.AddField(
            model_name='namesakes',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.person'),
        ),
        migrations.AddField(
            model_name='namesakes',
            name='said_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='namesakes',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school'),
        ),
        migrations.AddConstraint(
            model_name='namesakes',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='namesakes_said_once'),
        ),
        migrations.AddConstraint(
            model_name='namesakes',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='namesakes_in_order'),
        ),
        migrations.RunSQL(OF_ONE_SCHOOL, OF_ANY_SCHOOL),
        protect("schools_namesakes", see=MERGES, add=SAYS, change="false"),
    ])
