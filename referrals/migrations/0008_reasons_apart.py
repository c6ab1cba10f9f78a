"""Why a referral ended moves behind the wall of its content; mails keep their address.

Done as the clock: the owner, too, is behind the second wall.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once


KEEP = """
SELECT set_config('app.clock', 'on', true);
INSERT INTO referrals_message
    (id, referral_id, school_id, written_by_id, written_at, kind, text)
SELECT uuidv7(), id, school_id,
       CASE status WHEN 'revoked' THEN handed_on_by_id ELSE to_counselor_id END,
       ended_at, 'reason', reason_ended
FROM referrals_referral WHERE reason_ended <> '';
UPDATE referrals_referral r SET sent_to_email = a.email
FROM referrals_agency a WHERE a.id = r.to_agency_id AND a.email <> '';
SET CONSTRAINTS ALL IMMEDIATE;
SELECT set_config('app.clock', '', true);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0006_counts_by_year'),
        ('schools', '0004_dates_of_our_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        pgtrigger.migrations.RemoveTrigger(
            model_name='message',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='message',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='message',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_declined_says_why',
        ),
        migrations.RemoveField(
            model_name='referralevent',
            name='reason_ended',
        ),
        migrations.AddField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('line', 'Message'), ('reason', 'Why it ended')], default='line', max_length=6),
        ),
        migrations.AddField(
            model_name='messageevent',
            name='kind',
            field=models.CharField(choices=[('line', 'Message'), ('reason', 'Why it ended')], default='line', max_length=6),
        ),
        migrations.AddField(
            model_name='referral',
            name='sent_to_email',
            field=models.EmailField(blank=True, help_text="Where the agency's link was sent, and goes.", max_length=254, verbose_name='mailed to'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='sent_to_email',
            field=models.EmailField(blank=True, help_text="Where the agency's link was sent, and goes.", max_length=254, verbose_name='mailed to'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_messageevent" ("id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "school_id", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."referral_id", NEW."school_id", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='075727662c81e855ec479e163715793965f4ddbe', operation='INSERT', pgid='pgtrigger_insert_insert_b3500', table='referrals_message', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_messageevent" ("id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "school_id", "text", "written_at", "written_by_id") VALUES (NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."referral_id", NEW."school_id", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='7c8150d1fa1b3f73137579ee49e6f47d98a4f4c9', operation='UPDATE', pgid='pgtrigger_update_update_a300d', table='referrals_message', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_messageevent" ("id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "school_id", "text", "written_at", "written_by_id") VALUES (OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."referral_id", OLD."school_id", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='edef3069acfb6e775653bfae8a53682c72133bf4', operation='DELETE', pgid='pgtrigger_delete_delete_d4490', table='referrals_message', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("accepted_at", "concern_id", "due_at", "ended_at", "handed_on_by_id", "id", "link_revision", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "redirected_from_id", "referred_by_id", "report_answer", "school_id", "sent_at", "sent_to_email", "status", "suspects_abuse", "to_agency_id", "to_counselor_id", "urgency", "version") VALUES (NEW."accepted_at", NEW."concern_id", NEW."due_at", NEW."ended_at", NEW."handed_on_by_id", NEW."id", NEW."link_revision", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."received_at", NEW."redirected_from_id", NEW."referred_by_id", NEW."report_answer", NEW."school_id", NEW."sent_at", NEW."sent_to_email", NEW."status", NEW."suspects_abuse", NEW."to_agency_id", NEW."to_counselor_id", NEW."urgency", NEW."version"); RETURN NULL;', hash='9578dc01fcdce230a816ae3adbd5189a4dc20a00', operation='INSERT', pgid='pgtrigger_insert_insert_a74c8', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_referralevent" ("accepted_at", "concern_id", "due_at", "ended_at", "handed_on_by_id", "id", "link_revision", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "redirected_from_id", "referred_by_id", "report_answer", "school_id", "sent_at", "sent_to_email", "status", "suspects_abuse", "to_agency_id", "to_counselor_id", "urgency", "version") VALUES (NEW."accepted_at", NEW."concern_id", NEW."due_at", NEW."ended_at", NEW."handed_on_by_id", NEW."id", NEW."link_revision", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."received_at", NEW."redirected_from_id", NEW."referred_by_id", NEW."report_answer", NEW."school_id", NEW."sent_at", NEW."sent_to_email", NEW."status", NEW."suspects_abuse", NEW."to_agency_id", NEW."to_counselor_id", NEW."urgency", NEW."version"); RETURN NULL;', hash='30ea326e44207211edb6db939607ba41713a0b69', operation='UPDATE', pgid='pgtrigger_update_update_223e7', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("accepted_at", "concern_id", "due_at", "ended_at", "handed_on_by_id", "id", "link_revision", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "redirected_from_id", "referred_by_id", "report_answer", "school_id", "sent_at", "sent_to_email", "status", "suspects_abuse", "to_agency_id", "to_counselor_id", "urgency", "version") VALUES (OLD."accepted_at", OLD."concern_id", OLD."due_at", OLD."ended_at", OLD."handed_on_by_id", OLD."id", OLD."link_revision", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."received_at", OLD."redirected_from_id", OLD."referred_by_id", OLD."report_answer", OLD."school_id", OLD."sent_at", OLD."sent_to_email", OLD."status", OLD."suspects_abuse", OLD."to_agency_id", OLD."to_counselor_id", OLD."urgency", OLD."version"); RETURN NULL;', hash='d0c125f96a5e77df67186bcdc13e1f77750b9f72', operation='DELETE', pgid='pgtrigger_delete_delete_e24da', table='referrals_referral', when='AFTER')),
        ),
        migrations.AlterConstraint(
            model_name='message',
            name='message_says_something',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='message_says_something', violation_error_message='Write what the other side shall read.'),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='referral',
            name='reason_ended',
        ),
    ])
