"""One report of each concern and of each piece of advice for a person.

Where somebody has two, both are kept as they are: the one that was reported, else the
one that was answered, else the latest is gone on with, and the other one points to it.
Nobody has reported before they knew. A commander reads what was written as an officer:
by somebody of the unit who was no counselor then. Earlier versions are their author's
alone. Done as the clock: the owner, too, is behind the second wall.
"""

from importlib import import_module

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import see_anew


MEND = """
SELECT set_config('app.clock', 'on', true);
UPDATE referrals_mandatoryreport r SET as_officer = true
WHERE EXISTS (SELECT FROM officers_officer o WHERE o.user_id = r.written_by_id)
  AND NOT EXISTS (
      SELECT FROM accounts_membership m
      WHERE m.user_id = r.written_by_id AND m.role = 'counselor'
        AND m.starts_on <= r.begun_at::date
        AND (m.ends_on IS NULL OR m.ends_on > r.begun_at::date));
UPDATE referrals_mandatoryreport SET known_at = reported_at, version = version + 1
WHERE known_at > reported_at;
""" + "".join(f"""
UPDATE referrals_mandatoryreport r SET goes_on_in_id = k.kept
FROM (SELECT id, first_value(id) OVER (
          PARTITION BY written_by_id, {matter}
          ORDER BY answer = 'reported' DESC, answer <> '' DESC, begun_at DESC, id DESC
      ) AS kept
      FROM referrals_mandatoryreport
      WHERE {matter} IS NOT NULL AND goes_on_in_id IS NULL) k
WHERE r.id = k.id AND r.id <> k.kept;
""" for matter in ("concern_id", "advice_id")) + """
SET CONSTRAINTS ALL IMMEDIATE;
SELECT set_config('app.clock', '', true);
"""
MINE = "written_by_id = app_user_id()"
SEE_REPORT = (
    "ALTER POLICY see ON referrals_mandatoryreport USING (app_is_clock() OR {})"
)
BEFORE = import_module("referrals.migrations.0004_wall_referrals").MY_UNIT
UNIT = BEFORE.replace(f"({MINE} OR ", f"({MINE} OR as_officer AND ", 1)


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0009_end_with_the_referral'),
        ('schools', '0004_dates_of_our_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandatoryreport',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandatoryreport',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandatoryreport',
            name='delete_delete',
        ),
        migrations.RemoveIndex(
            model_name='mandatoryreport',
            name='report_unfinished',
        ),
        migrations.AddField(
            model_name='mandatoryreport',
            name='as_officer',
            field=models.BooleanField(default=False, verbose_name='written as an officer'),
        ),
        migrations.AddField(
            model_name='mandatoryreport',
            name='goes_on_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.mandatoryreport'),
        ),
        migrations.AddField(
            model_name='mandatoryreportevent',
            name='as_officer',
            field=models.BooleanField(default=False, verbose_name='written as an officer'),
        ),
        migrations.AddField(
            model_name='mandatoryreportevent',
            name='goes_on_in',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.mandatoryreport'),
        ),
        migrations.AddIndex(
            model_name='mandatoryreport',
            index=models.Index(condition=models.Q(('goes_on_in', None), models.Q(('answer', ''), models.Q(('answer', 'reported'), models.Q(('child', ''), ('extent', ''), _connector='OR')), models.Q(('written_asked', True), ('written_sent_at', None)), _connector='OR')), fields=['written_by'], name='report_unfinished'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandatoryreport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_mandatoryreportevent" ("about_id", "advice_id", "answer", "as_officer", "begun_at", "child", "concern_id", "extent", "form_revision", "goes_on_in_id", "id", "intake_number", "known_at", "nagged_at", "no_cause_because", "other", "parents", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_to", "reported_to_name", "responsible", "school_id", "version", "written_asked", "written_by_id", "written_sent_at") VALUES (NEW."about_id", NEW."advice_id", NEW."answer", NEW."as_officer", NEW."begun_at", NEW."child", NEW."concern_id", NEW."extent", NEW."form_revision", NEW."goes_on_in_id", NEW."id", NEW."intake_number", NEW."known_at", NEW."nagged_at", NEW."no_cause_because", NEW."other", NEW."parents", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reported_at", NEW."reported_to", NEW."reported_to_name", NEW."responsible", NEW."school_id", NEW."version", NEW."written_asked", NEW."written_by_id", NEW."written_sent_at"); RETURN NULL;', hash='bc9d58c0b80c64a6aac6b5fe3dfe009df59fc26b', operation='INSERT', pgid='pgtrigger_insert_insert_fc534', table='referrals_mandatoryreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandatoryreport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_mandatoryreportevent" ("about_id", "advice_id", "answer", "as_officer", "begun_at", "child", "concern_id", "extent", "form_revision", "goes_on_in_id", "id", "intake_number", "known_at", "nagged_at", "no_cause_because", "other", "parents", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_to", "reported_to_name", "responsible", "school_id", "version", "written_asked", "written_by_id", "written_sent_at") VALUES (NEW."about_id", NEW."advice_id", NEW."answer", NEW."as_officer", NEW."begun_at", NEW."child", NEW."concern_id", NEW."extent", NEW."form_revision", NEW."goes_on_in_id", NEW."id", NEW."intake_number", NEW."known_at", NEW."nagged_at", NEW."no_cause_because", NEW."other", NEW."parents", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reported_at", NEW."reported_to", NEW."reported_to_name", NEW."responsible", NEW."school_id", NEW."version", NEW."written_asked", NEW."written_by_id", NEW."written_sent_at"); RETURN NULL;', hash='17231781235acbe32c7bff0f91696f50574f9290', operation='UPDATE', pgid='pgtrigger_update_update_b7ddf', table='referrals_mandatoryreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandatoryreport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_mandatoryreportevent" ("about_id", "advice_id", "answer", "as_officer", "begun_at", "child", "concern_id", "extent", "form_revision", "goes_on_in_id", "id", "intake_number", "known_at", "nagged_at", "no_cause_because", "other", "parents", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "reported_to", "reported_to_name", "responsible", "school_id", "version", "written_asked", "written_by_id", "written_sent_at") VALUES (OLD."about_id", OLD."advice_id", OLD."answer", OLD."as_officer", OLD."begun_at", OLD."child", OLD."concern_id", OLD."extent", OLD."form_revision", OLD."goes_on_in_id", OLD."id", OLD."intake_number", OLD."known_at", OLD."nagged_at", OLD."no_cause_because", OLD."other", OLD."parents", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reported_at", OLD."reported_to", OLD."reported_to_name", OLD."responsible", OLD."school_id", OLD."version", OLD."written_asked", OLD."written_by_id", OLD."written_sent_at"); RETURN NULL;', hash='c80b24a4a0c0d9054d092a3c363440086fae5263', operation='DELETE', pgid='pgtrigger_delete_delete_3b0c8', table='referrals_mandatoryreport', when='AFTER')),
        ),
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='mandatoryreport',
            constraint=models.CheckConstraint(condition=models.Q(('reported_at', None), ('known_at__lte', models.F('reported_at')), _connector='OR'), name='report_known_before_reported', violation_error_message='You learned of it before you reported it. Check both times.'),
        ),
        migrations.AddConstraint(
            model_name='mandatoryreport',
            constraint=models.UniqueConstraint(condition=models.Q(('concern__isnull', False), ('goes_on_in', None)), fields=('written_by', 'concern'), name='report_once_of_a_concern', violation_error_message='You have begun a report of this already. Go on with that one.'),
        ),
        migrations.AddConstraint(
            model_name='mandatoryreport',
            constraint=models.UniqueConstraint(condition=models.Q(('advice__isnull', False), ('goes_on_in', None)), fields=('written_by', 'advice'), name='report_once_of_advice', violation_error_message='You have begun a report of this already. Go on with that one.'),
        ),
        migrations.RunSQL(SEE_REPORT.format(UNIT), SEE_REPORT.format(BEFORE)),
        see_anew('referrals_mandatoryreportevent', see=MINE, was=BEFORE),
    ])
